import { z } from "zod";

/** The whole new text of one file; `after: null` removes it, `before: null` makes it. Paths use `/`. */
export const FileChange = z.object({
  path: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
});
export type FileChange = z.infer<typeof FileChange>;

/** The text files of a project by path relative to its root, with `/`. */
export type ProjectFiles = ReadonlyMap<string, string>;

import { z } from "zod";

/** How projects mark columns with what identifies people, in `meta` or as a tag. */
const MARKS =
  /^(sensitive|pii|contains_?pii|contains_?sensitive|is_?pii|is_?sensitive|personal(_data)?|confidential)$/i;

const Marked = z.looseObject({
  meta: z.record(z.string(), z.unknown()).nullish(),
  tags: z.union([z.array(z.string()), z.string()]).nullish(),
});

/** Whether a node or a column of a manifest is marked as sensitive. */
export function sensitiveMark(described: unknown): boolean {
  const read = Marked.extend({ config: Marked.nullish() }).safeParse(described);
  if (!read.success) return false;
  return [read.data, read.data.config].some((one) => {
    const tags = [one?.tags ?? []].flat();
    const meta = Object.entries(one?.meta ?? {});
    return (
      tags.some((tag) => MARKS.test(tag)) ||
      meta.some(([name, value]) => MARKS.test(name) && value !== false && value !== null && value !== "false")
    );
  });
}

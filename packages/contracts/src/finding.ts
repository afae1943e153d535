import { z } from "zod";
import { NodeName } from "./node.ts";

/** What one check saw. Findings are data, returned and never thrown. */
export const Severity = z.enum(["error", "warning", "info"]);
export type Severity = z.infer<typeof Severity>;

/** Places are relative to the folder that was asked for; line and column start at 1. */
export const Finding = z.object({
  code: z.string(),
  severity: Severity,
  file: z.string().optional(),
  line: z.int().positive().optional(),
  column: z.int().positive().optional(),
  /** What it is about, by the name that a plan or a commit message can give. */
  node: NodeName.optional(),
  message: z.string(),
  hint: z.string().optional(),
});
export type Finding = z.infer<typeof Finding>;

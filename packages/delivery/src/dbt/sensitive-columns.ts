import { isSensitiveName } from "@throughline/contracts";
import { z } from "zod";
import type { DbtNode } from "./dbt-manifest.ts";

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

/**
 * Whether values of a node's column must not be shown: its name says so, or the project does, of the column or of the whole. The
 * rule of more than one node, where a change could take a mark away, is that of all of them.
 */
export function sensitiveIn(...nodes: readonly DbtNode[]): (column: string) => boolean {
  const whole = nodes.some(sensitiveMark);
  const marked = new Set(
    nodes.flatMap(({ columns }) =>
      Object.values(columns)
        .filter(sensitiveMark)
        .map(({ name }) => name.replaceAll(/^"|"$/g, "").toLowerCase()),
    ),
  );
  return (column) => whole || marked.has(column.toLowerCase()) || isSensitiveName(column);
}

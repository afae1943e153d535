import { z } from "zod";
import { ColumnRef, Formula, MeasureRef } from "./formula.ts";

/** Types a column of a semantic model can have, whatever the BI layer calls them. */
export const ColumnType = z.enum(["string", "integer", "decimal", "double", "boolean", "date", "datetime", "unknown"]);
export type ColumnType = z.infer<typeof ColumnType>;

/** Properties that describe a column or measure without changing its value. `null` removes one. */
export const DisplayProperties = z.object({
  description: z.string().nullable().optional(),
  format: z.string().nullable().optional(),
  folder: z.string().nullable().optional(),
  hidden: z.boolean().optional(),
  /** Said to go: whoever still uses it is warned before it does (columns and measures only). */
  deprecated: z.literal(true).nullable().optional(),
  /** Name of the column of the same table to sort by (columns only). */
  sortBy: z.string().nullable().optional(),
});
export type DisplayProperties = z.infer<typeof DisplayProperties>;

/** One change to a semantic model. A rename also changes every reference, in formulas, relationships and reports. */
export const ModelEdit = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("add-measure"),
    table: z.string(),
    name: z.string(),
    formula: Formula,
    display: DisplayProperties,
  }),
  z.object({ kind: z.literal("change-measure"), measure: MeasureRef, formula: Formula }),
  z.object({ kind: z.literal("remove-measure"), measure: MeasureRef }),
  z.object({ kind: z.literal("rename-measure"), measure: MeasureRef, name: z.string() }),
  z.object({
    kind: z.literal("add-column"),
    table: z.string(),
    name: z.string(),
    sourceColumn: z.string(),
    type: ColumnType,
    display: DisplayProperties,
  }),
  z.object({
    kind: z.literal("rename-column"),
    column: ColumnRef,
    name: z.string(),
    /** The warehouse column it now reads, when that changes too. */
    sourceColumn: z.string().optional(),
  }),
  z.object({ kind: z.literal("retype-column"), column: ColumnRef, type: ColumnType }),
  z.object({ kind: z.literal("describe-measure"), measure: MeasureRef, display: DisplayProperties }),
  z.object({ kind: z.literal("describe-column"), column: ColumnRef, display: DisplayProperties }),
  z.object({ kind: z.literal("describe-table"), table: z.string(), display: DisplayProperties }),
]);
export type ModelEdit = z.infer<typeof ModelEdit>;

/** The table that an edit is made in. */
export function editedTable(edit: ModelEdit): string {
  if ("table" in edit) return edit.table;
  return "measure" in edit ? edit.measure.table : edit.column.table;
}

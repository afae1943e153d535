import { z } from "zod";
import { ColumnRef, Formula, MeasureRef } from "./formula.ts";
import { ColumnType, DisplayProperties, ModelEdit } from "./model-edit.ts";

/** A column of a dbt model. */
export const ModelColumnRef = z.object({ model: z.string(), column: z.string() });
export type ModelColumnRef = z.infer<typeof ModelColumnRef>;

/** How a new warehouse column is computed from columns of the same model; the author writes the SQL. */
export const Derivation = z.discriminatedUnion("kind", [
  /** Time from `start` to `end`, as a fraction of the unit. */
  z.object({
    kind: z.literal("duration"),
    start: z.string(),
    end: z.string(),
    unit: z.enum(["seconds", "minutes", "hours", "days"]),
  }),
  z.object({ kind: z.literal("ratio"), numerator: z.string(), denominator: z.string() }),
  z.object({ kind: z.literal("sum"), columns: z.array(z.string()).min(2) }),
  z.object({ kind: z.literal("difference"), left: z.string(), right: z.string() }),
  /** Named ranges of a number: below the first bound, between bounds, from the last bound on. */
  z.object({
    kind: z.literal("bucket"),
    column: z.string(),
    bounds: z.array(z.number()).min(1),
    /** For each bound, whether the bound itself still belongs to the range below it. Absent: never. */
    inclusive: z.array(z.boolean()).optional(),
    labels: z.array(z.string()).min(2),
  }),
  z.object({
    kind: z.literal("date-part"),
    column: z.string(),
    part: z.enum(["year", "quarter", "month", "week", "weekday", "day", "hour"]),
  }),
  z.object({
    kind: z.literal("compare"),
    column: z.string(),
    operator: z.enum(["=", "<>", "<", "<=", ">", ">="]),
    value: z.union([z.string(), z.number(), z.boolean()]),
  }),
]);
export type Derivation = z.infer<typeof Derivation>;

/** A column to add to a dbt model and, where a semantic table reads that model, to the table. */
export const NewColumn = z.object({
  model: z.string(),
  column: z.string(),
  derivation: Derivation,
  /** DuckDB type as the contract states it. */
  dataType: z.string(),
  description: z.string(),
  semantic: z.object({ table: z.string(), name: z.string(), type: ColumnType, display: DisplayProperties }).optional(),
});
export type NewColumn = z.infer<typeof NewColumn>;

const measureShape = {
  table: z.string(),
  name: z.string(),
  formula: Formula,
  display: DisplayProperties,
  /** Columns the requester wants to see it by. */
  by: z.array(ColumnRef),
};

/** dbt's built-in column tests. */
export const ColumnTest = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("not_null") }),
  z.object({ kind: z.literal("unique") }),
  z.object({
    kind: z.literal("accepted_values"),
    values: z.array(z.union([z.string(), z.number(), z.boolean()])).min(1),
  }),
  z.object({ kind: z.literal("relationships"), to: ModelColumnRef }),
]);
export type ColumnTest = z.infer<typeof ColumnTest>;

/** One step that brings dbt and a semantic model together: in the model, or in the files of dbt that describe things. */
export const SyncEdit = z.discriminatedUnion("kind", [
  ModelEdit,
  z.object({
    kind: z.literal("describe-model"),
    model: z.string(),
    column: z.string().optional(),
    description: z.string(),
  }),
  /** A report, as a reader that dbt knows of; to one that is described already, models are added. */
  z.object({
    kind: z.literal("expose"),
    name: z.string(),
    label: z.string(),
    description: z.string(),
    models: z.array(z.string()).min(1),
  }),
]);
export type SyncEdit = z.infer<typeof SyncEdit>;

/** The typed reading of a request. Free text appears only where it is the content asked for: names and descriptions. */
export const Intent = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("add-measure"), ...measureShape, columns: z.array(NewColumn) }),
  z.object({ kind: z.literal("change-measure"), measure: MeasureRef, formula: Formula }),
  z.object({ kind: z.literal("remove-measure"), measure: MeasureRef }),
  z.object({ kind: z.literal("rename-measure"), measure: MeasureRef, name: z.string() }),
  z.object({ kind: z.literal("add-column"), column: NewColumn }),
  z.object({
    kind: z.literal("rename-column"),
    column: ModelColumnRef.optional(),
    semantic: ColumnRef.optional(),
    name: z.string(),
    semanticName: z.string(),
  }),
  z.object({ kind: z.literal("add-test"), column: ModelColumnRef, test: ColumnTest }),
  z.object({
    kind: z.literal("describe"),
    /** At least one of these is what is described; a column can be in both layers. */
    model: z.string().optional(),
    column: ModelColumnRef.optional(),
    semantic: z.union([ColumnRef, MeasureRef, z.object({ table: z.string() })]).optional(),
    display: DisplayProperties,
  }),
  z.object({
    kind: z.literal("add-source-field"),
    field: z.string(),
    source: z.object({ schema: z.string(), table: z.string() }),
    column: z.string(),
    dataType: z.string(),
    /** Models the column passes through, from staging to mart. */
    models: z.array(z.string()).min(1),
    semantic: z.object({ table: z.string(), name: z.string(), type: ColumnType }).optional(),
  }),
  /** What the semantic models and dbt say of the same things is made the same. */
  z.object({ kind: z.literal("sync"), edits: z.array(SyncEdit).min(1) }),
]);
export type Intent = z.infer<typeof Intent>;

/** What must be answered before there can be a plan. */
export const Question = z.object({
  id: z.string(),
  text: z.string(),
  choices: z.array(z.object({ id: z.string(), text: z.string() })).min(2),
});
export type Question = z.infer<typeof Question>;

/** Why there will be no plan, and what to do instead. */
export const Refusal = z.object({ code: z.string(), reason: z.string(), hint: z.string() });
export type Refusal = z.infer<typeof Refusal>;

export const Understanding = z.discriminatedUnion("status", [
  z.object({ status: z.literal("understood"), intent: Intent }),
  z.object({ status: z.literal("question"), questions: z.array(Question).min(1) }),
  z.object({ status: z.literal("refused"), ...Refusal.shape }),
  z.object({ status: z.literal("no-change"), existing: z.string() }),
]);
export type Understanding = z.infer<typeof Understanding>;

import { z } from "zod";

/** A column of the semantic model. */
export const ColumnRef = z.object({ table: z.string(), column: z.string() });
export type ColumnRef = z.infer<typeof ColumnRef>;

/** A measure of the semantic model. */
export const MeasureRef = z.object({ table: z.string(), measure: z.string() });
export type MeasureRef = z.infer<typeof MeasureRef>;

export const Aggregation = z.enum(["sum", "average", "min", "max", "count", "distinct-count"]);
export type Aggregation = z.infer<typeof Aggregation>;

/** Literal values a filter compares with. Dates are ISO strings marked as such. */
export const Literal = z.union([z.string(), z.number(), z.boolean(), z.object({ date: z.iso.date() })]);
export type Literal = z.infer<typeof Literal>;

/** `column operator value`; `in` takes several values, the others exactly one. */
export const Filter = z.object({
  column: ColumnRef,
  operator: z.enum(["=", "<>", "<", "<=", ">", ">=", "in"]),
  values: z.array(Literal).min(1),
});
export type Filter = z.infer<typeof Filter>;

/**
 * What a measure computes, in no language: the adapter of the semantic model writes it (as DAX, as a metric …).
 * - `rows` counts the rows of a table.
 * - `ratio` is safe: nothing where the denominator is zero or nothing.
 * - `share` is `of` divided by `of` with every filter on the tables and columns in `over` removed.
 */
export type Formula =
  | { kind: "aggregate"; function: Aggregation; column: ColumnRef }
  | { kind: "rows"; table: string }
  | { kind: "measure"; measure: MeasureRef }
  | { kind: "ratio"; numerator: Formula; denominator: Formula }
  | { kind: "filtered"; of: Formula; filters: Filter[] }
  | { kind: "share"; of: Formula; over: ({ table: string } | ColumnRef)[] }
  | { kind: "difference"; left: Formula; right: Formula }
  | { kind: "total"; terms: Formula[] };

export const Formula: z.ZodType<Formula> = z.lazy(() =>
  z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("aggregate"), function: Aggregation, column: ColumnRef }),
    z.object({ kind: z.literal("rows"), table: z.string() }),
    z.object({ kind: z.literal("measure"), measure: MeasureRef }),
    z.object({ kind: z.literal("ratio"), numerator: Formula, denominator: Formula }),
    z.object({ kind: z.literal("filtered"), of: Formula, filters: z.array(Filter).min(1) }),
    z.object({
      kind: z.literal("share"),
      of: Formula,
      over: z.array(z.union([ColumnRef, z.object({ table: z.string() })])).min(1),
    }),
    z.object({ kind: z.literal("difference"), left: Formula, right: Formula }),
    z.object({ kind: z.literal("total"), terms: z.array(Formula).min(2) }),
  ]),
);

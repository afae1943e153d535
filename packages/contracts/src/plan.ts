import { z } from "zod";
import { ColumnRef, MeasureRef } from "./formula.ts";
import { Intent, ModelColumnRef } from "./intent.ts";
import { NodeName } from "./node.ts";

export const Layer = z.enum(["loader", "transform", "semantic-model", "report"]);
export type Layer = z.infer<typeof Layer>;

/** One file the change will touch. `diff` is unified, where the text is already known. */
export const PlannedEdit = z.object({ file: z.string(), summary: z.string(), diff: z.string().optional() });
export type PlannedEdit = z.infer<typeof PlannedEdit>;

export const BreakingClass = z.enum(["none", "additive", "breaking", "unknown"]);
export type BreakingClass = z.infer<typeof BreakingClass>;

/** Names of what the change reaches, besides what it edits. Visuals as `<page>/<visual>`. */
export const BlastRadius = z.object({
  models: z.array(z.string()),
  measures: z.array(z.string()),
  visuals: z.array(z.string()),
});
export type BlastRadius = z.infer<typeof BlastRadius>;

export const Effects = z.object({
  /** True when a table of the warehouse, or a field of the semantic model that others may use, changes its shape. */
  schemaChange: z.boolean(),
  /** True when loaded data is loaded again or rewritten. */
  productionData: z.boolean(),
  breaking: BreakingClass,
  blastRadius: BlastRadius,
  /** What production has and would have no more. */
  destroyed: z.array(NodeName).default([]),
  /** Columns with what identifies people that the change edits, adds or takes away. */
  sensitive: z.array(NodeName).default([]),
});
export type Effects = z.infer<typeof Effects>;

/** What the evidence must show. What was approved must be seen. */
export const Expectation = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("measure-present"), measure: MeasureRef }),
  z.object({ kind: z.literal("measure-absent"), measure: MeasureRef }),
  z.object({ kind: z.literal("measures-unchanged"), except: z.array(MeasureRef) }),
  z.object({ kind: z.literal("rows-unchanged"), model: z.string() }),
  z.object({ kind: z.literal("column-present"), column: ModelColumnRef }),
  z.object({ kind: z.literal("column-absent"), column: ModelColumnRef }),
  /** What is called otherwise, and means and shows what it did. */
  z.object({ kind: z.literal("renamed"), from: NodeName, to: NodeName }),
  /** Nothing else differs: no value of a table, no test, no configuration, nothing that the semantic model says. */
  z.object({ kind: z.literal("rest-unchanged"), except: z.array(NodeName) }),
]);
export type Expectation = z.infer<typeof Expectation>;

export const Tier = z.enum(["auto", "review", "manual"]);
export type Tier = z.infer<typeof Tier>;

/** Values of one measure, before or after; rows in the order of `by`. */
export const Preview = z.object({
  measure: z.string(),
  by: z.array(z.string()).optional(),
  columns: z.array(z.string()),
  rows: z.array(z.array(z.union([z.string(), z.number(), z.boolean(), z.null()]))),
  /** In place of rows: why there are no numbers. */
  unavailable: z.string().optional(),
});
export type Preview = z.infer<typeof Preview>;

/** What people pushed onto a request's branch. */
export const Amendment = z.object({
  commit: z.string(),
  /** Who wrote it: ids of the project's people where they are known, else as git has them. */
  by: z.array(z.string()).min(1),
  /** What their commit messages say that it is meant to change: lines `Throughline-Changes: <name>, <name>`. */
  declares: z.array(NodeName).default([]),
});
export type Amendment = z.infer<typeof Amendment>;

/** The change proposed for an intent. `hash` covers edits, effects, expectations and tier; nothing of the base or of data. */
export const Plan = z.object({
  id: z.string(),
  hash: z.string(),
  /** The commit it was computed on; null for a folder that is not under git. */
  base: z.string().nullable(),
  intent: Intent,
  /** Set when people changed the request's branch: the plan is made of their commit, whatever was asked. */
  amendment: Amendment.optional(),
  summary: z.string(),
  layers: z.array(Layer),
  edits: z.array(PlannedEdit),
  effects: Effects,
  preview: z.array(Preview),
  /** Commits on the base that production does not run yet, newest first: they are released with it. */
  unreleased: z.array(z.string()),
  /** What the preview should show once the change is there. */
  questions: z.array(z.object({ measure: MeasureRef, by: z.array(ColumnRef) })),
  expectations: z.array(Expectation),
  tier: Tier,
  /** The rule of the policy that gave the tier. */
  tierReason: z.string(),
  expectedSeconds: z.number(),
});
export type Plan = z.infer<typeof Plan>;

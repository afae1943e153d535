import { z } from "zod";
import { Finding } from "./finding.ts";
import { NodeName } from "./node.ts";
import { BreakingClass, Preview } from "./plan.ts";

/** One validation. `needed` is false for what this change cannot affect: it is said, and does not make the verdict incomplete. */
export const CheckResult = z.object({
  name: z.string(),
  status: z.enum(["passed", "failed", "not-checked"]),
  needed: z.boolean(),
  reason: z.string().optional(),
  seconds: z.number(),
});
export type CheckResult = z.infer<typeof CheckResult>;

/** A value as people read it; null where there is none. What is sensitive is never in it. */
const Shown = z.string().nullable();

/** How the rows of one table differ, before and after. */
export const TableDiff = z.object({
  model: z.string(),
  /** Row by row under a key, as a bag of rows where there is none, or not at all. */
  how: z.enum(["keyed", "multiset", "not-compared"]),
  /** Why it was not compared, or not by a key. */
  reason: z.string().optional(),
  /** Columns that tell rows apart on both sides; empty without a key. */
  key: z.array(z.string()),
  rows: z.object({
    before: z.number(),
    after: z.number(),
    added: z.number(),
    removed: z.number(),
    /** Rows under the same key with another value; null without a key, where such a row is one removed and one added. */
    changed: z.number().nullable(),
  }),
  /** Columns of both sides whose values differ; `rate` is the share of compared rows in which they are the same. */
  columns: z.array(z.object({ column: z.string(), changed: z.number(), rate: z.number() })),
  /** A few of the rows that differ, key first; values of sensitive columns are masked. */
  samples: z.array(
    z.object({
      change: z.enum(["added", "removed", "changed"]),
      values: z.array(z.object({ column: z.string(), before: Shown, after: Shown })),
    }),
  ),
  /** Limits that were reached, in words: what was left out. */
  caps: z.array(z.string()),
});
export type TableDiff = z.infer<typeof TableDiff>;

/** One way of building an incremental model, held against the full one. */
export const IncrementalLeg = z.object({
  model: z.string(),
  leg: z.enum(["again", "new-rows"]),
  /** Null when it could not be compared. */
  same: z.boolean().nullable(),
  reason: z.string().optional(),
});
export type IncrementalLeg = z.infer<typeof IncrementalLeg>;

/** Something that may show or hold other values than before, with the way from what is changed to it. */
export const Reached = z.object({ node: NodeName, path: z.array(NodeName) });
export type Reached = z.infer<typeof Reached>;

/** Everything that hangs on what a change changes, as the code that was built says it; what the change adds is not in it. */
export const Reach = z.object({
  models: z.array(Reached),
  columns: z.array(Reached),
  measures: z.array(Reached),
  visuals: z.array(Reached),
  pages: z.array(Reached),
  exposures: z.array(Reached),
  /** Why it may lack something. */
  partial: z.string().optional(),
});
export type Reach = z.infer<typeof Reach>;

/** Verdicts of before had it as one text. */
const Retyped = z.union([z.object({ column: z.string(), before: z.string(), after: z.string() }), z.string()]);

/** Measured effects of a change, on a copy of the warehouse. What is optional is absent in verdicts from before it was measured. */
export const Evidence = z.object({
  rowCounts: z.array(z.object({ model: z.string(), before: z.number().nullable(), after: z.number().nullable() })),
  columns: z.array(
    z.object({
      model: z.string(),
      added: z.array(z.string()),
      removed: z.array(z.string()),
      /** Columns of another type, as the database names types. */
      retyped: z.array(Retyped),
    }),
  ),
  /** Why each node was built, by unique id. */
  selected: z.array(z.object({ node: z.string(), because: z.string() })),
  /** Why each other node was not, by unique id. */
  ignored: z.array(z.object({ node: z.string(), because: z.string() })).optional(),
  tables: z.array(TableDiff).optional(),
  incremental: z.array(IncrementalLeg).optional(),
  reach: Reach.optional(),
  /** What it does to those who read dbt's models, from the code that was built. */
  breaking: z
    .object({
      class: BreakingClass,
      changes: z.array(z.object({ node: NodeName, class: BreakingClass, reason: z.string() })),
    })
    .optional(),
  measuresBefore: z.array(Preview),
  measuresAfter: z.array(Preview),
});
export type Evidence = z.infer<typeof Evidence>;

/** Another request whose checked change lies under this one: it lands first, or what was seen here holds of nothing. */
export const Coupling = z.object({
  request: z.string(),
  /** The tree of main and production once it has landed. */
  tree: z.string(),
});
export type Coupling = z.infer<typeof Coupling>;

/** All checks for one tree. */
export const Verdict = z.object({
  id: z.string(),
  /** The git tree that was checked. */
  tree: z.string(),
  /** Token of the production it was compared with: (release, data version). Null when there was none. */
  against: z.string().nullable(),
  coupledTo: Coupling.optional(),
  verdict: z.enum(["passed", "failed", "incomplete"]),
  checks: z.array(CheckResult),
  findings: z.array(Finding),
  evidence: Evidence,
});
export type Verdict = z.infer<typeof Verdict>;

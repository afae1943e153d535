import { z } from "zod";
import { Finding } from "./finding.ts";
import { Preview } from "./plan.ts";

/** One validation. `needed` is false for what this change cannot affect: it is said, and does not make the verdict incomplete. */
export const CheckResult = z.object({
  name: z.string(),
  status: z.enum(["passed", "failed", "not-checked"]),
  needed: z.boolean(),
  reason: z.string().optional(),
  seconds: z.number(),
});
export type CheckResult = z.infer<typeof CheckResult>;

/** Measured effects of a change, on a copy of the warehouse. */
export const Evidence = z.object({
  rowCounts: z.array(z.object({ model: z.string(), before: z.number().nullable(), after: z.number().nullable() })),
  columns: z.array(
    z.object({
      model: z.string(),
      added: z.array(z.string()),
      removed: z.array(z.string()),
      retyped: z.array(z.string()),
    }),
  ),
  /** Why each node was built, by unique id. */
  selected: z.array(z.object({ node: z.string(), because: z.string() })),
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

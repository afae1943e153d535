import { Tier } from "@throughline/contracts";
import { z } from "zod";

/** A rule that applied, and what it says of this change. */
const Applied = z.object({ name: z.string(), tier: Tier, says: z.string() });
export type Applied = z.infer<typeof Applied>;

/** What happens to a change when a check that it needs did not run. */
export const Unchecked = z.enum(["auto", "review", "manual", "stop"]);
export type Unchecked = z.infer<typeof Unchecked>;

/** What the rules saw, in figures. What is measured on the environment is null until it was. */
const Seen = z.object({
  models: z.int(),
  measures: z.int(),
  visuals: z.int(),
  /** Rows of tables that are added, removed or changed. */
  rows: z.number().nullable(),
  /** The largest change of a measure's total, as a share of what it was. */
  share: z.number().nullable(),
  destroyed: z.array(z.string()),
  sensitive: z.array(z.string()),
  notChecked: z.array(z.object({ check: z.string(), reason: z.string(), outcome: Unchecked })),
});
export type Seen = z.infer<typeof Seen>;

/** What the policy says of one change. */
export const Decision = z.object({
  /** The strictest tier of all rules that apply, and the first rule that gives it. */
  tier: Tier,
  rule: z.string(),
  says: z.string(),
  /** Every rule that applied, strictest first. */
  all: z.array(Applied).min(1),
  /** How many different people must approve its merge. */
  approvers: z.int().nonnegative(),
  seen: Seen,
});
export type Decision = z.infer<typeof Decision>;

const STRICTNESS: Readonly<Record<Tier, number>> = { auto: 0, review: 1, manual: 2 };

/** Less than nothing when the first is the looser one; sorts tiers from loose to strict. */
export function compareTiers(one: Tier, other: Tier): number {
  return STRICTNESS[one] - STRICTNESS[other];
}

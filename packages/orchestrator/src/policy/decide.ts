import { BUILT_IN_RULES } from "./built-in-rules.ts";
import { type Applied, compareTiers, type Decision, type Unchecked } from "./decision.ts";
import type { PolicyFacts } from "./facts.ts";
import { anyFits } from "./pattern.ts";
import { type Conditions, type Policy, whenUnchecked } from "./policy.ts";

/**
 * The tier of a change, and every rule that applies to it: the strictest tier counts, whatever order rules are written in.
 * Decided from what the change does, planned and then measured, never from what a request says.
 */
export function decide(policy: Policy, facts: PolicyFacts): Decision {
  const notChecked = facts.notChecked.map((unchecked) => ({
    ...unchecked,
    outcome: whenUnchecked(policy, unchecked.check),
  }));
  const applied: Applied[] = [
    ...BUILT_IN_RULES.filter((rule) => rule.applies(facts, policy.ceiling)).map(({ name, tier, says }) => ({
      name,
      tier: policy.defaults[name] ?? tier,
      says,
    })),
    ...policy.rules
      .filter(({ when }) => holds(when, facts))
      .map(({ name, tier, says }) => ({ name, tier, says: says ?? "a rule of policy.yml" })),
    ...notChecked.map(({ check, reason, outcome }) => ({
      name: "not-checked",
      tier: outcome === "stop" ? ("manual" as const) : outcome,
      says: `${check} did not run: ${reason}`,
    })),
  ];
  // A stable sort: of equal tiers the first in the table gives the reason.
  const all = applied.toSorted((one, other) => compareTiers(other.tier, one.tier));
  const first = all[0];
  if (!first) throw new Error("the last built-in rule applies to everything");
  const { blastRadius, destroyed, sensitive } = facts.effects;
  return {
    tier: first.tier,
    rule: first.name,
    says: first.says,
    all,
    approvers: first.tier === "auto" ? 0 : destroyed.length > 0 && !facts.solo ? policy.destructive.approvers : 1,
    seen: {
      models: blastRadius.models.length,
      measures: blastRadius.measures.length,
      visuals: blastRadius.visuals.length,
      rows: facts.rows,
      share: facts.share,
      destroyed,
      sensitive,
      notChecked,
    },
  };
}

/** Checks that did not run, and without which the change goes no further. */
export function stopping(seen: readonly { readonly check: string; readonly outcome: Unchecked }[]): readonly string[] {
  return seen.filter(({ outcome }) => outcome === "stop").map(({ check }) => check);
}

/** One test for each condition; a condition that is not written holds. */
const HOLDS: {
  readonly [Key in keyof Conditions]-?: (wanted: NonNullable<Conditions[Key]>, facts: PolicyFacts) => boolean;
} = {
  layers: (layers, facts) => layers.some((layer) => facts.layers.includes(layer)),
  schemaChange: (wanted, { effects }) => effects.schemaChange === wanted,
  breaking: (classes, { effects }) => classes.includes(effects.breaking),
  models: (patterns, { effects, edited }) =>
    anyFits(patterns, [...effects.blastRadius.models, ...named("model", edited)]),
  measures: (patterns, { effects, edited }) =>
    anyFits(patterns, [...effects.blastRadius.measures, ...named("measure", edited)]),
  visuals: (patterns, { effects }) => anyFits(patterns, effects.blastRadius.visuals),
  paths: (patterns, { paths, pushed }) => anyFits(patterns, [...paths, ...pushed]),
  sensitive: (wanted, { effects }) => effects.sensitive.length > 0 === wanted,
  requester: (patterns, { requesters }) => anyFits(patterns, requesters),
  author: (author, { amended }) => (amended ? "person" : "rule-based") === author,
  modelsAbove: (count, { effects }) => effects.blastRadius.models.length > count,
  measuresAbove: (count, { effects }) => effects.blastRadius.measures.length > count,
  visualsAbove: (count, { effects }) => effects.blastRadius.visuals.length > count,
  rowsAbove: (count, { rows }) => (rows ?? 0) > count,
  shareAbove: (share, facts) => (facts.share ?? 0) > share,
  notChecked: (patterns, { notChecked }) =>
    anyFits(
      patterns,
      notChecked.map(({ check }) => check),
    ),
};

function holds(when: Conditions, facts: PolicyFacts): boolean {
  return (Object.keys(when) as (keyof Conditions)[]).every((key) => {
    const wanted = when[key];
    const test = HOLDS[key] as (wanted: unknown, facts: PolicyFacts) => boolean;
    return wanted === undefined || test(wanted, facts);
  });
}

/** Names of the edited nodes of a kind: of `model:orders.amount` the model, of `measure:Sales[Total]` also `Total` alone. */
function named(kind: "model" | "measure", nodes: readonly string[]): string[] {
  const names = nodes.filter((node) => node.startsWith(`${kind}:`)).map((node) => node.slice(kind.length + 1));
  if (kind === "model") return names.map((name) => name.split(".")[0] ?? name);
  return names.flatMap((name) => [name, /\[(.*)\]$/.exec(name)?.[1] ?? name]);
}

import type { Effects, Tier } from "@throughline/contracts";

/** What a rule of the policy sees of a change. */
export interface PolicyFacts {
  readonly effects: Effects;
  /** Files the change touches. */
  readonly paths: readonly string[];
  /** Models it reaches that a failed verification froze. */
  readonly frozen: readonly string[];
}

interface Rule {
  readonly name: string;
  readonly tier: Tier;
  readonly says: string;
  readonly applies: (facts: PolicyFacts) => boolean;
}

/** Files that are executed before anything of a plan is checked; only a person lets them through. */
const EXECUTABLE =
  /(^|\/)(macros|hooks|\.github|\.dlt)\/|(^|\/)(packages|dependencies|profiles|dbt_project)\.ya?ml$|package-lock\.yml$/;

/** The built-in policy, strictest first; the first rule that applies gives the tier. */
export const RULES: readonly Rule[] = [
  {
    name: "production-data",
    tier: "manual",
    says: "production data is loaded again or rewritten",
    applies: ({ effects }) => effects.productionData,
  },
  {
    name: "executable-files",
    tier: "manual",
    says: "macros, packages, profiles or automation are changed",
    applies: ({ paths }) => paths.some((path) => EXECUTABLE.test(path)),
  },
  {
    name: "breaking",
    tier: "review",
    says: "something others may use is removed, renamed, or cannot be told to be safe",
    applies: ({ effects }) => effects.breaking === "breaking" || effects.breaking === "unknown",
  },
  { name: "schema-change", tier: "review", says: "the schema changes", applies: ({ effects }) => effects.schemaChange },
  {
    name: "frozen-lineage",
    tier: "review",
    says: "it reaches what a failed verification froze",
    applies: ({ frozen }) => frozen.length > 0,
  },
  {
    name: "all-green",
    tier: "auto",
    says: "nothing schema-like changes, and every check must pass",
    applies: () => true,
  },
];

export interface Decision {
  readonly tier: Tier;
  readonly rule: string;
  readonly says: string;
}

/** The tier of a change and the rule that gives it. Decided from what the change does, never from what a request says. */
export function decide(facts: PolicyFacts): Decision {
  const rule = RULES.find((candidate) => candidate.applies(facts));
  if (!rule) throw new Error("the last rule of the policy applies to everything");
  return { tier: rule.tier, rule: rule.name, says: rule.says };
}

import type { Effects, Tier } from "@throughline/contracts";

/** What a rule of the policy sees of a change. */
export interface PolicyFacts {
  readonly effects: Effects;
  /** Files that production gets with it, relative to the project: its own, and those that people pushed. */
  readonly paths: readonly string[];
  /** Those that people pushed since the last release. */
  readonly pushed: readonly string[];
  /** Whether people changed it by hand. */
  readonly amended: boolean;
  /** What it reaches of what a failed verification froze. */
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

/** What no tool reads. */
const DOCUMENT = /(\.(md|txt)|(^|\/)(LICENSE|\.gitignore|throughline\.yml))$/i;

/** Everything a change touches or reaches, by name: files, models, measures. What is frozen is compared with it. */
export function reachOf(effects: Effects, edits: readonly { readonly file: string }[]): ReadonlySet<string> {
  return new Set([...effects.blastRadius.models, ...effects.blastRadius.measures, ...edits.map((edit) => edit.file)]);
}

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
    name: "pushed-commits",
    tier: "review",
    says: "it releases commits that people pushed, which nobody has looked at here",
    applies: ({ pushed }) => pushed.some((path) => !DOCUMENT.test(path)),
  },
  { name: "amended", tier: "review", says: "people changed it by hand", applies: ({ amended }) => amended },
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

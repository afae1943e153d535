import type { Tier } from "@throughline/contracts";
import type { PolicyFacts } from "./facts.ts";

/** The file beside throughline.yml in which a team writes its policy. */
export const POLICY_FILE = "policy.yml";

/** Above these, what would be auto is looked at. */
export interface Ceiling {
  readonly visuals: number;
  readonly rows: number;
  readonly share: number;
}

export interface BuiltInRule {
  readonly name: string;
  readonly tier: Tier;
  readonly says: string;
  /** True where policy.yml may make it stricter and never looser. */
  readonly isFloor: boolean;
  readonly applies: (facts: PolicyFacts, ceiling: Ceiling) => boolean;
}

/** Files that are executed before anything of a plan is checked; only a person lets them through. */
const EXECUTABLE =
  /(^|\/)(macros|hooks|\.github|\.dlt)\/|(^|\/)(packages|dependencies|profiles|dbt_project)\.ya?ml$|package-lock\.yml$/i;

/** What no tool reads. */
const DOCUMENT = /(\.(md|txt)|(^|\/)(LICENSE|\.gitignore|throughline\.yml))$/i;

const allPaths = ({ paths, pushed }: PolicyFacts) => [...paths, ...pushed];
const touches = (pattern: RegExp) => (facts: PolicyFacts) => allPaths(facts).some((path) => pattern.test(path));

/** What the policy says without a file, strictest first. All that apply are told; the strictest tier counts. */
export const BUILT_IN_RULES: readonly BuiltInRule[] = [
  {
    name: "production-data",
    tier: "manual",
    says: "production data is loaded again or rewritten",
    isFloor: true,
    applies: ({ effects }) => effects.productionData,
  },
  {
    name: "destructive",
    tier: "manual",
    says: "it takes away what production has",
    isFloor: true,
    applies: ({ effects }) => effects.destroyed.length > 0,
  },
  {
    name: "executable-files",
    tier: "manual",
    says: "macros, packages, profiles or automation are changed",
    isFloor: true,
    applies: touches(EXECUTABLE),
  },
  {
    name: "policy-files",
    tier: "manual",
    says: "it changes who decides: policy.yml or throughline.yml",
    isFloor: true,
    // A project's first throughline.yml is committed once production is there; a pushed policy.yml could let itself through.
    applies: ({ paths, pushed }) =>
      paths.some((path) => /^(policy|throughline)\.yml$/i.test(path)) ||
      pushed.some((path) => /^policy\.yml$/i.test(path)),
  },
  {
    name: "loader-code",
    tier: "manual",
    says: "Python is changed, which runs when data is loaded or built",
    isFloor: true,
    applies: touches(/\.py$/i),
  },
  {
    name: "seed-data",
    tier: "manual",
    says: "data that lies in the repository is edited",
    isFloor: false,
    applies: touches(/\.(csv|tsv|parquet)$/i),
  },
  {
    name: "snapshots",
    tier: "manual",
    says: "the history that a snapshot keeps is defined anew",
    isFloor: false,
    applies: touches(/(^|\/)snapshots\//i),
  },
  {
    name: "pushed-commits",
    tier: "review",
    says: "it releases commits that people pushed, which nobody has looked at here",
    isFloor: false,
    applies: ({ pushed }) => pushed.some((path) => !DOCUMENT.test(path)),
  },
  {
    name: "amended",
    tier: "review",
    says: "people changed it by hand",
    isFloor: true,
    applies: ({ amended }) => amended,
  },
  {
    name: "breaking",
    tier: "review",
    says: "something others may use is removed, renamed, or cannot be told to be safe",
    isFloor: false,
    applies: ({ effects }) => effects.breaking === "breaking" || effects.breaking === "unknown",
  },
  {
    name: "schema-change",
    tier: "review",
    says: "the schema changes",
    isFloor: false,
    applies: ({ effects }) => effects.schemaChange,
  },
  {
    name: "sensitive",
    tier: "review",
    says: "it edits columns that may identify people",
    isFloor: false,
    applies: ({ effects }) => effects.sensitive.length > 0,
  },
  {
    name: "ceiling",
    tier: "review",
    says: "it reaches or moves more than may go through by itself",
    isFloor: true,
    applies: ({ effects, rows, share }, ceiling) =>
      effects.blastRadius.visuals.length > ceiling.visuals ||
      (rows ?? 0) > ceiling.rows ||
      (share ?? 0) > ceiling.share,
  },
  {
    name: "frozen-lineage",
    tier: "review",
    says: "it reaches what a failed verification froze",
    isFloor: true,
    applies: ({ frozen }) => frozen.length > 0,
  },
  {
    name: "all-green",
    tier: "auto",
    says: "nothing schema-like changes, and every check must pass",
    isFloor: false,
    applies: () => true,
  },
];

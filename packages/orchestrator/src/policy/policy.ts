import { BreakingClass, Layer, Tier } from "@throughline/contracts";
import { parseDocument } from "yaml";
import { z } from "zod";
import { BUILT_IN_RULES } from "./built-in-rules.ts";
import { compareTiers, Unchecked } from "./decision.ts";
import { WITHOUT_SHARE } from "./facts.ts";

const Patterns = z.array(z.string().min(1)).min(1);
const Count = z.int().nonnegative();
const Share = z.number().nonnegative().lt(WITHOUT_SHARE);

/** What must hold of a change, all of it, so that a rule applies. Nothing at all is every change. */
const Conditions = z.strictObject({
  layers: z.array(Layer).min(1).optional(),
  schemaChange: z.boolean().optional(),
  breaking: z.array(BreakingClass).min(1).optional(),
  /** By name, of what it edits or reaches. */
  models: Patterns.optional(),
  measures: Patterns.optional(),
  visuals: Patterns.optional(),
  /** Of files it changes, or that people pushed and that go with it. */
  paths: Patterns.optional(),
  sensitive: z.boolean().optional(),
  /** Anybody whose words it is of. */
  requester: Patterns.optional(),
  author: z.enum(["rule-based", "person"]).optional(),
  modelsAbove: Count.optional(),
  measuresAbove: Count.optional(),
  visualsAbove: Count.optional(),
  rowsAbove: Count.optional(),
  shareAbove: Share.optional(),
  /** Checks that it needs and that did not run. */
  notChecked: Patterns.optional(),
});
export type Conditions = z.infer<typeof Conditions>;

const TeamRule = z.strictObject({
  name: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "small letters, digits and single hyphens"),
  /** A rule makes a change stricter; what is looser is a built-in rule of another tier, under `defaults`. */
  tier: z.enum(["review", "manual"]),
  says: z.string().min(1).optional(),
  when: Conditions,
});

/** Nothing can be said of a tree whose boundary or build was not looked at. */
const ESSENTIAL: readonly string[] = ["path gate", "dbt build"];

/** What these say is style: a person can do without. */
const OPINIONS: readonly string[] = ["ruff", "sqlfluff", "report files"];

/** What happens to what no policy names. */
const OTHERWISE: Unchecked = "stop";

/** What stands in policy.yml. A key that is not here is refused: a typo must not become a default. */
export const Policy = z
  .strictObject({
    version: z.literal(1),
    rules: z.array(TeamRule).default([]),
    /** Built-in rules by name, with another tier than they have. */
    defaults: z.record(z.string(), Tier).default({}),
    ceiling: z
      .strictObject({ visuals: Count.default(20), rows: Count.default(10_000), share: Share.default(0.2) })
      .prefault({}),
    destructive: z
      .strictObject({
        approvers: z.int().min(1).max(10).default(2),
        /** Whether what is removed must be deprecated in what production runs. */
        deprecateFirst: z.boolean().default(true),
        /** For how many days. */
        deprecatedFor: z.int().nonnegative().max(3650).default(0),
      })
      .prefault({}),
    notChecked: z.record(z.string(), Unchecked).default({}),
  })
  .superRefine((policy, context) => {
    const refuse = (path: (string | number)[], message: string) => {
      context.addIssue({ code: "custom", path, message });
    };
    const names = new Set(BUILT_IN_RULES.map(({ name }) => name).concat("not-checked"));
    for (const [at, { name }] of policy.rules.entries()) {
      if (names.has(name)) refuse(["rules", at, "name"], `${name} is the name of another rule`);
      names.add(name);
    }
    for (const [name, tier] of Object.entries(policy.defaults)) {
      const rule = BUILT_IN_RULES.find((candidate) => candidate.name === name);
      if (!rule) refuse(["defaults", name], "there is no such built-in rule");
      else if (rule.isFloor && compareTiers(tier, rule.tier) < 0)
        refuse(["defaults", name], `${name} is ${rule.tier} and cannot be made looser`);
    }
    for (const [check, then] of Object.entries(policy.notChecked)) {
      if (ESSENTIAL.includes(check) && then !== "stop")
        refuse(["notChecked", check], `without it nothing is known of a change: it can only be stop`);
      else if (then === "auto" && !OPINIONS.includes(check))
        refuse(["notChecked", check], "somebody must look at what was not checked: it can be review, manual or stop");
    }
  });
export type Policy = z.output<typeof Policy>;

/** The policy of a project that has no policy.yml. */
export const DEFAULT_POLICY: Policy = Policy.parse({ version: 1 });

/** A policy file as it is read, or every problem in it with its path, not only the first. */
export function readPolicy(text: string): { readonly policy: Policy } | { readonly problems: readonly string[] } {
  const document = parseDocument(text);
  const syntax = document.errors.map((error) => error.message.split("\n")[0]?.replace(/:$/, "") ?? "");
  if (syntax.length > 0) return { problems: syntax };
  const read = Policy.safeParse(document.toJS() ?? {});
  if (read.success) return { policy: read.data };
  return { problems: read.error.issues.map((issue) => `${issue.path.join(".") || "(top)"}: ${issue.message}`) };
}

/** What the policy says when a check that a change needs did not run. */
export function whenUnchecked(policy: Policy, check: string): Unchecked {
  return policy.notChecked[check] ?? (OPINIONS.includes(check) ? "review" : OTHERWISE);
}

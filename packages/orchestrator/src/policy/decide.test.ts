import type { Effects, Tier } from "@throughline/contracts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decide, stopping } from "./decide.ts";
import { compareTiers } from "./decision.ts";
import type { PolicyFacts } from "./facts.ts";
import { DEFAULT_POLICY, Policy } from "./policy.ts";

const harmless: Effects = {
  schemaChange: false,
  productionData: false,
  breaking: "additive",
  blastRadius: { models: [], measures: [], visuals: [] },
  destroyed: [],
  sensitive: [],
};

function facts(change: Partial<Effects> = {}, more: Partial<PolicyFacts> = {}): PolicyFacts {
  return {
    effects: { ...harmless, ...change },
    layers: ["semantic-model"],
    edited: [],
    paths: ["models/a.sql"],
    pushed: [],
    amended: false,
    requesters: ["ana"],
    frozen: [],
    rows: null,
    share: null,
    notChecked: [],
    solo: false,
    ...more,
  };
}

const reaching = (radius: Partial<Effects["blastRadius"]>) =>
  facts({ blastRadius: { models: [], measures: [], visuals: [], ...radius } });
const visuals = (count: number) => Array.from({ length: count }, (_, at) => `page/v${at}`);
const without = (...checks: string[]) =>
  facts({}, { notChecked: checks.map((check) => ({ check, reason: "it is not installed" })) });

describe("the policy without a file", () => {
  it.each<[string, PolicyFacts, Tier, string]>([
    ["nothing schema-like", facts(), "auto", "all-green"],
    ["a schema change", facts({ schemaChange: true }), "review", "schema-change"],
    ["something breaking", facts({ breaking: "breaking" }), "review", "breaking"],
    ["something that cannot be told", facts({ breaking: "unknown" }), "review", "breaking"],
    ["a column that identifies people", facts({ sensitive: ["model:a.email"] }), "review", "sensitive"],
    ["something taken away", facts({ destroyed: ["measure:T[m]"] }), "manual", "destructive"],
    ["production data", facts({ productionData: true }), "manual", "production-data"],
    ["production data and a schema", facts({ productionData: true, schemaChange: true }), "manual", "production-data"],
    ["a macro", facts({}, { paths: ["transform/macros/x.sql"] }), "manual", "executable-files"],
    ["packages", facts({}, { paths: ["transform/packages.yml"] }), "manual", "executable-files"],
    ["automation", facts({}, { paths: [".github/workflows/x.yml"] }), "manual", "executable-files"],
    ["the policy", facts({}, { paths: ["policy.yml"] }), "manual", "policy-files"],
    ["the people", facts({}, { paths: ["throughline.yml"] }), "manual", "policy-files"],
    ["a policy that people pushed", facts({}, { pushed: ["policy.yml"] }), "manual", "policy-files"],
    ["a project file that people pushed", facts({}, { pushed: ["throughline.yml"] }), "auto", "all-green"],
    ["another policy.yml", facts({}, { paths: ["docs/policy.yml"] }), "auto", "all-green"],
    ["loader code", facts({}, { paths: ["loader/pipeline.py"] }), "manual", "loader-code"],
    ["a seed", facts({}, { paths: ["transform/seeds/zones.csv"] }), "manual", "seed-data"],
    ["a snapshot", facts({}, { paths: ["transform/snapshots/s.sql"] }), "manual", "snapshots"],
    ["what people pushed", facts({}, { pushed: ["models/b.sql"] }), "review", "pushed-commits"],
    ["a README that people pushed", facts({}, { pushed: ["README.md"] }), "auto", "all-green"],
    ["a macro that people pushed", facts({}, { pushed: ["macros/x.sql"] }), "manual", "executable-files"],
    ["what people changed by hand", facts({}, { amended: true }), "review", "amended"],
    ["frozen lineage", facts({}, { frozen: ["orders"] }), "review", "frozen-lineage"],
    ["20 visuals", reaching({ visuals: visuals(20) }), "auto", "all-green"],
    ["21 visuals", reaching({ visuals: visuals(21) }), "review", "ceiling"],
    ["10,000 rows", facts({}, { rows: 10_000 }), "auto", "all-green"],
    ["10,001 rows", facts({}, { rows: 10_001 }), "review", "ceiling"],
    ["a fifth of a total", facts({}, { share: 0.2 }), "auto", "all-green"],
    ["more than a fifth of a total", facts({}, { share: 0.2001 }), "review", "ceiling"],
    ["no linter", without("sqlfluff"), "review", "not-checked"],
    ["no check of report files", without("report files"), "review", "not-checked"],
  ])("gives %s its tier", (_, given, tier, rule) => {
    expect(decide(DEFAULT_POLICY, given)).toMatchObject({ tier, rule });
  });

  it("tells every rule that applies, strictest first", () => {
    const { all } = decide(
      DEFAULT_POLICY,
      facts({ schemaChange: true, breaking: "breaking", destroyed: ["model:a.b"] }),
    );

    expect(all.map(({ name }) => name)).toEqual(["destructive", "breaking", "schema-change", "all-green"]);
  });

  it.each<[string, PolicyFacts, number]>([
    ["nobody for what is auto", facts(), 0],
    ["one person for a review", facts({ schemaChange: true }), 1],
    ["one person for production data", facts({ productionData: true }), 1],
    ["two people for what takes away", facts({ destroyed: ["measure:T[m]"] }), 2],
    ["the only person there is", facts({ destroyed: ["measure:T[m]"] }, { solo: true }), 1],
  ])("asks %s", (_, given, approvers) => {
    expect(decide(DEFAULT_POLICY, given).approvers).toBe(approvers);
  });

  it.each<[string, PolicyFacts, string[]]>([
    ["goes on without linters", without("ruff", "sqlfluff"), []],
    ["stops without the numbers", without("ruff", "measures as planned"), ["measures as planned"]],
    ["stops without a check that it does not know", without("something new"), ["something new"]],
  ])("%s", (_, given, expected) => {
    expect(stopping(decide(DEFAULT_POLICY, given).seen.notChecked)).toEqual(expected);
  });
});

describe("a team's rules", () => {
  const only = (when: object) => Policy.parse({ version: 1, rules: [{ name: "ours", tier: "manual", when }] });
  const reached = { models: ["daily"], measures: ["Revenue"], visuals: ["Overview/Map"] };

  it.each<[string, object, PolicyFacts, PolicyFacts]>([
    ["layers", { layers: ["report"] }, facts({}, { layers: ["report", "transform"] }), facts()],
    ["schemaChange", { schemaChange: true }, facts({ schemaChange: true }), facts()],
    ["no schemaChange", { schemaChange: false }, facts(), facts({ schemaChange: true })],
    ["breaking", { breaking: ["unknown"] }, facts({ breaking: "unknown" }), facts({ breaking: "breaking" })],
    ["models it reaches", { models: ["da*"] }, reaching(reached), facts()],
    ["models it edits", { models: ["orders"] }, facts({}, { edited: ["model:orders.amount"] }), facts()],
    ["measures it reaches", { measures: ["rev*"] }, reaching(reached), facts()],
    ["measures it edits", { measures: ["Total*"] }, facts({}, { edited: ["measure:Sales[Total (net)]"] }), facts()],
    ["tables of measures", { measures: ["Sales[*]"] }, facts({}, { edited: ["measure:Sales[Total]"] }), facts()],
    ["visuals", { visuals: ["Overview/*"] }, reaching(reached), reaching({ visuals: ["Other/Map"] })],
    ["paths", { paths: ["**/finance/**"] }, facts({}, { paths: ["models/finance/p.sql"] }), facts()],
    ["paths that people pushed", { paths: ["models/b*"] }, facts({}, { pushed: ["models/b.sql"] }), facts()],
    ["sensitive", { sensitive: true }, facts({ sensitive: ["model:a.email"] }), facts()],
    ["requester", { requester: ["an?"] }, facts(), facts({}, { requesters: ["ben"] })],
    ["author", { author: "person" }, facts({}, { amended: true }), facts()],
    ["modelsAbove", { modelsAbove: 0 }, reaching(reached), facts()],
    ["measuresAbove", { measuresAbove: 0 }, reaching(reached), facts()],
    ["visualsAbove", { visualsAbove: 0 }, reaching(reached), reaching({ models: ["a"] })],
    ["rowsAbove", { rowsAbove: 5 }, facts({}, { rows: 6 }), facts({}, { rows: 5 })],
    ["shareAbove", { shareAbove: 0.01 }, facts({}, { share: 0.02 }), facts({}, { share: 0.01 })],
    ["notChecked", { notChecked: ["ruff"] }, without("ruff"), without("sqlfluff")],
    ["all conditions at once", { schemaChange: true, requester: ["ana"] }, facts({ schemaChange: true }), facts()],
  ])("apply by %s", (_, when, fitting, other) => {
    expect(decide(only(when), fitting)).toMatchObject({ tier: "manual" });
    expect(decide(only(when), other).all.map(({ name }) => name)).not.toContain("ours");
  });

  it("apply to everything without a condition", () => {
    expect(decide(only({}), facts())).toMatchObject({ tier: "manual", rule: "ours" });
  });

  it("let through what a default is made looser for, and only that", () => {
    const policy = Policy.parse({ version: 1, defaults: { "schema-change": "auto" } });

    expect(decide(policy, facts({ schemaChange: true }))).toMatchObject({ tier: "auto", approvers: 0 });
    expect(decide(policy, facts({ schemaChange: true, breaking: "breaking" }))).toMatchObject({ tier: "review" });
    expect(decide(policy, { ...facts({ schemaChange: true }), rows: 1_000_000 })).toMatchObject({ rule: "ceiling" });
  });

  it("never make a change looser, in whatever order they stand", () => {
    const rule = fc.record({ tier: fc.constantFrom("review" as const, "manual" as const), schemaChange: fc.boolean() });
    fc.assert(
      fc.property(fc.array(rule, { maxLength: 5 }), fc.boolean(), fc.boolean(), (rules, schemaChange, frozen) => {
        const written = rules.map(({ tier, ...when }, at) => ({ name: `r${at}`, tier, when }));
        const given = facts({ schemaChange }, { frozen: frozen ? ["a"] : [] });
        const decided = decide(Policy.parse({ version: 1, rules: written }), given);

        expect(compareTiers(decided.tier, decide(DEFAULT_POLICY, given).tier)).toBeGreaterThanOrEqual(0);
        expect(decide(Policy.parse({ version: 1, rules: written.toReversed() }), given).tier).toBe(decided.tier);
      }),
    );
  });
});

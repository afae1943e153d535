import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { BUILT_IN_RULES } from "./built-in-rules.ts";
import { DEFAULT_POLICY, readPolicy, whenUnchecked } from "./policy.ts";

function problemsOf(text: string): readonly string[] {
  const read = readPolicy(text);
  return "problems" in read ? read.problems : [];
}

describe("policy.yml", () => {
  it("says what holds without it where it says nothing", () => {
    expect(readPolicy("version: 1")).toEqual({ policy: DEFAULT_POLICY });
    expect(DEFAULT_POLICY).toMatchObject({
      ceiling: { visuals: 20, rows: 10_000, share: 0.2 },
      destructive: { approvers: 2 },
    });
  });

  it("names every problem with its path, not only the first", () => {
    const problems = problemsOf(`
version: 2
rules:
  - { name: "Not a name", tier: auto, when: { layer: [transform], rowsAbove: -1 } }
ceiling: { visual: 3 }
destructive: { approvers: 0 }
notChecked: { ruff: never }
`).join("\n");

    for (const path of [
      "version:",
      "rules.0.name:",
      "rules.0.tier:",
      "rules.0.when.rowsAbove:",
      "rules.0.when:",
      "ceiling:",
      "destructive.approvers:",
      "notChecked.ruff:",
    ])
      expect(problems).toContain(path);
  });

  it.each([
    ["a rule twice", "rules: [{name: a, tier: review, when: {}}, {name: a, tier: manual, when: {}}]", "rules.1.name"],
    ["the name of a built-in rule", "rules: [{name: breaking, tier: manual, when: {}}]", "rules.0.name"],
    ["a built-in rule there is not", "defaults: { schema-changes: auto }", "defaults.schema-changes"],
    ["checks that nothing can do without", "notChecked: { dbt build: review }", "notChecked.dbt build"],
    ["a blind eye on numbers", "notChecked: { measures as planned: auto }", "notChecked.measures as planned"],
    ["a condition without a choice", "rules: [{name: a, tier: review, when: { models: [] }}]", "rules.0.when.models"],
    ["no YAML at all", "rules: [", ""],
    ["a list", "", ""],
  ])("refuses %s", (_, text, path) => {
    const problems = problemsOf(text === "" ? "- version: 1" : `version: 1\n${text}`);

    expect(problems.length).toBeGreaterThan(0);
    expect(problems.join("\n")).toContain(path);
  });

  it.each(BUILT_IN_RULES.filter(({ isFloor }) => isFloor).map(({ name, tier }) => [name, tier] as const))(
    "cannot loosen %s, and says that it is %s",
    (name, tier) => {
      expect(problemsOf(`version: 1\ndefaults: { ${name}: auto }`)).toEqual([
        `defaults.${name}: ${name} is ${tier} and cannot be made looser`,
      ]);
      expect(problemsOf(`version: 1\ndefaults: { ${name}: manual }`)).toEqual([]);
    },
  );

  it("is described with an example that is one", () => {
    const page = readFileSync(new URL("../../../../docs/how-to/policy.md", import.meta.url), "utf8");
    const [, example = ""] = /```yaml\n(.*?)```/s.exec(page) ?? [];

    expect(example).toContain("rules:");
    expect(problemsOf(example)).toEqual([]);
    for (const { name } of BUILT_IN_RULES.filter(({ isFloor }) => isFloor)) expect(page).toContain(`\`${name}\``);
  });

  it("decides what happens without a check", () => {
    const read = readPolicy("version: 1\nnotChecked: { ruff: auto, semantic model: manual }");
    if (!("policy" in read)) throw new Error(read.problems.join());

    expect(["ruff", "semantic model", "sqlfluff", "dbt build"].map((name) => whenUnchecked(read.policy, name))).toEqual(
      ["auto", "manual", "review", "stop"],
    );
  });
});

import type { Effects } from "@throughline/contracts";
import { describe, expect, it } from "vitest";
import { decide, type PolicyFacts } from "./policy.ts";

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
    paths: ["models/a.sql"],
    pushed: [],
    amended: false,
    frozen: [],
    ...more,
  };
}

describe("the built-in policy", () => {
  it.each<[string, PolicyFacts, string, string]>([
    ["nothing schema-like", facts(), "auto", "all-green"],
    ["a schema change", facts({ schemaChange: true }), "review", "schema-change"],
    ["something breaking", facts({ breaking: "breaking" }), "review", "breaking"],
    ["something that cannot be told", facts({ breaking: "unknown" }), "review", "breaking"],
    ["production data", facts({ productionData: true }), "manual", "production-data"],
    [
      "production data and a schema change",
      facts({ productionData: true, schemaChange: true }),
      "manual",
      "production-data",
    ],
    ["a macro", facts({}, { paths: ["transform/macros/x.sql"] }), "manual", "executable-files"],
    ["packages", facts({}, { paths: ["transform/packages.yml"] }), "manual", "executable-files"],
    ["automation", facts({}, { paths: [".github/workflows/x.yml"] }), "manual", "executable-files"],
    ["what people pushed", facts({}, { pushed: ["models/b.sql"] }), "review", "pushed-commits"],
    ["what people changed by hand", facts({}, { amended: true }), "review", "amended"],
    ["a README that people pushed", facts({}, { pushed: ["README.md"] }), "auto", "all-green"],
    [
      "a macro that people pushed",
      facts({}, { paths: ["macros/x.sql"], pushed: ["macros/x.sql"] }),
      "manual",
      "executable-files",
    ],
    ["frozen lineage", facts({}, { frozen: ["orders"] }), "review", "frozen-lineage"],
  ])("gives %s its tier", (_, given, tier, rule) => {
    expect(decide(given)).toMatchObject({ tier, rule });
  });
});

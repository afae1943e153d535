import type { ModelDifference } from "@throughline/semantic-model";
import { describe, expect, it } from "vitest";
import { modelChanges } from "./compare-models.ts";
import { breakingClass } from "./compare-projects.ts";

interface Node {
  readonly kind?: string;
  readonly sql?: string;
  readonly raw?: string;
  readonly language?: string;
  readonly config?: Readonly<Record<string, unknown>>;
}

function state(nodes: Readonly<Record<string, Node>>) {
  const made = Object.entries(nodes).map(([name, { kind = "model", sql, raw, language = "sql", config = {} }]) => [
    `${kind}.p.${name}`,
    {
      unique_id: `${kind}.p.${name}`,
      resource_type: kind,
      name,
      schema: "main",
      language,
      raw_code: raw ?? sql,
      checksum: { checksum: raw ?? sql },
      config: { materialized: "table", ...config },
      ...(sql !== undefined && { compiled_code: sql }),
    },
  ]);
  const metadata = { dbt_schema_version: "https://schemas.getdbt.com/dbt/manifest/v12.json", adapter_type: "duckdb" };
  return { manifest: { metadata, nodes: Object.fromEntries(made) } };
}

function said(before: Readonly<Record<string, Node>>, after: Readonly<Record<string, Node>>): readonly string[] {
  return breakingClass(state(before), state(after)).changes.map(
    ({ node, class: of, what }) => `${node}: ${of}, ${what}`,
  );
}

describe("the class of a change to a project", () => {
  const trips = { sql: "select id, fare from raw.trips" };

  it("is none for a project that is the same", () => {
    expect(breakingClass(state({ trips }), state({ trips }))).toEqual({ class: "none", changes: [] });
  });

  it.each([
    [
      "a column that is removed",
      { trips },
      { trips: { sql: "select id from raw.trips" } },
      ["model:trips.fare: breaking, removed"],
    ],
    [
      "a column that is added",
      { trips },
      { trips: { sql: "select id, fare, tip from raw.trips" } },
      ["model:trips.tip: additive, added"],
    ],
    [
      "a filter, of all rows",
      { trips },
      { trips: { sql: `${trips.sql} where fare > 0` } },
      ["model:trips: breaking, rows"],
    ],
    ["a model that is added", {}, { trips }, ["model:trips: additive, added"]],
    ["a model that is removed", { trips }, {}, ["model:trips: breaking, removed"]],
    [
      "a seed with other rows",
      { s: { kind: "seed", raw: "1" } },
      { s: { kind: "seed", raw: "2" } },
      ["model:s: breaking, value"],
    ],
    [
      "Python that is changed",
      { m: { language: "python", raw: "a", sql: "a" } },
      { m: { language: "python", raw: "b", sql: "b" } },
      ["model:m: unknown, code"],
    ],
    [
      "a table that was a view",
      { trips: { ...trips, config: { materialized: "view" } } },
      { trips },
      ["model:trips: none, materialisation"],
    ],
    [
      "another key of an incremental model",
      { trips: { ...trips, config: { materialized: "incremental", unique_key: "id" } } },
      { trips: { ...trips, config: { materialized: "incremental", unique_key: "fare" } } },
      ["model:trips: breaking, rows"],
    ],
    [
      "another strategy of a snapshot",
      { s: { kind: "snapshot", ...trips, config: { strategy: "check" } } },
      { s: { kind: "snapshot", ...trips, config: { strategy: "timestamp" } } },
      ["model:s: breaking, rows"],
    ],
  ])("knows %s", (_, before, after, expected) => {
    expect(said(before, after)).toEqual(expected);
  });
});

describe("the class of a change to a semantic model", () => {
  const changed = (change: ModelDifference["change"], effect: ModelDifference["effect"]): string => {
    const [found] = modelChanges([{ change, effect, object: "measure Trips[Total]", node: "measure:Trips[Total]" }]);
    return `${found?.class}, ${found?.what}`;
  };

  it.each([
    ["another definition", changed("changed", "meaning"), "breaking, definition"],
    ["another format", changed("changed", "shown"), "additive, format"],
    ["another description", changed("changed", "text"), "none, text"],
    ["a new measure", changed("added", "addition"), "additive, added"],
    ["a removed measure", changed("removed", "meaning"), "breaking, removed"],
    ["a renamed measure", changed("renamed", "meaning"), "breaking, name"],
  ])("knows %s", (_, found, expected) => {
    expect(found).toBe(expected);
  });
});

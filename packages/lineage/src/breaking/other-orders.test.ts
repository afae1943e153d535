import { DuckDBInstance } from "@duckdb/node-api";
import { describe, expect, it } from "vitest";
import { generatedData, relations, resultOf } from "../test-support/generated-data.ts";
import { compareQueries } from "./compare-queries.ts";

function all(...parts: readonly (readonly string[])[]): readonly string[] {
  return parts.reduce((before, part) => before.flatMap((one) => part.map((next) => one + next)), [""]);
}

const SELF_JOINS = all(
  [
    "select x.trip_id as a, y.zone_id as b",
    "select y.trip_id as a, x.zone_id as b",
    "select x.trip_id as a, x.tip as b",
  ],
  [" from trips x join trips y", " from trips y join trips x", " from trips x left join trips y"],
  [" on x.trip_id = y.zone_id", " on y.trip_id = x.zone_id", " on x.zone_id = y.zone_id"],
  ["", " where x.tip > 1", " where y.tip > 1"],
);

const OUTER_JOINS = all(
  ["select t.trip_id as a, z.borough as b from "],
  [
    "trips t left join zones z",
    "zones z right join trips t",
    "trips t right join zones z",
    "zones z left join trips t",
  ],
  [" on t.zone_id = z.zone_id", " on z.zone_id = t.trip_id"],
  ["", " left join trips o on o.trip_id = z.zone_id and o.tip > 5", " where z.borough = 'Q'"],
  ["", " limit 3"],
);

const BRANCHES = [
  "select trip_id as a, zone_id as b from trips",
  "select zone_id as b, trip_id as a from trips",
  "select trip_id as a, zone_id as b from trips where tip > 1",
];
const UNIONS = all(
  ["select a, b from (", "select b as a, a as b from (", "select a, count(*) as b from ("],
  BRANCHES,
  [" union all ", " union all by name ", " union "],
  BRANCHES,
  [") u", ") u group by a"],
).filter((sql) => sql.includes("count") === sql.endsWith("group by a"));

/** Every two of many queries that differ in little: which are one, the data says. */
describe("queries in which only an order may be another", async () => {
  const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  const data = (await generatedData(() => instance.connect())).slice(4, 9);

  it.each([
    ["self-joins", SELF_JOINS, 40],
    ["outer joins", OUTER_JOINS, 8],
    ["unions", UNIONS, 50],
  ] as const)(
    "are one only if they are equal on all data: %s",
    { timeout: 60_000 },
    async (name, queries, expected) => {
      const results = new Map<string, string>();
      for (const sql of queries) {
        results.set(sql, JSON.stringify(await Promise.all(data.map((connection) => resultOf(connection, sql)))));
      }
      let same = 0;
      const wrong: unknown[] = [];
      for (const [at, before] of queries.entries()) {
        for (const after of queries.slice(at + 1)) {
          if (compareQueries(before, after, "duckdb", relations).class !== "none") continue;
          same += 1;
          if (results.get(before) !== results.get(after)) wrong.push([before, after]);
        }
      }
      console.log(`${name}: ${queries.length} queries, ${same} pairs of which are one`);

      expect(wrong).toEqual([]);
      expect(same).toBeGreaterThanOrEqual(expected);
    },
  );
});

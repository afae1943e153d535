import { DuckDBInstance } from "@duckdb/node-api";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { generatedData, relations, resultOf } from "../test-support/generated-data.ts";
import { EQUAL, OTHER } from "../test-support/hostile-pairs.ts";
import { compareQueries } from "./compare-queries.ts";

/** A query in parts, so that each can be written in another way or be another. */
interface Parts {
  readonly columns: readonly string[];
  readonly from: string;
  readonly where: readonly string[];
  readonly end: string;
}

const BASES: readonly Parts[] = [
  { columns: ["t.trip_id as i", "t.fare + t.tip as v"], from: "trips t", where: ["t.fare > 1"], end: "" },
  {
    columns: ["t.trip_id as i", "z.borough as v"],
    from: "trips t left join zones z on t.zone_id = z.zone_id",
    where: ["t.tip <> 3"],
    end: "",
  },
  {
    columns: ["t.trip_id as i", "z.borough as v"],
    from: "trips t join zones z on t.zone_id = z.zone_id",
    where: [],
    end: "",
  },
  {
    columns: ["t.payment as i", "sum(t.fare) as v"],
    from: "trips t",
    where: ["t.payment in ('cash', 'card')"],
    end: "group by t.payment",
  },
  {
    columns: ["t.payment as i", "count(*) as v"],
    from: "trips t",
    where: ["t.fare between 0 and 5"],
    end: "group by 1 having count(*) > 1",
  },
  {
    columns: ["t.trip_id as i", "rank() over (partition by t.payment order by t.fare) as v"],
    from: "trips t",
    where: ["t.tip is not null"],
    end: "",
  },
];

type Rewrite = (parts: Parts) => Parts;

const HARMLESS: readonly Rewrite[] = [
  (parts) => ({ ...parts, where: [...parts.where, "1 = 1"] }),
  (parts) => ({ ...parts, where: ["true", ...parts.where] }),
  (parts) => ({ ...parts, where: [...parts.where].reverse() }),
  (parts) => ({ ...parts, where: parts.where.map((condition) => `not (not (${condition}))`) }),
  (parts) => ({ ...parts, where: parts.where.map((condition) => `(${condition})`) }),
  (parts) => ({ ...parts, columns: [...parts.columns].reverse(), end: parts.end.replace("by 1", "by t.payment") }),
  (parts) => ({ ...parts, columns: parts.columns.map((column) => column.replace("t.fare + t.tip", "t.tip + t.fare")) }),
  (parts) => ({ ...parts, columns: parts.columns.map((column) => column.replace("count(*)", "count(1)")) }),
  (parts) => ({ ...parts, from: parts.from.replace("trips t", "(select * from trips) t") }),
  (parts) => ({ ...parts, from: parts.from.replace("zones z on", "(select zone_id, borough from zones) z on") }),
  (parts) => ({ ...parts, from: parts.from.replace("t.zone_id = z.zone_id", "z.zone_id = t.zone_id") }),
  (parts) => ({ ...parts, from: parts.from.replace(/^(trips t) left join (.*) on (.*)$/u, "$2 right join $1 on $3") }),
];

const CHANGES: readonly Rewrite[] = [
  (parts) => ({ ...parts, where: [...parts.where, "t.fare is not null"] }),
  (parts) => ({ ...parts, where: parts.where.slice(1) }),
  (parts) => ({ ...parts, where: parts.where.map((condition) => `not (${condition})`) }),
  (parts) => ({ ...parts, where: parts.where.map((condition) => `coalesce(${condition}, true)`) }),
  (parts) => ({ ...parts, where: parts.where.map((condition) => `${condition} or t.tip = 1`) }),
  (parts) => ({ ...parts, where: parts.where.map((condition) => `(${condition}) is not false`) }),
  (parts) => ({ ...parts, from: parts.from.replace("left join", "join") }),
  (parts) => ({ ...parts, from: parts.from.replace(/\bjoin\b/u, "left join").replace("left left", "left") }),
  (parts) => ({ ...parts, from: parts.from.replace(" join", " full join").replace("left full", "full") }),
  (parts) => ({ ...parts, from: `${parts.from}, (select distinct zone_id as other from zones) o` }),
  (parts) => ({ ...parts, from: parts.from.replace("trips t", "(select distinct * from trips) t") }),
  (parts) => ({ ...parts, from: parts.from.replace("trips t", "(select * from trips where fare is not null) t") }),
  (parts) => ({
    ...parts,
    from: parts.from.replace("trips t", "(select * from trips union all select * from trips) t"),
  }),
  (parts) => ({ ...parts, columns: parts.columns.map((column) => column.replace("+", "-")) }),
  (parts) => ({ ...parts, columns: parts.columns.map((column) => column.replace("count(*)", "count(t.fare)")) }),
  (parts) => ({ ...parts, columns: parts.columns.map((column) => column.replace("sum(", "sum(distinct ")) }),
  (parts) => ({ ...parts, columns: parts.columns.map((column) => column.replace("rank()", "row_number()")) }),
  (parts) => ({
    ...parts,
    columns: parts.columns.map((column) => column.replace("z.borough", "coalesce(z.borough, '')")),
  }),
];

const WRAPPERS: readonly ((sql: string) => string)[] = [
  (sql) => sql,
  (sql) => `with a as (${sql}) select * from a`,
  (sql) => `with a as (${sql}), b as (select i, v from a) select b.v, b.i from b`,
  (sql) => `select x.i, x.v from (${sql}) as x where true order by 1`,
  (sql) => `/* again */ select i as i, (v) as v\nfrom (${sql})`,
];

function sqlOf({ columns, from, where, end }: Parts): string {
  const condition = where.length === 0 ? "" : ` where ${where.map((own) => `(${own})`).join(" and ")}`;
  return `select ${columns.join(", ")} from ${from}${condition} ${end}`.trim();
}

const rewritten = fc.record({
  base: fc.constantFrom(...BASES),
  rewrites: fc.array(fc.constantFrom(...HARMLESS), { maxLength: 4 }),
  wrapper: fc.constantFrom(...WRAPPERS),
});

describe("a change that nobody wrote down", async () => {
  const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  const data = await generatedData(() => instance.connect());

  async function areEqual(before: string, after: string): Promise<boolean> {
    for (const connection of data) {
      if ((await resultOf(connection, before)) !== (await resultOf(connection, after))) return false;
    }
    return true;
  }

  it("is none, and equal, if it is made of rewrites that say the same", async () => {
    await fc.assert(
      fc.asyncProperty(rewritten, async ({ base, rewrites, wrapper }) => {
        const after = wrapper(sqlOf(rewrites.reduce((parts, rewrite) => rewrite(parts), base)));
        expect(
          compareQueries(sqlOf(base), after, "duckdb", relations).changes.filter((change) => change.class !== "none"),
        ).toEqual([]);
        expect(await areEqual(sqlOf(base), after), after).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it("is not none if the result is another", async () => {
    let differing = 0;
    await fc.assert(
      fc.asyncProperty(rewritten, fc.constantFrom(...CHANGES), async ({ base, rewrites, wrapper }, change) => {
        const after = wrapper(sqlOf(change(rewrites.reduce((parts, rewrite) => rewrite(parts), base))));
        const { class: found } = compareQueries(sqlOf(base), after, "duckdb", relations);
        if (found !== "none" || (await areEqual(sqlOf(base), after))) {
          differing += found === "none" ? 0 : 1;
          return;
        }
        expect.fail(`none, with another result: ${after}`);
      }),
      { numRuns: 200 },
    );
    expect(differing).toBeGreaterThan(50);
  });

  it.each(EQUAL)("is none, and equal: %s, as %s", async (before, after) => {
    expect(compareQueries(before, after, "duckdb", relations)).toMatchObject({ class: "none" });
    expect(await areEqual(before, after)).toBe(true);
  });

  it.each(OTHER)("is not none: %s, then %s", (before, after) => {
    expect(compareQueries(before, after, "duckdb", relations).class).not.toBe("none");
  });
});

import { DuckDBInstance } from "@duckdb/node-api";
import { describe, expect, it } from "vitest";
import type { RelationLookup } from "../sql/known-relation.ts";
import { parseQuery } from "../sql/parse-query.ts";
import { definitionOf } from "../sql/query-facts.ts";
import { fixture, labelledEdges } from "../test-support/labelled-edges.ts";
import { definitionsOf } from "./definitions.ts";

const TABLES: Readonly<Record<string, string>> = {
  t: "a b",
  u: "b c d",
  orders: "id customer_id amount discount status placed_at tags info",
  customers: "id name city joined_at",
  items: "id order_id sku price",
};

/** Of anything else, no column is known. */
const lookup: RelationLookup = {
  table({ name }) {
    const columns = TABLES[name.toLowerCase()];
    const known = columns?.split(" ").map((own) => ({ name: own })) ?? [];
    return { node: `model:${name}`, columns: known, complete: columns !== undefined };
  },
};

function madeBy(sql: string, dialect = "duckdb") {
  const parsed = parseQuery(sql, dialect);
  return "problem" in parsed ? undefined : definitionsOf(parsed.query, dialect, lookup);
}

/** Which columns differ by their definitions, and whether the rows do. */
function differ(before: string, after: string): { rows: boolean; columns: readonly string[] } {
  const [one, other] = [madeBy(before), madeBy(after)];
  if (!one || !other) throw new Error("cannot be read");
  const names = [...new Set([...one.columns, ...other.columns].map(([name]) => name))];
  const columns = names.filter((name) => definitionOf(one, name) !== definitionOf(other, name));
  return { rows: one.rows !== other.rows, columns };
}

const NOTHING = { rows: false, columns: [] };

describe("what a query is made by", () => {
  it.each([
    ["select row_number() over (order by a) as r from t", "select rank() over (order by a) as r from t"],
    ["select null as r, random() as x from t", "select random() as r, random() as x from t"],
    [
      "select max(a) over (order by b nulls first) as r from t",
      "select max(a) over (order by b nulls last) as r from t",
    ],
  ])("knows kinds that are nothing but a kind apart: %s", (before, after) => {
    const { rows, columns } = differ(before, after);

    expect(rows || columns.includes("r")).toBe(true);
  });

  it.each([
    ["select a, b from t where a > 1", "SELECT a,\n  b -- why\nFROM t /* x */ WHERE A > 1"],
    ["with c as (select a from t) select a from c", "with C as (\nselect A as a from T) select a from c"],
    ["select a from t", "(select a from t)"],
  ])("is the same in another layout or case: %s", (before, after) => {
    expect(differ(before, after).rows).toBe(false);
  });

  it.each([
    ["select a, b from t", "select a, b + 1 as b from t", { rows: false, columns: ["b"] }],
    ["select 'a' as x, b from t", "select 'A' as x, b from t", { rows: false, columns: ["x"] }],
    [
      "with c as (select a, b from t) select a, b * 2 as d, a + b as e from c",
      "with c as (select a, -b as b from t) select a, b * 2 as d, a + b as e from c",
      { rows: false, columns: ["d", "e"] },
    ],
    [
      "with c as (select *, a + 1 as n from t) select * from c",
      "with c as (select *, a + 2 as n from t) select * from c",
      { rows: false, columns: ["n"] },
    ],
    [
      "select a as x, x + 1 as y, b from t",
      "select -a as x, x + 1 as y, b from t",
      { rows: false, columns: ["x", "y"] },
    ],
    [
      "select a, b from t union all select c, d from u",
      "select a, b from t union all select c, -d as d from u",
      { rows: false, columns: ["b"] },
    ],
  ])("differs by column: %s", (before, after, expected) => {
    expect(differ(before, after)).toEqual(expected);
  });

  it.each([
    ["select a from t where b > 1", "select a from t where b > 2"],
    ["select a from t", "select a from u"],
    ["select distinct a, b from t", "select distinct a, -b as b from t"],
    ["select a, sum(b) as s from t group by 1", "select -a as a, sum(b) as s from t group by 1"],
    ["select a, sum(b) as s from t group by all", "select -a as a, sum(b) as s from t group by all"],
    [
      "with c as (select a, b from t) select a from c where b > 1",
      "with c as (select a, -b as b from t) select a from c where b > 1",
    ],
    [
      "with c as (select a from t) select 1 as x where exists (select a from c where a > 1)",
      "with c as (select -a as a from t) select 1 as x where exists (select a from c where a > 1)",
    ],
    [
      "with c as (select a, b from t) select c.a from c natural join u",
      "with c as (select a, -b as b from t) select c.a from c natural join u",
    ],
    ["select a from t union select b from u", "select a from t union select -b from u"],
  ])("differs by rows: %s", (before, after) => {
    expect(differ(before, after).rows).toBe(true);
  });

  it.each([
    ["select c, -d as d from u", "select u.c, -u.d as d from u join t on t.a = u.c", { rows: true, columns: [] }],
    ["select a, b from t", "select a, b from t where a > 1", { rows: true, columns: [] }],
    [
      "select a, sum(b) as s, max(b) as m from t group by a",
      "select a, sum(b) as s, min(b) as m from t group by a",
      { rows: false, columns: ["m"] },
    ],
    [
      "select a, sum(b) as s from t group by a",
      "select a, sum(b) as s from t group by a, b",
      { rows: true, columns: [] },
    ],
    [
      "with s as (select a, sum(b) as x, max(b) as y from t group by a) select u.c, x, y from u left join s on u.b = s.a",
      "with s as (select a, sum(b) as x, min(b) as y from t group by a) select u.c, x, y from u left join s on u.b = s.a",
      { rows: false, columns: ["y"] },
    ],
  ])("differs in nothing but what is changed: %s", (before, after, expected) => {
    expect(differ(before, after)).toEqual(expected);
  });

  it("is told by all of its text where it is not understood, whatever lay-out that has", () => {
    const sql = "select a, random() as r from t";

    expect(differ(sql, "select a, /* any */ random() as r\nfrom t")).toEqual(NOTHING);
    expect(madeBy(sql)?.columns).toEqual([]);
    expect(madeBy(sql)).not.toEqual(madeBy("select -a as a, random() as r from t"));
  });

  it("is not written out where CTEs double what they take of each other", () => {
    const steps = Array.from({ length: 40 }, (_, at) => `s${at + 1} as (select a + b as a, a * b as b from s${at})`);
    const sql = (last: string): string =>
      `with s0 as (select a, b from t), ${steps.join(", ")} select ${last} from s40`;

    expect(differ(sql("a"), sql("a"))).toEqual(NOTHING);
    expect(differ(sql("a"), sql("-a as a")).rows).toBe(true);
  });

  it("tells names apart by their case where the database does", () => {
    const [plain, quoted] = [madeBy("select a from t", "postgres"), madeBy('select "A" from t', "postgres")];

    expect(madeBy('select "a" from t', "postgres")).toEqual(plain);
    expect(madeBy('select x."A" from t as x', "postgres")).toEqual(quoted);
    expect(quoted?.rows).not.toBe(plain?.rows);
  });

  it("may be anything where only the database has a name for it", () => {
    const made = (sql: string) => definitionOf(madeBy(sql) ?? { rows: "", columns: [], others: "" }, "sum(a)");

    expect(made("select b as x, sum(t.a) from t group by b")).toBe(
      made("select b as x, sum(t.a) from t group by b -- all"),
    );
    expect(made("select b as x, sum(t.a) from t group by b")).not.toBe(
      made("select -b as x, sum(t.a) from t group by b"),
    );
  });

  it("of nothing is nothing", () => {
    expect(differ("select 1 as x", "select 1 as x")).toEqual(NOTHING);
  });
});

/** One word of a query in place of another, wherever it stands. */
const SWAPS: readonly (readonly [RegExp, string])[] = [
  [/\b\d+\b/gu, "3"],
  [/\bamount\b/gu, "discount"],
  [/\bdiscount\b/gu, "amount"],
  [/\bid\b/gu, "customer_id"],
  [/\bcustomer_id\b/gu, "id"],
  [/\bprice\b/gu, "order_id"],
  [/\bname\b/gu, "city"],
  [/\bcity\b/gu, "name"],
  [/\bstatus\b/gu, "id"],
  [/\bsku\b/gu, "price"],
  [/\bsum\b/gu, "max"],
  [/\bmax\b/gu, "min"],
  [/ > /gu, " < "],
  [/ = /gu, " <> "],
  [/\bdesc\b/gu, "asc"],
  [/\bleft join\b/gu, "join"],
  [/\bjoin\b/gu, "left join"],
  [/\bdistinct\b/gu, ""],
  [/\bunion all\b/gu, "union"],
  [/'paid'/gu, "'open'"],
  [/ \+ /gu, " - "],
  [/\borders\b/gu, "(select * replace (amount + 1 as amount) from orders)"],
];

describe("a column that is made by the same", () => {
  it("has the same values, whatever else of the query is changed", async () => {
    const connection = await (await DuckDBInstance.create(":memory:", { threads: "1" })).connect();
    const texts = "['paid', 'open', 'Rome', 'x']";
    await connection.run(`create table orders as select r as id, r % 7 as customer_id, r * 3 % 11 as amount, r % 4 as discount,
      ${texts}[r % 4 + 1] as status, timestamp '2024-01-01' + to_days(r::integer) as placed_at, [r, r + 1]::integer[] as tags,
      {'city': ${texts}[r % 3 + 1], 'zip': 'z' || r} as info from range(30) t(r)`);
    await connection.run(`create table customers as select r as id, 'n' || r as name, ${texts}[r % 4 + 1] as city,
      timestamp '2023-01-01' + to_days(r::integer) as joined_at from range(9) t(r)`);
    await connection.run(
      "create table items as select r as id, r % 30 as order_id, 's' || r % 5 as sku, r % 13 as price from range(60) t(r)",
    );
    const valuesOf = async (sql: string): Promise<ReadonlyMap<string, string> | undefined> => {
      try {
        const read = await connection.runAndReadAll(sql);
        const columns = read.getColumnsJson();
        return new Map(
          read.columnNames().map((name, at) => [
            name.toLowerCase(),
            (columns[at] ?? [])
              .map((value) => JSON.stringify(value))
              .sort()
              .join(),
          ]),
        );
      } catch {
        return undefined;
      }
    };
    const others = [...fixture("more-queries.sql").matchAll(/^([a-z ]+): (.*)$/gmu)];
    const queries = [...labelledEdges("queries"), ...others.map(([, name = "", sql = ""]) => ({ name, sql }))];
    let compared = 0;
    let changed = 0;
    for (const { name, sql } of queries) {
      const [before, values] = [madeBy(sql), await valuesOf(sql)];
      // What stops a recursion may be just the word that is changed.
      if (!before || !values || /recursive/u.test(sql)) continue;
      for (const [word, other] of SWAPS) {
        for (const { index, 0: found } of sql.matchAll(word)) {
          const swapped = sql.slice(0, index) + other + sql.slice(index + found.length);
          const [after, others] = [madeBy(swapped), await valuesOf(swapped)];
          if (swapped === sql || !after || !others) continue;
          for (const [column, value] of values) {
            if (!others.has(column)) continue;
            const isSame = before.rows === after.rows && definitionOf(before, column) === definitionOf(after, column);
            compared += isSame ? 1 : 0;
            changed += isSame ? 0 : 1;
            if (isSame) expect(others.get(column), `${name}: ${column} of ${swapped}`).toBe(value);
          }
        }
      }
    }
    console.log(`definitions: ${compared} columns the same, ${changed} not`);
    expect(compared).toBeGreaterThan(50);
  });
});

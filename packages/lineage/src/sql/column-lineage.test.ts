import { describe, expect, it } from "vitest";
import { foundEdges, labelledEdges, score } from "../test-support/labelled-edges.ts";
import { columnLineage, type Lookup } from "./column-lineage.ts";

const TABLES: Readonly<Record<string, readonly string[]>> = {
  orders: ["id", "customer_id", "amount", "discount", "status", "placed_at", "tags", "info"],
  customers: ["id", "name", "city", "joined_at"],
  items: ["id", "order_id", "sku", "price"],
};

const shop: Lookup = {
  table({ name }) {
    const columns = TABLES[name.toLowerCase()];
    return {
      node: `source:${name.toLowerCase()}`,
      columns: (columns ?? []).map((own) => ({ name: own })),
      complete: columns !== undefined,
    };
  },
  ephemeral: () => undefined,
};

function factsOf(sql: string) {
  const read = columnLineage(sql, "duckdb", shop);
  if ("problem" in read) throw new Error(read.problem);
  return read.facts;
}

describe("the column edges of single queries", () => {
  const labels = labelledEdges("queries");

  it.each(labels.map((label) => [label.name, label] as const))("%s", (_, { sql, edges }) => {
    expect([...foundEdges(factsOf(sql))].sort()).toEqual([...edges].sort());
  });

  it.each(["/* why */", "-- why\n"])("are the same with %j between any two words", (comment) => {
    for (const { name, sql, edges } of labels) {
      const commented = sql.replace(/"[^"]*"|'[^']*'|\s+/gu, (found) => (found.trim() === "" ? ` ${comment} ` : found));
      expect([...foundEdges(factsOf(commented))].sort(), name).toEqual([...edges].sort());
    }
  });

  it("are found and nothing else is", () => {
    const all = score(labels.map(({ sql, edges }) => ({ labelled: edges, found: foundEdges(factsOf(sql)) })));
    console.log(`single queries: ${labels.length} queries, ${JSON.stringify(all)}`);

    expect(all.recall).toBeGreaterThanOrEqual(0.98);
    expect(all.precision).toBeGreaterThanOrEqual(0.98);
  });
});

describe("SQL that cannot be followed to its end", () => {
  const problemOf = (sql: string, dialect = "duckdb") => {
    const read = columnLineage(sql, dialect, shop);
    return "problem" in read ? read.problem : undefined;
  };

  it.each([
    ["select from where", "cannot be read"],
    ["", "0 statements"],
    ["select 1; select 2", "2 statements"],
    ["insert into orders select 1", "insert is no query"],
    ["select * from (select 1) x, (describe orders) y", "describe is no query"],
    ["select {{ column }} from orders", "cannot be read"],
    [`select ${"(".repeat(9999)}id${")".repeat(9999)} from orders`, "cannot be read"],
    [`with c0 as (from orders)${chain(3000)} select id from c3000`, "nested too deeply"],
  ])("says so: %.40s", (sql, said) => {
    expect(problemOf(sql)).toContain(said);
  });

  it("says so of a dialect that nobody knows", () => {
    expect(problemOf("select 1", "klingon")).toBe("the SQL dialect klingon is not known");
  });

  it("throws nothing where it is cut off", () => {
    for (const { sql } of labelledEdges("queries")) {
      for (let end = 0; end < sql.length; end += 7) expect(() => problemOf(sql.slice(0, end))).not.toThrow();
    }
  });

  it.each([
    ["select nope from orders", ["nope <- orders.nope value"], "no relation has a column nope"],
    ["select o.nope from orders o", ["nope <- orders.nope value"], "o has no column nope"],
    ["select id from orders, items", ["id <- orders.id value", "id <- items.id value"], "id may be of orders or items"],
    ["select level from log, log as other", ["level <- log.level value"], "level may be of log or other"],
    ["select x from read_csv('a.csv')", [], "the columns that read_csv makes are not known"],
    ["select info.* from orders", [], "info.* is of a struct whose fields are not known"],
  ])("names what it does not know, and takes it for all it may be: %s", (sql, edges, reason) => {
    const facts = factsOf(sql);

    expect([...foundEdges(facts)]).toEqual(edges);
    expect(facts.unresolved).toEqual([reason]);
  });
});

function chain(length: number): string {
  return Array.from({ length }, (_, at) => `, c${at + 1} as (from c${at})`).join("");
}

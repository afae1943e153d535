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
    return { node: `source:${name.toLowerCase()}`, columns: columns ?? [], complete: columns !== undefined };
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

  it("are found and nothing else is", () => {
    const all = score(labels.map(({ sql, edges }) => ({ labelled: edges, found: foundEdges(factsOf(sql)) })));
    console.log(`single queries: ${labels.length} queries, ${JSON.stringify(all)}`);

    expect(all.recall).toBeGreaterThanOrEqual(0.98);
    expect(all.precision).toBeGreaterThanOrEqual(0.98);
  });
});

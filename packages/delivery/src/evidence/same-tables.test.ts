import type { TableDiff } from "@throughline/contracts";
import { expect, it } from "vitest";
import { sameTables } from "./same-tables.ts";

const same: TableDiff = {
  model: "orders",
  how: "keyed",
  key: ["id"],
  rows: { before: 3, after: 3, added: 0, removed: 0, changed: 0 },
  columns: [],
  samples: [],
  caps: [],
};

const shape = { model: "orders", added: ["total"], removed: [], retyped: [] };

const counts = { model: "orders", before: 3, after: 3 };

it("finds tables the same that only have a column more", () => {
  expect(sameTables(["orders"], { tables: [same], columns: [shape], rowCounts: [counts] })).toBe(true);
  const bag: TableDiff = { ...same, how: "multiset", key: [], rows: { ...same.rows, changed: null } };
  expect(sameTables(["orders"], { tables: [bag], columns: [], rowCounts: [] })).toBe(true);
});

it.each<[string, TableDiff]>([
  ["rows are new", { ...same, rows: { ...same.rows, after: 4, added: 1 } }],
  ["as many rows are new as are gone", { ...same, rows: { ...same.rows, added: 1, removed: 1 } }],
  ["rows have another value", { ...same, rows: { ...same.rows, changed: 1 } }],
  ["a column has other values", { ...same, columns: [{ column: "id", changed: 1, rate: 0.6 }] }],
  ["only a share was compared", { ...same, caps: ["one row in 2 was compared"] }],
  ["it could not be compared", { ...same, how: "not-compared", reason: "gone" }],
  ["it is another table", { ...same, model: "customers" }],
])("does not find them the same when %s", (_, diff) => {
  expect(sameTables(["orders"], { tables: [diff], columns: [], rowCounts: [] })).toBe(false);
});

it("does not find them the same when a column went or has another type, or a table went", () => {
  const seen = { tables: [same], columns: [], rowCounts: [] };
  const retyped = [{ column: "id", before: "INTEGER", after: "VARCHAR" }];

  expect(sameTables(["orders"], { ...seen, columns: [{ ...shape, removed: ["id"] }] })).toBe(false);
  expect(sameTables(["orders"], { ...seen, columns: [{ ...shape, retyped }] })).toBe(false);
  expect(sameTables(["orders"], { ...seen, rowCounts: [{ ...counts, after: null }] })).toBe(false);
});

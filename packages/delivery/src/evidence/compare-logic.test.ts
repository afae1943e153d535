import type { NodeChange } from "@throughline/lineage";
import { expect, it } from "vitest";
import type { DbtManifest } from "../dbt/dbt-manifest.ts";
import { compareLogic, understood } from "./compare-logic.ts";

const node = (name: string, type = "model") => ({
  name,
  resource_type: type,
  original_file_path: `models/${name}.sql`,
});

const manifest = { nodes: { a: node("Orders"), b: node("daily"), c: node("codes", "seed") } } as unknown as DbtManifest;

const change = (more: Partial<NodeChange>): NodeChange => ({
  node: "model:Orders",
  class: "breaking",
  what: "rows",
  reason: "the condition of WHERE is another",
  ...more,
});

const report = (...changes: readonly NodeChange[]) => ({ class: "breaking" as const, changes });

it("finds other rows and other values of models, in their files", () => {
  const value = change({
    node: "model:Orders.amount",
    column: "amount",
    what: "value",
    reason: "amount is computed otherwise",
  });

  expect(compareLogic(report(change({}), value), manifest, "dbt")).toEqual([
    {
      nodes: ["model:Orders", "model:Orders", "file:dbt/models/Orders.sql"],
      code: "model.logic-changed",
      severity: "error",
      message: "Orders: the condition of WHERE is another",
      file: "dbt/models/Orders.sql",
    },
    {
      nodes: ["model:Orders.amount", "model:Orders", "file:dbt/models/Orders.sql"],
      code: "model.logic-changed",
      severity: "error",
      message: "Orders: amount is computed otherwise",
      file: "dbt/models/Orders.sql",
    },
  ]);
});

it.each<[string, Partial<NodeChange>]>([
  ["what only adds", { class: "additive", what: "added" }],
  ["what nobody could tell", { class: "unknown", what: "code" }],
  ["a column that is gone, which the tables say", { what: "removed", column: "amount", node: "model:Orders.amount" }],
  ["what is no model", { node: "model:codes", what: "value" }],
])("leaves %s to others", (_, more) => {
  expect(compareLogic(report(change(more)), manifest, ".")).toEqual([]);
});

it("has understood the models of which nothing is unknown", () => {
  const unknown = change({ node: "model:daily.total", column: "total", class: "unknown" });
  expect([...understood(report(change({}), unknown), manifest)]).toEqual(["Orders"]);
});

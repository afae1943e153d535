import type { ModelRelationship, ModelTable, ModelUse, SemanticModel } from "@throughline/semantic-model";
import { fakeKind } from "@throughline/semantic-model/fake";
import { describe, expect, it } from "vitest";
import { buildGraph } from "../build-graph.ts";
import { Lineage } from "../lineage.ts";

const place = { file: "model", line: 1 };

function table(name: string, columns: readonly string[], more: Partial<ModelTable> = {}): ModelTable {
  return {
    name,
    hidden: false,
    calendar: false,
    measures: [],
    place,
    source: { schema: "main", name: name.toLowerCase() },
    columns: columns.map((column) => ({
      name: column,
      type: "integer",
      sourceColumn: column.toLowerCase(),
      calculated: false,
      key: false,
      hidden: false,
      synonyms: [],
      place,
    })),
    ...more,
  };
}

function relationship(from: string, to: string, active = true): ModelRelationship {
  const end = (name: string) => ({ table: name, column: `${to} Key` });
  return { from: end(from), to: end(to), active, cardinality: "many-to-one" };
}

/** Sales of products, which are in groups, in shops; and something that nothing is related to. */
function modelOf(uses: readonly ModelUse[], more: Partial<SemanticModel> = {}): SemanticModel {
  return {
    ...fakeKind.open(new Map(), "none", []),
    tables: [
      table("Sales", ["Amount", "Product Key", "Shop Key"]),
      table("Product", ["Product Key", "Group Key", "Color"]),
      table("Group", ["Group Key", "Name"]),
      table("Shop", ["Shop Key", "City"]),
    ],
    relationships: [relationship("Sales", "Product"), relationship("Product", "Group"), relationship("Sales", "Shop")],
    uses,
    ...more,
  };
}

const use = (user: string, used: string, how: ModelUse["how"] = "value"): ModelUse => ({ user, used, how });
const lineageOf = (model: SemanticModel) => new Lineage(buildGraph({ models: [model] }));
const meetsBy = (model: SemanticModel, node: string) =>
  lineageOf(model)
    .graph.edges.filter(({ to, kind }) => to === node && kind === "relationship")
    .map(({ from }) => from);

describe("tables that meet", () => {
  const total = use("measure:Sales[Total]", "column:Sales[Amount]");

  it("do so by every relationship between them, for what takes something of both", () => {
    const uses = [
      total,
      use("visual:P/By group", "measure:Sales[Total]"),
      use("visual:P/By group", "column:Group[Name]"),
    ];

    expect(meetsBy(modelOf(uses), "visual:P/By group")).toEqual([
      "column:Sales[Product Key]",
      "column:Product[Product Key]",
      "column:Product[Group Key]",
      "column:Group[Group Key]",
    ]);
    expect(meetsBy(modelOf(uses), "measure:Sales[Total]")).toEqual([]);
  });

  it("do so by each of several ways", () => {
    const uses = [total, use("visual:P/V", "measure:Sales[Total]"), use("visual:P/V", "column:Group[Name]")];
    const relationships = [...modelOf([]).relationships, relationship("Shop", "Group")];

    expect(meetsBy(modelOf(uses, { relationships }), "visual:P/V")).toContain("column:Shop[Group Key]");
  });

  it("do not by what is switched off", () => {
    const uses = [total, use("visual:P/V", "measure:Sales[Total]"), use("visual:P/V", "column:Shop[City]")];
    const relationships = [relationship("Sales", "Shop", false)];

    expect(meetsBy(modelOf(uses, { relationships }), "visual:P/V")).toEqual([]);
  });
});

describe("a table of a model", () => {
  it("has the rows and columns of its relation", () => {
    const found = lineageOf(modelOf([])).impact("source:main.sales.amount").downstream;

    expect(found.map(({ node }) => node)).toEqual(["column:Sales[Amount]", "table:Sales"]);
  });

  it("whose relation cannot be known says so", () => {
    const { source: _, ...sales } = table("Sales", ["Amount"]);
    const { graph } = lineageOf(modelOf([], { tables: [sales], relationships: [] }));

    expect(graph.unresolved).toEqual([
      { node: "table:Sales", reason: "the model does not say which relation its rows come from" },
    ]);
  });

  it("whose column cannot be known is made of every column of the relation", () => {
    const sales = table("Sales", ["Amount", "Odd"]);
    const columns = sales.columns.map(({ sourceColumn, ...column }) =>
      column.name === "Odd" || sourceColumn === undefined ? column : { ...column, sourceColumn },
    );
    const lineage = lineageOf(modelOf([], { tables: [{ ...sales, columns }], relationships: [] }));

    expect(lineage.impact("source:main.sales.amount").downstream.map(({ node }) => node)).toContain(
      "column:Sales[Odd]",
    );
    expect(lineage.graph.unresolved.map(({ node }) => node)).toEqual(["column:Sales[Odd]"]);
  });

  it("that dbt does not know is said to be unknown", () => {
    const { graph } = new Lineage(buildGraph({ manifest: {}, models: [modelOf([])] }));

    expect(graph.unresolved).toContainEqual({ node: "table:Shop", reason: "nothing that dbt knows is main.shop" });
  });

  it("is sorted by a column", () => {
    const shop = table("Shop", ["City", "Nr"]);
    const columns = shop.columns.map((column) => (column.name === "City" ? { ...column, sortBy: "Nr" } : column));
    const uses = [use("column:Shop[City]", "column:Shop[Nr]", "look")];
    const { graph } = lineageOf(modelOf(uses, { tables: [{ ...shop, columns }], relationships: [] }));

    expect(graph.edges).toContainEqual({ from: "column:Shop[Nr]", to: "column:Shop[City]", kind: "order" });
  });
});

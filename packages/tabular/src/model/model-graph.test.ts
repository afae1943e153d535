import { existsSync, globSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openFolder } from "../test-support/open-folder.ts";
import { type GraphNode, modelGraph, nodeKey } from "./model-graph.ts";
import { openTabular } from "./open-model.ts";

const files = new Map([
  [
    "m/definition/sales.tmdl",
    `table Sales

	measure Total = SUM(Sales[Amount])

	measure Share = DIVIDE([Total], CALCULATE([Total], ALL(Shop)))
		formatStringDefinition = IF([Shown] > 1, "0", "#")

	measure Shown = 1

	column Amount
		sourceColumn: betrag

	column 'Shop Key'
		sourceColumn: shop

	partition s = m
		source =
			let
				source = Sql.Database("s", "d"){[Schema="marts",Item="fct_sales"]}[Data],
				renamed = Table.RenameColumns(source, {{"amount", "betrag"}})
			in
				renamed
`,
  ],
  [
    "m/definition/shop.tmdl",
    `table Shop

	column 'Shop Key'
		sourceColumn: k

	column City
		sourceColumn: city
		sortByColumn: 'Shop Key'

	partition s = entity
		source
			entityName: dim_shop
			schemaName: dbo
`,
  ],
  ["m/definition/r.tmdl", "relationship r\n\tfromColumn: Sales.'Shop Key'\n\ttoColumn: Shop.'Shop Key'\n"],
  ["m/definition/role.tmdl", 'role Basel\n\n\ttablePermission Shop = [City] = "Basel"\n'],
  ["r/definition/pages/p/page.json", '{ "name": "p", "displayName": "First" }'],
  [
    "r/definition/pages/p/visuals/v/visual.json",
    `{ "name": "v", "visual": { "visualType": "card", "query": { "queryState": { "Values": { "projections": [
      { "field": { "Measure": { "Expression": { "SourceRef": { "Entity": "Sales" } }, "Property": "Share" } } },
      { "field": { "Measure": { "Expression": { "SourceRef": { "Entity": "Sales" } }, "Property": "Gone" } } } ] } } } } }`,
  ],
]);

const graph = modelGraph(openTabular(files, "m", ["r"]));
const show = ({ kind, table, name }: GraphNode): string => `${kind} ${table}${name === "" ? "" : `[${name}]`}`;
const visual: GraphNode = {
  kind: "visual",
  table: "First",
  name: "v",
  file: "r/definition/pages/p/visuals/v/visual.json",
};

describe("the graph of a model", () => {
  it("leads from a visual to the relations of the warehouse and their columns", () => {
    expect(graph.needs(visual).map(show)).toEqual(
      expect.arrayContaining([
        "measure Sales[Share]",
        "measure Sales[Total]",
        "measure Sales[Shown]",
        "column Sales[Amount]",
        "table Sales",
        "table Shop",
        "relation [marts.fct_sales]",
        "relation [dbo.dim_shop]",
        "relation-column marts.fct_sales[amount]",
        "relationship [r]",
      ]),
    );
  });

  it("leads back from a column of the warehouse to the visual", () => {
    const amount: GraphNode = { kind: "relation-column", table: "marts.fct_sales", name: "amount" };
    expect(graph.neededBy(amount).map(show)).toEqual(
      expect.arrayContaining(["column Sales[Amount]", "measure Sales[Total]", "visual First[v]"]),
    );
  });

  it("knows filters, order and looks for what they are", () => {
    const how = (from: string, to: string) =>
      graph.edges.find((edge) => show(edge.from) === from && show(edge.to) === to)?.how;
    expect(how("role [Basel]", "column Shop[City]")).toBe("filter");
    expect(how("column Shop[City]", "column Shop[Shop Key]")).toBe("look");
    expect(how("measure Sales[Share]", "measure Sales[Shown]")).toBe("look");
    expect(how("measure Sales[Share]", "table Shop")).toBe("rows");
    expect(how("table Sales", "relationship [r]")).toBe("filter");
  });

  it("names what leads nowhere", () => {
    expect(graph.unresolved).toMatchObject([{ from: { kind: "visual" }, why: "the model has no measure Sales[Gone]" }]);
  });
});

const corpus = join(import.meta.dirname, "../../../../../shared/corpus");
const folders = existsSync(corpus) ? globSync("*/", { cwd: corpus }).map((name) => join(corpus, name)) : [];
describe.skipIf(folders.length === 0).each(folders)("the graph of %s", (folder) => {
  const { project } = openFolder(folder);
  const real = modelGraph(project);

  it("says the same read from either end", () => {
    for (const node of real.nodes.filter((_, i) => i % 41 === 0)) {
      for (const needed of real.needs(node)) expect(real.neededBy(needed).map(nodeKey)).toContain(nodeKey(node));
    }
  });

  it("leads every table to a relation, or says why not", () => {
    const unresolved = new Set(real.unresolved.map(({ from }) => nodeKey(from)));
    for (const table of project.model.tables) {
      const node: GraphNode = { kind: "table", table: table.name, name: "" };
      const leads = real.edges.some((edge) => nodeKey(edge.from) === nodeKey(node) && edge.to.kind === "relation");
      const isOwn =
        table.partitions.some(({ kind }) => kind !== "m" && kind !== "entity") || table.partitions.length === 0;
      expect([table.name, leads || isOwn || unresolved.has(nodeKey(node))]).toEqual([table.name, true]);
    }
  });
});

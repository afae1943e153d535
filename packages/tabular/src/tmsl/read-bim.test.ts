import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkProject } from "../model/check.ts";
import { openTabular } from "../model/open-model.ts";

const bim = {
  name: "Shop",
  compatibilityLevel: 1550,
  model: {
    culture: "de-DE",
    annotations: [{ name: "a b", value: "1" }],
    tables: [
      {
        name: "Order Lines",
        description: "One row a line.\nNo totals.",
        columns: [
          { name: "Amount", dataType: "double", sourceColumn: "amount", isHidden: true },
          { name: "Shop Key", dataType: "int64", sourceColumn: "shop_key" },
          { type: "calculated", name: "Net", dataType: "double", expression: ["[Amount]", "* 0.9"] },
        ],
        measures: [
          { name: "Total", expression: "SUM('Order Lines'[Amount])", formatString: "0.0" },
          { name: "Twice", expression: ["VAR t = [Total]", "RETURN", '\tt * 2 & "x"'] },
        ],
        partitions: [{ name: "p", mode: "import", source: { type: "m", expression: ["let", "  a = 1", "in", "  a"] } }],
      },
      {
        name: "Shop",
        columns: [
          { name: "Shop Key", dataType: "int64", isKey: true, sourceColumn: "k" },
          { name: "City", dataType: "string", sourceColumn: "city", sortByColumn: "Shop Key" },
        ],
        hierarchies: [{ name: "Places", levels: [{ name: "Town", ordinal: 0, column: "City" }] }],
        partitions: [{ name: "s", source: { type: "entity", entityName: "dim_shop", schemaName: "dbo" } }],
      },
    ],
    relationships: [
      {
        name: "r1",
        fromTable: "Order Lines",
        fromColumn: "Shop Key",
        toTable: "Shop",
        toColumn: "Shop Key",
        crossFilteringBehavior: "bothDirections",
      },
    ],
    roles: [
      {
        name: "Basel",
        modelPermission: "read",
        tablePermissions: [{ name: "Shop", filterExpression: '[City] = "Basel"' }],
      },
    ],
    perspectives: [{ name: "Small", tables: [{ name: "Shop", columns: [{ name: "City" }] }] }],
    cultures: [
      {
        name: "fr-FR",
        translations: { model: { name: "Model", tables: [{ name: "Shop", translatedCaption: "Magasin" }] } },
      },
    ],
  },
};

/** That its relationship filters both ways, which shows that it is read, is a finding of its own. */
const settings = { severities: { "relationship-both-directions": "off" } } as const;
const open = (json: string) => openTabular(new Map([["m/model.bim", json]]), "m", []);

describe("a model in JSON", () => {
  const json = JSON.stringify(bim, null, 2);
  const { model } = open(json);

  it("is the same model as one in TMDL", () => {
    expect(model.tables.map(({ name, columns }) => [name, columns.map((column) => column.name)])).toEqual([
      ["Order Lines", ["Amount", "Shop Key", "Net"]],
      ["Shop", ["Shop Key", "City"]],
    ]);
    const [lines, shop] = model.tables;
    expect(lines?.description).toBe("One row a line.\nNo totals.");
    expect(lines?.columns[0]?.hidden).toBe(true);
    expect(lines?.measures[0]).toMatchObject({ name: "Total", formatString: "0.0" });
    expect(lines?.partitions[0]).toMatchObject({ kind: "m", mode: "import" });
    expect(shop?.partitions[0]).toMatchObject({ kind: "entity", entity: { name: "dim_shop", schema: "dbo" } });
    expect(model.relationships[0]).toMatchObject({ active: true, crossFiltering: "bothDirections" });
    expect(model.roles[0]?.permissions[0]?.filter?.text).toBe('[City] = "Basel"');
    expect(model.culture).toBe("de-DE");
  });

  it("has nothing wrong with it", () => {
    expect(checkProject(open(json), settings)).toEqual([]);
  });

  it.each([
    ["SUM('Order Lines'[Amount])", "SUM('Order Lines'[Amont])", "dax-unknown-column", "[Amont]"],
    ['"toColumn": "Shop Key"', '"toColumn": "Shop Kee"', "relationship-end", '"Shop",\n        "toColumn"'],
    ['"sortByColumn": "Shop Key"', '"sortByColumn": "Nothing"', "broken-sort-by", 'Nothing"'],
    ["VAR t = [Total]", "VAR t = [Totl]", "dax-unknown-measure", "[Totl]"],
  ])("is checked at the place people wrote: %s", (from, to, code, at) => {
    const broken = json.replace(from, () => to);
    const [found, ...others] = checkProject(open(broken), settings);
    expect(others).toEqual([]);
    expect(found?.code).toBe(code);
    const line = (found?.line ?? 0) - 1;
    expect(broken.split("\n").slice(line).join("\n").indexOf(at)).toBeGreaterThanOrEqual(0);
    expect(broken.split("\n")[line]).toContain(at.split("\n")[0]);
  });

  it("that is no JSON is one finding", () => {
    expect(checkProject(open("{\n  x"))).toMatchObject([{ code: "bim-json", file: "m/model.bim", line: 2, column: 3 }]);
  });

  it("of any shape is read without throwing", () => {
    fc.assert(
      fc.property(fc.json(), (any) => {
        checkProject(open(any));
        checkProject(open(`{"model": {"tables": ${any}, "relationships": [${any}], "roles": ${any}}}`));
      }),
      { numRuns: 300 },
    );
  });
});

const retail = join(import.meta.dirname, "../../../../../shared/reference/dax-oracle/retail.bim");
it.skipIf(!existsSync(retail))("a real model.bim is read, every measure of it, without an error", () => {
  const project = open(readFileSync(retail, "utf8"));
  expect(project.model.tables.flatMap(({ measures }) => measures)).toHaveLength(6);
  expect(checkProject(project).filter(({ severity }) => severity === "error")).toEqual([]);
});

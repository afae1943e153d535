import { describe, expect, it } from "vitest";
import { applyEdits } from "../text/text-edit.ts";
import { checkProject } from "./check.ts";
import type { Rename } from "./edit/object-name.ts";
import { type GraphNode, modelGraph } from "./model-graph.ts";
import { openTabular, type TabularProject } from "./open-model.ts";
import { renameEverywhere } from "./rename.ts";

const model = `table Sales

	measure Total = SUM(Sales[Amount])
		isHidden

	measure Spare = 1
		isHidden

	column Amount
		dataType: double
		sourceColumn: amount

table 'Only Report'

	column x
		dataType: string
		sourceColumn: x
`;

const measures = (share: string): string => `{
  "$schema": "https://developer.microsoft.com/json-schemas/fabric/item/report/definition/reportExtension/1.0.0/schema.json",
  "name": "extension",
  "entities": [
    { "name": "Sales",
      "measures": [
        { "name": "Share", "dataType": "Double", "expression": "${share}",
          "references": { "measures": [ { "entity": "Sales", "name": "Total" } ] } },
        { "name": "Twice", "dataType": "Double", "expression": "2 * [Share]",
          "references": { "measures": [ { "entity": "Sales", "name": "Share", "schema": "extension" } ] } }
      ] } ] }
`;
const file = "r/definition/reportExtensions.json";
const visualFile = "r/definition/pages/p/visuals/v/visual.json";
const visual = `{ "name": "v", "visual": { "visualType": "card", "query": { "queryState": { "Values": { "projections": [
  { "field": { "Measure": { "Expression": { "SourceRef": { "Schema": "extension", "Entity": "Sales" } }, "Property": "Twice" } },
    "queryRef": "Sales.Twice", "nativeQueryRef": "Twice" } ] } } } } }
`;
const textsWith = (share: string, shown = visual): Map<string, string> =>
  new Map([
    ["m/definition/model.tmdl", model],
    [file, measures(share)],
    [visualFile, shown],
  ]);
const open = (texts: ReadonlyMap<string, string>): TabularProject => openTabular(texts, "m", ["r"]);
const share = "DIVIDE([Total], CALCULATE(Sales[Total], ALL(Sales[Amount])))";

describe("a measure that a report defines itself", () => {
  it("is right where it names what the model and the report have", () => {
    expect(checkProject(open(textsWith(share)))).toEqual([]);
  });

  it.each([
    ["a measure that is not there", "[Totl] + 1", "dax-unknown-measure", "[Totl]"],
    ["a column that is not there", "SUM(Sales[Amont])", "dax-unknown-column", "[Amont]"],
    ["a missing bracket", "SUM(Sales[Amount]", "dax-unclosed", "("],
    ["a text for a number", "SUM('Only Report'[x])", "dax-needs-number", "'Only Report'"],
    [
      "a name after escapes",
      '\\r\\n\\t\\u0022ä\\" & [Totl]'.replace("\\u0022", '\\"'),
      "dax-unknown-measure",
      "[Totl]",
    ],
  ])("is reported at the character in the file: %s", (_, dax, code, at) => {
    const texts = textsWith(dax);
    const line = measures(dax).split("\n")[6] ?? "";
    const found = checkProject(open(texts));
    expect(found).toContainEqual(
      expect.objectContaining({ file, code, line: 7, column: line.indexOf(at) + 1, severity: "error" }),
    );
  });

  it("is missed where a visual shows it and it is gone", () => {
    const gone = checkProject(open(textsWith(share, visual.replace('"Property": "Twice"', '"Property": "Twise"'))));
    expect(gone).toMatchObject([
      { code: "report-broken-field", file: visualFile, line: 2, hint: "Did you mean Twice?" },
    ]);
  });

  it("leads from the visual through it to the model", () => {
    const graph = modelGraph(open(textsWith(share)));
    const show = ({ kind, table, name }: GraphNode): string => `${kind} ${table}[${name}]`;
    expect(graph.neededBy({ kind: "column", table: "Sales", name: "Amount" }).map(show)).toEqual(
      expect.arrayContaining([
        "measure Sales[Total]",
        "report-measure Sales[Share]",
        "report-measure Sales[Twice]",
        "visual p[v]",
      ]),
    );
    expect(graph.unresolved).toEqual([]);
  });

  it("uses what it names: the best-practice rule asks for nothing else to be removed", () => {
    const found = checkProject(open(textsWith("[Total]")), { bestPractices: true });
    const unused = found.filter(({ code }) => code === "UNNECESSARY_MEASURES").map(({ object }) => object);
    expect(unused).toEqual(["table Sales › measure Spare"]);
  });

  it.each<[string, Rename, string]>([
    [
      "measure",
      { kind: "measure", table: "Sales", from: "Total", to: 'Su"m]' },
      'DIVIDE([Su\\"m]]], CALCULATE(Sales[Su\\"m]]], ALL(Sales[Amount])))',
    ],
    [
      "column",
      { kind: "column", table: "Sales", from: "Amount", to: "Näme" },
      "DIVIDE([Total], CALCULATE(Sales[Total], ALL(Sales[Näme])))",
    ],
    [
      "table",
      { kind: "table", from: "Sales", to: "Orders" },
      "DIVIDE([Total], CALCULATE(Orders[Total], ALL(Orders[Amount])))",
    ],
  ])("follows the rename of a %s, and back to the byte", (_, rename, expected) => {
    const texts = textsWith(share);
    const after = apply(texts, rename);
    expect(after.get(file)).toContain(`"expression": "${expected}"`);
    expect(checkProject(open(after))).toEqual([]);
    expect(apply(after, { ...rename, from: rename.to, to: rename.from })).toEqual(texts);
  });

  it("keeps the escapes of its text that no rename touches", () => {
    const texts = textsWith("\\r\\n\\tVAR a = \\u0031 RETURN a * [Total]\\/1");
    const after = apply(texts, { kind: "measure", table: "Sales", from: "Total", to: "Sum" });
    expect(after.get(file)).toContain("\\r\\n\\tVAR a = \\u0031 RETURN a * [Sum]\\/1");
    expect(checkProject(open(after))).toEqual([]);
  });
});

function apply(texts: ReadonlyMap<string, string>, rename: Rename): Map<string, string> {
  const after = new Map(texts);
  for (const [path, edits] of renameEverywhere(open(texts), rename)) {
    after.set(path, applyEdits(after.get(path) ?? "", edits));
  }
  return after;
}

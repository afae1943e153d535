import { expect, it } from "vitest";
import { tabularKind } from "./tabular-kind.ts";

function project(expression: string): Map<string, string> {
  return new Map([
    ["Shop.SemanticModel/definition.pbism", "{}"],
    ["Shop.SemanticModel/definition/model.tmdl", "model Model\n"],
    ["Shop.SemanticModel/definition/tables/Orders.tmdl", `table Orders\n\n\tmeasure Count = ${expression}\n`],
    ["notes.md", "one"],
  ]);
}

const open = (files: ReadonlyMap<string, string>) => tabularKind.open(files, "Shop.SemanticModel", []);

it("opens the same texts once, whoever read them", () => {
  expect(open(project("COUNTROWS(Orders)"))).toBe(open(project("COUNTROWS(Orders)")));
});

it("opens a model anew when any text is another, or another file is there", () => {
  const models = [
    open(project("COUNTROWS(Orders)")),
    open(project("1")),
    open(project("COUNTROWS(Orders)").set("notes.md", "two")),
    open(project("COUNTROWS(Orders)").set("more.md", "")),
  ];

  expect(new Set(models).size).toBe(models.length);
});

it("gives back the model of the texts, whatever became of the map that they came in", () => {
  const files = project("2");
  open(files);
  files.set("Shop.SemanticModel/definition/tables/Orders.tmdl", "table Orders\n");

  const again = open(project("2"));
  const edited = again.edit([
    {
      kind: "add-measure",
      table: "Orders",
      name: "Twice",
      formula: { kind: "rows", table: "Orders" },
      display: {},
    },
  ]);

  expect("changes" in edited && edited.changes.map(({ before }) => before)).toEqual([
    "table Orders\n\n\tmeasure Count = 2\n",
  ]);
});

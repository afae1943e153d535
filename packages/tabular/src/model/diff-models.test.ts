import { expect, it } from "vitest";
import { parseTmdl } from "../tmdl/parse.ts";
import { diffModels } from "./diff-models.ts";
import { readModel } from "./read-model.ts";

const base = `table Sales
	lineageTag: s

	/// All of it
	measure Total = SUM(Sales[Amount])
		formatString: 0
		lineageTag: t

	column Amount
		dataType: double
		lineageTag: a

table Old
	lineageTag: o

	column X
		lineageTag: x
`;

const model = (text: string) => readModel([{ path: "a.tmdl", document: parseTmdl(text) }]);
const diff = (after: string): unknown[] => [...diffModels(model(base), model(after))];

it.each<[string, string, string, unknown[]]>([
  ["nothing, for the same text", "", "", []],
  ["nothing, for another layout", "SUM(Sales[Amount])", "SUM (\n\t\t\tSales[Amount] -- all\n\t\t\t)", []],
  [
    "an expression",
    "SUM(",
    "MAX(",
    [
      {
        change: "changed",
        object: "table Sales › measure Total",
        property: "expression",
        before: "SUM(Sales[Amount])",
        after: "MAX(Sales[Amount])",
      },
    ],
  ],
  [
    "a format that is gone",
    "\t\tformatString: 0\n",
    "",
    [{ change: "changed", object: "table Sales › measure Total", property: "formatString", before: "0" }],
  ],
  [
    "a description",
    "All of it",
    "All",
    [
      {
        change: "changed",
        object: "table Sales › measure Total",
        property: "description",
        before: "All of it",
        after: "All",
      },
    ],
  ],
  [
    "a name, by its lineage tag",
    "measure Total",
    "measure Sum",
    [{ change: "renamed", object: "table Sales › measure Total", to: "table Sales › measure Sum" }],
  ],
  [
    "a table's name, without its columns",
    "table Old",
    "table New",
    [{ change: "renamed", object: "table Old", to: "table New" }],
  ],
  [
    "a table that is gone, without its columns",
    base.slice(base.indexOf("table Old")),
    "",
    [{ change: "removed", object: "table Old" }],
  ],
  [
    "a new measure",
    "\tcolumn Amount",
    "\tmeasure N = 1\n\n\tcolumn Amount",
    [{ change: "added", object: "table Sales › measure N" }],
  ],
])("a difference is %s", (_, from, to, expected) => {
  expect(diff(base.replace(from, () => to))).toEqual(expected);
});

it("an object in another file, or in another order, is the same", () => {
  const [sales = "", old = ""] = base.split(/(?=table Old)/u);
  expect(diffModels(model(base), model(`${old}\n${sales}`))).toEqual([]);
});

it("what was added one way was removed the other way", () => {
  const more = model(`${base}\ntable More\n`);
  expect(diffModels(model(base), more)).toEqual([{ change: "added", object: "table More" }]);
  expect(diffModels(more, model(base))).toEqual([{ change: "removed", object: "table More" }]);
});

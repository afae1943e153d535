import { expect, it } from "vitest";
import { applyEdits } from "../text/text-edit.ts";
import { checkProject } from "./check.ts";
import type { Rename } from "./edit/object-name.ts";
import { openTabular } from "./open-model.ts";
import { renameEverywhere } from "./rename.ts";

const path = "M/definition/model.tmdl";
const sales = `table Sales
	defaultDetailRowsDefinition = SELECTCOLUMNS(Sales, Sales[City], [Amount])

	measure Total = SUM(Sales[Amount])

	column City
		dataType: string
		sourceColumn: City

	column Amount
		dataType: decimal
		sourceColumn: Amount

	column Group
		dataType: string
		sourceColumn: Group

		relatedColumnDetails
			groupByColumn: City
			groupByColumn: Amount

	calendar Fiscal
		calendarColumnGroup = year
			primaryColumn: City
			associatedColumn: Amount

	partition Old = entity
		mode: directQuery
		dataCoverageDefinition = Sales[Amount] > 1
		source
			entityName: sales

table Sums

	column Amount
		dataType: decimal
		sourceColumn: s

		alternateOf
			summarization: sum
			baseColumn: Sales.Amount

	column Count
		dataType: int64
		sourceColumn: n

		alternateOf
			summarization: count
			baseTable: Sales

	partition Sums = entity
		mode: import
		source
			entityName: sums

table Cities

	column City
		dataType: string
		isNameInferred
		sourceColumn: Sales[City]

	partition Cities = calculated
		mode: import
		source = SUMMARIZE(Sales, Sales[City])

table Shown

	calculationGroup

		noSelectionExpression = [Total]

			formatStringDefinition = IF([Total] > 1, "0")

		calculationItem Now = SELECTEDMEASURE()

	column Shown
		dataType: string
		sourceColumn: Name

	partition Shown = calculationGroup

expression City = "a" meta [IsParameterQuery=true, Type="Text"]
	parameterValuesColumn: Sales.City
`;

const open = (text: string) => openTabular(new Map([[path, text]]), "M", []);
const errorsOf = (text: string) => checkProject(open(text)).filter(({ severity }) => severity === "error");

function renamed(rename: Rename): string {
  const edits = renameEverywhere(open(sales), rename).get(path) ?? [];
  return applyEdits(sales, edits);
}

it.each<[Rename, RegExp]>([
  [{ kind: "table", from: "Sales", to: "Orders" }, /Sales/u],
  [
    { kind: "column", table: "Sales", from: "City", to: "Town" },
    /Sales\[City\]|Sales\.City|primaryColumn: City|groupByColumn: City/u,
  ],
  [
    { kind: "column", table: "Sales", from: "Amount", to: "Net" },
    /Sales\[Amount\]|Sales\.Amount|associatedColumn: Amount|groupByColumn: Amount|, \[Amount\]/u,
  ],
  [{ kind: "measure", table: "Sales", from: "Total", to: "Sum" }, /Total/u],
])("%o leaves nothing on the old name", (rename, old) => {
  expect(errorsOf(sales)).toEqual([]);
  const text = renamed(rename);
  expect(text).not.toMatch(old);
  expect(errorsOf(text)).toEqual([]);
});

it.each([
  ["baseColumn: Sales.Amount", "baseColumn: Sales.Net", "broken-aggregation"],
  ["baseTable: Sales", "baseTable: Orders", "broken-aggregation"],
  ["primaryColumn: City", "primaryColumn: Town", "broken-calendar"],
  ["groupByColumn: Amount", "groupByColumn: Net", "broken-group-by"],
  ["parameterValuesColumn: Sales.City", "parameterValuesColumn: Sales.Town", "broken-parameter-values"],
  ["(Sales, Sales[City], [Amount])", "(Sales, Sales[Town], [Amount])", "dax-unknown-column"],
  ["noSelectionExpression = [Total]", "noSelectionExpression = [Totl]", "dax-unknown-measure"],
  ["dataCoverageDefinition = Sales[Amount] > 1", "dataCoverageDefinition = Sales[Net] > 1", "dax-unknown-column"],
])("%s, made %s, is reported", (right, wrong, code) => {
  expect(errorsOf(sales.replace(right, wrong))).toMatchObject([{ code }]);
});

import { describe, expect, it } from "vitest";
import { codesWithoutCases, findingPlaces, type MarkedModel, titled } from "../../../test-support/marked-model.ts";
import { columnStorage } from "./column-storage.ts";

const cases: readonly MarkedModel[] = [
  [
    "AVOID_FLOATING_POINT_DATA_TYPES",
    "a column of floating-point numbers",
    "table T\n\n\tcolumn «Weight»\n\t\tdataType: double\n\n\tcolumn Price\n\t\tdataType: decimal\n",
  ],
  ["AVOID_FLOATING_POINT_DATA_TYPES", "fixed places are exact", "table T\n\n\tcolumn Price\n\t\tdataType: decimal\n"],
  [
    "ISAVAILABLEINMDX_FALSE_NONATTRIBUTE_COLUMNS",
    "a hidden column, or one of a hidden table, that nothing slices by",
    "table T\n\n\tcolumn «Key»\n\t\tisHidden\n\ntable H\n\tisHidden\n\n\tcolumn «Key»\n",
  ],
  [
    "ISAVAILABLEINMDX_FALSE_NONATTRIBUTE_COLUMNS",
    "columns that are shown, sorted by, sorted, in a hierarchy, in a variation, or not available",
    `table T

	column Shown

	column 'Month No'
		isHidden

	column Month
		isHidden
		sortByColumn: 'Month No'

	column Level
		isHidden

	column Off
		isHidden
		isAvailableInMdx: false

	column Origin

		variation V
			defaultColumn: D.Date

	hierarchy H

		level Level
			column: Level

table D

	column Date
		isHidden
`,
  ],
  [
    "SET_ISAVAILABLEINMDX_TO_TRUE_ON_NECESSARY_COLUMNS",
    "columns that sort, are sorted, are levels, or stand in for others",
    `table T

	column «'Month No'»
		isAvailableInMdx: false

	column «Month»
		isAvailableInMdx: false
		sortByColumn: 'Month No'

	column «Level»
		isAvailableInMdx: false

	column Origin

		variation V
			defaultColumn: D.Date

	hierarchy H

		level Level
			column: Level

table D

	column «Date»
		isAvailableInMdx: false
`,
  ],
  [
    "SET_ISAVAILABLEINMDX_TO_TRUE_ON_NECESSARY_COLUMNS",
    "a column that nothing needs",
    "table T\n\n\tcolumn Key\n\t\tisAvailableInMdx: false\n\n\tcolumn Month\n\t\tsortByColumn: No\n\n\tcolumn No\n",
  ],
  [
    "REDUCE_USAGE_OF_CALCULATED_COLUMNS_THAT_USE_THE_RELATED_FUNCTION",
    "a calculated column that copies a related value",
    "table T\n\n\tcolumn City = «RELATED»(Customer[City])\n\ntable Customer\n\n\tcolumn City\n",
  ],
  [
    "REDUCE_USAGE_OF_CALCULATED_COLUMNS_THAT_USE_THE_RELATED_FUNCTION",
    "a measure that does, a comment, a text, and another function",
    'table T\n\n\tmeasure M = SUMX(T, RELATED(C[A]))\n\n\tcolumn A = "RELATED(" & COUNTROWS(RELATEDTABLE(C)) // RELATED(C[A])\n\ntable C\n\n\tcolumn A\n',
  ],
  [
    "REDUCE_NUMBER_OF_CALCULATED_COLUMNS",
    "six calculated columns",
    `model «Model»\n\ntable T\n${[1, 2, 3, 4, 5, 6].map((i) => `\n\tcolumn C${i} = ${i}\n`).join("")}`,
  ],
  [
    "REDUCE_NUMBER_OF_CALCULATED_COLUMNS",
    "five, and those of an automatic date table",
    `model Model\n\ntable T\n${[1, 2, 3, 4, 5].map((i) => `\n\tcolumn C${i} = ${i}\n`).join("")}
table LocalDateTable_1

	column Year = YEAR([Date])

	partition P = calculated
		source = CALENDARAUTO()
`,
  ],
  [
    "REMOVE_REDUNDANT_COLUMNS_IN_RELATED_TABLES",
    "a column that the related table has too",
    `relationship r
	fromColumn: Sales.Key
	toColumn: Customer.Key

table Sales

	column Key

	column «City»
		dataType: string

table Customer

	column Key

	column City
		dataType: string
`,
  ],
  [
    "REMOVE_REDUNDANT_COLUMNS_IN_RELATED_TABLES",
    "the key itself, another type, a name of everything, and a table that is not related",
    `relationship r
	fromColumn: Sales.Key
	toColumn: Customer.Key

table Sales

	column Key

	column City
		dataType: string

	column Name
		dataType: string

	column Region
		dataType: string

table Customer

	column Key

	column City
		dataType: int64

	column Name
		dataType: string

table Other

	column Region
		dataType: string
`,
  ],
  [
    "UNPIVOT_PIVOTED_(MONTH)_DATA",
    "a number for each month",
    `table «Plan»\n${["Jan", "Feb 2026", "march", "PlanApr", "May", "june_2026"].map((name) => `\n\tcolumn '${name}'\n\t\tdataType: decimal\n`).join("")}`,
  ],
  [
    "UNPIVOT_PIVOTED_(MONTH)_DATA",
    "texts, and words that only begin like months",
    `table Plan\n${["Jan", "Feb", "Mar", "Apr", "May", "Jun"].map((name) => `\n\tcolumn ${name}\n\t\tdataType: string\n`).join("")}
table Other
${["Janitors", "Feb", "Margin", "Apr", "Mayors", "Jun"].map((name) => `\n\tcolumn ${name}\n\t\tdataType: decimal\n`).join("")}`,
  ],
  [
    "REMOVE_REDUNDANT_COLUMNS_IN_RELATED_TABLES",
    "the key of the relationship",
    "relationship r\n\tfromColumn: Sales.'Customer No'\n\ttoColumn: Customer.'Customer No'\n\ntable Sales\n\n\tcolumn 'Customer No'\n\ntable Customer\n\n\tcolumn 'Customer No'\n",
  ],
];

describe("rules on how columns are stored", () => {
  it.each(titled(cases))("$title", ({ marked }) => {
    const { found, expected } = findingPlaces(marked);
    expect(found).toEqual(expected);
  });

  it("have each a model with the finding and one without", () => {
    const codes = columnStorage.flatMap(({ kinds }) => kinds.map(({ code }) => code));
    expect(codesWithoutCases(codes, cases)).toEqual([]);
  });
});

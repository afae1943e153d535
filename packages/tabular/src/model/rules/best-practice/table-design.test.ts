import { describe, expect, it } from "vitest";
import { codesWithoutCases, findingPlaces, type MarkedModel, titled } from "../../../test-support/marked-model.ts";
import { tableDesign } from "./table-design.ts";

const dates = (marks: string, name = "Dates"): string => `model Model

table ${name}
${marks}
	column Date
		dataType: dateTime
`;
const source = (mode: string, more = ""): string => `
table Sales

	measure M = TOTALYTD(COUNTROWS(Sales), Sales[At])

	column At
${more}
	partition Sales = m
		mode: ${mode}
		source = 1
`;
const query = (m: string, name = "Sales"): string => `table Sales

	partition ${name} = m
		source =
			let
				Source = ${m}
			in
				Source
`;
const v3 = (name: string): string => `model ${name}\n\tdefaultPowerBIDataSourceVersion: powerBI_V3\n`;

const cases: readonly MarkedModel[] = [
  ["MODEL_SHOULD_HAVE_A_DATE_TABLE", "no table is marked", dates("").replace("Model", "«Model»")],
  [
    "MODEL_SHOULD_HAVE_A_DATE_TABLE",
    "a marked table without a key of dates",
    dates("\tdataCategory: Time\n").replace("Model", "«Model»"),
  ],
  ["MODEL_SHOULD_HAVE_A_DATE_TABLE", "a marked one", `${dates("\tdataCategory: Time\n")}\t\tisKey\n`],
  [
    "DATE/CALENDAR_TABLES_SHOULD_BE_MARKED_AS_A_DATE_TABLE",
    "dates by their name, not marked",
    dates("", "«DimDate»") + dates("", "«'Fiscal calendar'»"),
  ],
  [
    "DATE/CALENDAR_TABLES_SHOULD_BE_MARKED_AS_A_DATE_TABLE",
    "candidates and updates",
    dates("", "Candidates") + dates("", "Updates"),
  ],
  [
    "DATE/CALENDAR_TABLES_SHOULD_BE_MARKED_AS_A_DATE_TABLE",
    "nothing to mark, and a marked one",
    `${dates("\tdataCategory: Time\n")}\t\tisKey\n\ntable 'Date choice'\n\n\tcolumn Name\n\t\tdataType: string\n`,
  ],
  [
    "REMOVE_AUTO-DATE_TABLE",
    "tables that Power BI makes",
    "table «LocalDateTable_1»\n\n\tpartition P = calculated\n\t\tsource = CALENDARAUTO()\n\ntable «DateTableTemplate_2»\n\n\tpartition P = calculated\n\t\tsource = CALENDARAUTO()\n",
  ],
  ["REMOVE_AUTO-DATE_TABLE", "a table of that name from a source", query("1").replaceAll("Sales", "LocalDateTable_1")],
  [
    "REDUCE_USAGE_OF_CALCULATED_TABLES",
    "a table made by DAX",
    'table «Top»\n\n\tcolumn A\n\n\tpartition P = calculated\n\t\tsource = ROW("A", 1)\n',
  ],
  [
    "REDUCE_USAGE_OF_CALCULATED_TABLES",
    "a table from a source, one of measures, and a field parameter",
    `${query("1")}
table _Measures

	measure M = 1

	column Value
		isHidden

	partition P = calculated
		source = { BLANK() }

table Parameter

	column Parameter

		extendedProperty ParameterMetadata =
				{ "version": 3, "kind": 2 }

	partition P = calculated
		source = { ("M", NAMEOF('_Measures'[M]), 0) }
`,
  ],
  ["MODEL_USING_DIRECT_QUERY_AND_NO_AGGREGATIONS", "queried in the source", v3("«Model»") + source("directQuery")],
  [
    "MODEL_USING_DIRECT_QUERY_AND_NO_AGGREGATIONS",
    "by the model's mode",
    `${v3("«Model»")}\tdefaultMode: directQuery\n${source("x").replace("\t\tmode: x\n", "")}`,
  ],
  ["MODEL_USING_DIRECT_QUERY_AND_NO_AGGREGATIONS", "imported", v3("Model") + source("import")],
  [
    "MODEL_USING_DIRECT_QUERY_AND_NO_AGGREGATIONS",
    "with aggregations",
    v3("Model") + source("directQuery", "\n\t\talternateOf\n\t\t\tsummarization: sum\n\t\t\tbaseColumn: Sales.At\n"),
  ],
  [
    "MEASURES_USING_TIME_INTELLIGENCE_AND_MODEL_IS_USING_DIRECT_QUERY",
    "time intelligence on a source that is queried",
    source("directQuery").replace("TOTALYTD", "«TOTALYTD»"),
  ],
  [
    "MEASURES_USING_TIME_INTELLIGENCE_AND_MODEL_IS_USING_DIRECT_QUERY",
    "on imported rows, or only in a comment",
    source("import"),
  ],
  [
    "MEASURES_USING_TIME_INTELLIGENCE_AND_MODEL_IS_USING_DIRECT_QUERY",
    "only in a comment",
    source("directQuery").replace("TOTALYTD(COUNTROWS(Sales), Sales[At])", "1 // TOTALYTD(1, Sales[At])"),
  ],
  ["MINIMIZE_POWER_QUERY_TRANSFORMATIONS", "a join", query('Table.Join(a, "k", b, "k")', "«Sales»")],
  ["MINIMIZE_POWER_QUERY_TRANSFORMATIONS", "SQL", query('Sql.Database("s", "d", [Query="select 1"])', "«Sales»")],
  [
    "MINIMIZE_POWER_QUERY_TRANSFORMATIONS",
    "a step the source does, a comment and a text",
    query('Table.SelectRows(t, each [A] = "Table.Join(") // Table.Sort'),
  ],
  [
    "MEASURES_USING_TIME_INTELLIGENCE_AND_MODEL_IS_USING_DIRECT_QUERY",
    "only in a column",
    source("directQuery").replace("measure M", "column M"),
  ],
  ["MODEL_SHOULD_HAVE_A_DATE_TABLE", "a model without tables", "model Model\n"],
  [
    "MINIMIZE_POWER_QUERY_TRANSFORMATIONS",
    "a calculated table",
    "table T\n\n\tpartition P = calculated\n\t\tsource = SELECTCOLUMNS(Table.Sort, 1)\n",
  ],
];

describe("rules on tables", () => {
  it.each(titled(cases))("$title", ({ marked }) => {
    const { found, expected } = findingPlaces(marked);
    expect(found).toEqual(expected);
  });

  it("have each a model with the finding and one without", () => {
    const codes = tableDesign.flatMap(({ kinds }) => kinds.map(({ code }) => code));
    expect(codesWithoutCases(codes, cases)).toEqual([]);
  });
});

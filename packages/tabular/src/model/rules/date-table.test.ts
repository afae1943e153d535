import { describe, expect, it } from "vitest";
import { codesWithoutCases, findingPlaces, type MarkedModel, titled } from "../../test-support/marked-model.ts";
import { dateTable } from "./date-table.ts";

const code = "time-intelligence-without-date-table";
const model = (dax: string, dates = "", key = "Key", relationship = ""): string => `relationship r
	fromColumn: Sales.${key}
	toColumn: Dates.${key}
${relationship}
table Sales

	measure M = ${dax}

	column Key
		dataType: int64

	column Date
		dataType: dateTime

	column Text
		dataType: string

table Dates
${dates}
	column Key
		dataType: int64

	column Date
		dataType: dateTime

	column Year
		dataType: int64
`;

const cases: readonly MarkedModel[] = [
  [code, "dates related by a number, in a table not marked", model("TOTALYTD(1, «Dates[Date]»)")],
  [code, "dates of the rows themselves", model("CALCULATE(1, DATEADD(«Sales[Date]», -1, YEAR))")],
  [code, "a mark without a key", model("CALCULATE(1, SAMEPERIODLASTYEAR(«Dates[Date]»))", "\tdataCategory: Time\n")],
  [
    code,
    "a marked table",
    `${model("CALCULATE(1, SAMEPERIODLASTYEAR(Dates[Date]))", "\tdataCategory: Time\n").replace(/\tcolumn Date\n\t\tdataType: dateTime\n\n\tcolumn Year/u, "\tcolumn Date\n\t\tdataType: dateTime\n\t\tisKey\n\n\tcolumn Year")}`,
  ],
  [code, "related by its dates", model("TOTALYTD(1, Dates[Date])", "", "Date")],
  [
    code,
    "related by a column of no known type",
    model("TOTALYTD(1, Dates[Date])").replaceAll("\t\tdataType: int64\n", ""),
  ],
  [code, "a table with a calendar", model("TOTALYTD(1, Dates[Date])", "\n\tcalendar Gregorian\n")],
  [code, "the date variation of a column", model("TOTALYTD(1, Sales[Date].[Date])")],
  [code, "a table of dates made for it", model("CALCULATE(1, DATESYTD(VALUES(Dates[Date])))")],
  [code, "functions that only read a date", model("MAX(Dates[Date]) - DAY(FIRSTDATE(Dates[Date]))")],
  [code, "a comment", model("1 // TOTALYTD(1, Dates[Date])")],
  [code, "all its filters are removed by hand", model("CALCULATE(1, DATESYTD(Dates[Date]), ALL('Dates'))")],
  [code, "all filters of everything", model("CALCULATE(1, DATESYTD(Dates[Date]), REMOVEFILTERS())")],
  [code, "filters of another table", model("CALCULATE(1, DATESYTD(«Dates[Date]»), ALL(Sales))")],
  [
    code,
    "nothing but the dates is there to filter",
    model("TOTALYTD(1, Dates[Date])").replace(
      /table Dates[\s\S]*/u,
      "table Dates\n\n\tcolumn Date\n\t\tdataType: dateTime\n",
    ),
  ],
];

describe("the check of date tables", () => {
  it.each(titled(cases))("$title", ({ marked }) => {
    const { found, expected } = findingPlaces(marked);
    expect(found).toEqual(expected);
  });

  it("is shown with a finding and without", () => {
    const codes = dateTable.kinds.map(({ code }) => code);
    expect(codesWithoutCases(codes, cases)).toEqual([]);
  });
});

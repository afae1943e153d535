import { describe, expect, it } from "vitest";
import { codesWithoutCases, findingPlaces, type MarkedModel, titled } from "../../../test-support/marked-model.ts";
import { columnFormat } from "./column-format.ts";

const column = (name: string, ...properties: readonly string[]): string =>
  `\n\tcolumn ${name}\n${properties.map((property) => `\t\t${property}\n`).join("")}`;
const table = (...members: readonly string[]): string => `table T\n${members.join("")}`;

const facts = (measure: string, amount = "Amount", more = ""): string => `relationship r
	fromColumn: Sales.Key
	toColumn: Customer.Key

table Sales

	measure M = ${measure}
${column("Key", "dataType: int64")}${column(amount, "dataType: int64", ...(more ? [more] : []))}
table Customer
${column("Key", "dataType: int64")}${column("Age", "dataType: int64")}`;

const cases: readonly MarkedModel[] = [
  [
    "FORMAT_FLAG_COLUMNS_AS_YES/NO_VALUE_STRINGS",
    "ones and zeros",
    table(column("«IsOpen»", "dataType: int64"), column("«'Open Flag'»", "dataType: boolean")),
  ],
  [
    "FORMAT_FLAG_COLUMNS_AS_YES/NO_VALUE_STRINGS",
    "texts, hidden ones, and words that begin alike",
    table(
      column("IsText", "dataType: string"),
      column("IsHidden", "dataType: int64", "isHidden"),
      column("Issues", "dataType: int64"),
      column("'Open Flag'", "dataType: string"),
    ),
  ],
  [
    "DATECOLUMN_FORMATSTRING",
    "no format, and one with a time",
    table(
      column("«OrderDate»", "dataType: dateTime"),
      column("«'Ship date'»", "dataType: dateTime", "formatString: General Date"),
      column("«birthdate»", "dataType: dateTime", "formatString: yyyy-mm-dd hh:nn"),
    ),
  ],
  [
    "DATECOLUMN_FORMATSTRING",
    "formats of a day, texts, times, and words with these letters",
    table(
      column("Date", "dataType: dateTime", "formatString: mm/dd/yyyy"),
      column("'Due Date'", "dataType: dateTime", "formatString: Short Date"),
      column("'Date text'", "dataType: string"),
      column("'Date and time'", "dataType: dateTime"),
      column("Updated", "dataType: dateTime"),
    ),
  ],
  [
    "MONTHCOLUMN_FORMATSTRING",
    "no format, and one with a day",
    table(
      column("«Month»", "dataType: dateTime"),
      column("«FiscalMonth»", "dataType: dateTime", "formatString: Short Date"),
    ),
  ],
  [
    "MONTHCOLUMN_FORMATSTRING",
    "formats of a month, and other types",
    table(
      column("Month", "dataType: dateTime", "formatString: MMMM yyyy"),
      column("'Year Month'", "dataType: dateTime", "formatString: yyyy-mm"),
      column("'Month No'", "dataType: int64"),
    ),
  ],
  [
    "NUMERIC_COLUMN_SUMMARIZE_BY",
    "numbers that sum by themselves",
    table(column("«Year»", "dataType: int64"), column("«Price»", "dataType: decimal", "summarizeBy: average")),
  ],
  [
    "NUMERIC_COLUMN_SUMMARIZE_BY",
    "numbers that do not, hidden ones, and texts",
    table(
      column("Year", "dataType: int64", "summarizeBy: none"),
      column("Key", "dataType: int64", "isHidden"),
      column("Name", "dataType: string"),
    ),
  ],
  [
    "ADD_DATA_CATEGORY_FOR_COLUMNS",
    "places without a word on it",
    table(
      column("«City»", "dataType: string"),
      column("«CustomerCountry»", "dataType: string"),
      column("«Latitude»", "dataType: double"),
    ),
  ],
  [
    "ADD_DATA_CATEGORY_FOR_COLUMNS",
    "places that say so, and words with these letters",
    table(
      column("City", "dataType: string", "dataCategory: City"),
      column("Capacity", "dataType: string"),
      column("'City No'", "dataType: int64"),
      column("Latitude", "dataType: string"),
    ),
  ],
  ["HIDE_FACT_TABLE_COLUMNS", "a number that has its measure", facts("sum(sales[AMOUNT])", "«Amount»")],
  ["HIDE_FACT_TABLE_COLUMNS", "a hidden one", facts("SUM(Sales[Amount])", "Amount", "isHidden")],
  ["HIDE_FACT_TABLE_COLUMNS", "a number of the one side", facts("MAX(Customer[Age])")],
  ["HIDE_FACT_TABLE_COLUMNS", "no aggregate, or only in a comment", facts("COUNTROWS(Sales) // SUM(Sales[Amount])")],
  ["MONTH_(AS_A_STRING)_MUST_BE_SORTED", "sorted by letters", table(column("«Month»", "dataType: string"))],
  [
    "MONTH_(AS_A_STRING)_MUST_BE_SORTED",
    "sorted by a number, a number itself, a number of months, year first",
    table(
      column("Month", "dataType: string", "sortByColumn: 'Month No'"),
      column("'Month No'", "dataType: int64"),
      column("'Months open'", "dataType: string"),
      column("'Year Month'", "dataType: string"),
    ),
  ],
  ["FORMAT_FLAG_COLUMNS_AS_YES/NO_VALUE_STRINGS", "no known type", table(column("'Open Flag'"))],
  [
    "DATECOLUMN_FORMATSTRING",
    "an automatic date table, and a date that is a month",
    `table LocalDateTable_1\n\n\tpartition P = calculated\n\t\tsource = CALENDARAUTO()\n${column("Date", "dataType: dateTime")}
${table(column("'Month end date'", "dataType: dateTime"))}`,
  ],
  [
    "MONTHCOLUMN_FORMATSTRING",
    "an automatic date table, a date of a month, and another column",
    `table LocalDateTable_1\n\n\tpartition P = calculated\n\t\tsource = CALENDARAUTO()\n${column("Month", "dataType: dateTime")}
${table(column("'Month end date'", "dataType: dateTime"), column("At", "dataType: dateTime"))}`,
  ],
  [
    "HIDE_FACT_TABLE_COLUMNS",
    "a text",
    facts("MAX(Sales[Amount])").replace(/Amount\n\t\tdataType: int64/u, "Amount\n\t\tdataType: string"),
  ],
  ["HIDE_FACT_TABLE_COLUMNS", "two values are compared", facts("MAX(Sales[Amount], 1)")],
  ["HIDE_FACT_TABLE_COLUMNS", "only a calculated column has it", `${facts("1")}${column("C = SUM(Sales[Amount])")}`],
];

describe("rules on how columns are shown", () => {
  it.each(titled(cases))("", ({ marked }) => {
    const { found, expected } = findingPlaces(marked);
    expect(found).toEqual(expected);
  });

  it("have each a model with the finding and one without", () => {
    const codes = columnFormat.flatMap(({ kinds }) => kinds.map(({ code }) => code));
    expect(codesWithoutCases(codes, cases)).toEqual([]);
  });
});

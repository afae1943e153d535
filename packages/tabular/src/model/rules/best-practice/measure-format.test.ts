import { describe, expect, it } from "vitest";
import { codesWithoutCases, findingPlaces, type MarkedModel, titled } from "../../../test-support/marked-model.ts";
import { measureFormat } from "./measure-format.ts";

const measure = (dax: string, format = "", name = "M"): string => `table T

	measure ${name} = ${dax}
${format === "" ? "" : `\t\tformatString: ${format}\n`}
	column City
		dataType: string

	column Amount
		dataType: int64
`;

const cases: readonly MarkedModel[] = [
  ["PROVIDE_FORMAT_STRING_FOR_MEASURES", "a number as it comes", measure("SUM(T[Amount])", "", "«M»")],
  ["PROVIDE_FORMAT_STRING_FOR_MEASURES", "now a text, now a number", measure('IF(1 = 1, "a", 1)', "", "«M»")],
  ["PROVIDE_FORMAT_STRING_FOR_MEASURES", "the value of a number", measure("SELECTEDVALUE(T[Amount])", "", "«M»")],
  ["PROVIDE_FORMAT_STRING_FOR_MEASURES", "a measure that needs itself", measure("[M]", "", "«M»")],
  ["PROVIDE_FORMAT_STRING_FOR_MEASURES", "a format", measure("SUM(T[Amount])", "#,0")],
  ["PROVIDE_FORMAT_STRING_FOR_MEASURES", "a hidden one", measure("1\n\t\tisHidden")],
  ["PROVIDE_FORMAT_STRING_FOR_MEASURES", "a computed format", measure('1\n\t\tformatStringDefinition = "0"')],
  ["PROVIDE_FORMAT_STRING_FOR_MEASURES", "joined texts", measure('"a" & SUM(T[Amount])')],
  [
    "PROVIDE_FORMAT_STRING_FOR_MEASURES",
    "a text on every way",
    measure('VAR a = FORMAT(1, "0") RETURN SWITCH(TRUE(), 1 = 1, a, 2 = 2, BLANK(), SELECTEDVALUE(T[City]))'),
  ],
  ["PERCENTAGE_FORMATTING", "two digits, and none", measure("1", "0.00%", "«M»") + measure("1", "0%", "«N»").slice(7)],
  ["PERCENTAGE_FORMATTING", "one digit", measure("1", "#,0.0%;-#,0.0%;#,0.0%") + measure("1", "0.0 %", "N").slice(7)],
  ["PERCENTAGE_FORMATTING", "no percentage", measure("1", "0.00")],
  ["INTEGER_FORMATTING", "no separators", measure("SUM(T[Amount])", "0", "«M»")],
  ["INTEGER_FORMATTING", "a count with digits after the point", measure("COUNTROWS(T)", "#,0.00", "«M»")],
  ["INTEGER_FORMATTING", "separators", measure("COUNTROWS(T)", "#,0")],
  ["INTEGER_FORMATTING", "an average with digits after the point", measure("AVERAGE(T[Amount])", "#,0.00")],
  ["INTEGER_FORMATTING", "money", measure("SUM(T[Amount])", "$0")],
  ["INTEGER_FORMATTING", "a date", measure("TODAY()", "yyyy-mm-dd")],
  ["INTEGER_FORMATTING", "no format at all", measure("1")],
];

describe("rules on how measures are shown", () => {
  it.each(titled(cases))("", ({ marked }) => {
    const { found, expected } = findingPlaces(marked);
    expect(found).toEqual(expected);
  });

  it("have each a model with the finding and one without", () => {
    const codes = measureFormat.flatMap(({ kinds }) => kinds.map(({ code }) => code));
    expect(codesWithoutCases(codes, cases)).toEqual([]);
  });
});

import { describe, expect, it } from "vitest";
import { codesWithoutCases, findingPlaces, type MarkedModel, titled } from "../../../test-support/marked-model.ts";
import { daxFunctionUse } from "./dax-functions.ts";

const dax = (expression: string, keyword = "measure M"): string => `table Sales

	${keyword} = ${expression}

	measure Total = SUM(Sales[Amount])

	column Amount

	column City

table Customer

	column City
`;

const inRole = (filter: string): string => `${dax("1")}\nrole R\n\n\ttablePermission Sales = ${filter}\n`;

const cases: readonly MarkedModel[] = [
  [
    "USE_THE_TREATAS_FUNCTION_INSTEAD_OF_INTERSECT",
    "a filter made by it",
    dax("CALCULATE([Total], «INTERSECT»(VALUES(Sales[City]), VALUES(Customer[City])))"),
  ],
  [
    "USE_THE_TREATAS_FUNCTION_INSTEAD_OF_INTERSECT",
    "by way of a variable, to be kept",
    dax("VAR f = «intersect»(VALUES(Sales[City]), VALUES(Customer[City])) RETURN CALCULATE([Total], KEEPFILTERS(f))"),
  ],
  [
    "USE_THE_TREATAS_FUNCTION_INSTEAD_OF_INTERSECT",
    "what two lists share is counted, and a comment",
    dax("COUNTROWS(INTERSECT(VALUES(Sales[City]), VALUES(Customer[City]))) // CALCULATE(1, INTERSECT(a, b))"),
  ],
  ["USE_THE_DIVIDE_FUNCTION_FOR_DIVISION", "by a measure", dax("[Total] / «[Total]»")],
  ["USE_THE_DIVIDE_FUNCTION_FOR_DIVISION", "by what may come to zero", dax("1 / «(2 - COUNTROWS(Sales))»", "column C")],
  [
    "USE_THE_DIVIDE_FUNCTION_FOR_DIVISION",
    "by a parameter of a function",
    "function Share = (a, b) => a / «b»\n\ntable T\n",
  ],
  ["USE_THE_DIVIDE_FUNCTION_FOR_DIVISION", "by zero", dax("[Total] / «0»")],
  [
    "USE_THE_DIVIDE_FUNCTION_FOR_DIVISION",
    "by a number, by a variable that is one, in a text, in a comment",
    dax('VAR d = 60 * 60 RETURN [Total] / 1000 + [Total] / -(d) + LEN("[a] / [b]") // [Total] / [Total]'),
  ],
  ["AVOID_USING_THE_IFERROR_FUNCTION", "a measure that hides errors", dax("«IfError»([Total], 0)")],
  ["AVOID_USING_THE_IFERROR_FUNCTION", "another test, and a text", dax('IF(ISERROR([Total]), "IFERROR(", "")')],
  [
    "FILTER_COLUMN_VALUES",
    "a table filtered by its column",
    dax('CALCULATE([Total], «FILTER»(Sales, Sales[City] = "Basel" && Sales[Amount] > 1))'),
  ],
  [
    "FILTER_COLUMN_VALUES",
    "by its column, written alone, in a column",
    dax("COUNTROWS(CALCULATETABLE(Sales, («FILTER»('Sales', [City] IN { \"Basel\" }))))", "column C"),
  ],
  [
    "FILTER_COLUMN_VALUES",
    "a measure, another table's column, a row of its own, a table made for it, no filter at all",
    dax(
      [
        "CALCULATE([Total], FILTER(Sales, [Total] > 1))",
        "CALCULATE([Total], FILTER(Sales, Sales[City] = SELECTEDVALUE(Customer[City])))",
        "CALCULATE([Total], FILTER(Sales, RELATED(Customer[City]) = Sales[City]))",
        'CALCULATE([Total], FILTER(ALL(Sales[City]), Sales[City] = "Basel"))',
        'COUNTROWS(FILTER(Sales, Sales[City] = "Basel"))',
      ].join(" + "),
    ),
  ],
  [
    "FILTER_MEASURE_VALUES_BY_COLUMNS",
    "a table filtered by a measure",
    dax("CALCULATE([Total], KEEPFILTERS(«FILTER»(Sales, [Total] > 1)))"),
  ],
  [
    "FILTER_MEASURE_VALUES_BY_COLUMNS",
    "the values of a column, and a variable of them",
    dax(
      "VAR v = VALUES(Sales[City]) RETURN CALCULATE([Total], FILTER(VALUES(Sales[City]), [Total] > 1), FILTER(v, [Total] > 1))",
    ),
  ],
  ["AVOID_USING_'1-(X/Y)'_SYNTAX", "one less a ratio", dax("«1 - DIVIDE([Total], 2)»")],
  ["AVOID_USING_'1-(X/Y)'_SYNTAX", "one less a quotient", dax("«1 - (SUM(Sales[Amount]) / [Total])»")],
  [
    "AVOID_USING_'1-(X/Y)'_SYNTAX",
    "another start, another rest, and a comment",
    dax("[Total] - DIVIDE([Total], 2) + 1 * DIVIDE(1, 2) - (1 - [Total] / 2) // 1 - DIVIDE(1, 2)"),
  ],
  ["EVALUATEANDLOG_SHOULD_NOT_BE_USED_IN_PRODUCTION_MODELS", "left in a measure", dax("«EVALUATEANDLOG»([Total])")],
  [
    "EVALUATEANDLOG_SHOULD_NOT_BE_USED_IN_PRODUCTION_MODELS",
    "a comment on it",
    dax("[Total] + 1 /* EVALUATEANDLOG( */"),
  ],
  [
    "USE_THE_TREATAS_FUNCTION_INSTEAD_OF_INTERSECT",
    "another filter beside a list that is shared",
    dax(
      "VAR n = COUNTROWS(INTERSECT(VALUES(Sales[City]), VALUES(Customer[City]))) RETURN CALCULATE(n, Sales, ALL(Sales))",
    ),
  ],
  ["USE_THE_DIVIDE_FUNCTION_FOR_DIVISION", "a row filter", inRole("1 / Sales[Amount] > 2")],
  ["AVOID_USING_THE_IFERROR_FUNCTION", "a row filter", inRole("IFERROR(Sales[Amount], 0) = 1")],
  ["FILTER_COLUMN_VALUES", "a row filter", inRole("CALCULATE(1, FILTER(Sales, Sales[Amount] > 1)) > 1")],
  ["AVOID_USING_'1-(X/Y)'_SYNTAX", "a row filter", inRole("1 - DIVIDE(Sales[Amount], 2) > 0")],
  [
    "FILTER_MEASURE_VALUES_BY_COLUMNS",
    "a condition on a column, a filter of another kind, no condition",
    dax("CALCULATE([Total], FILTER(Sales, Sales[Amount] > 1), TOPN(1, Sales, [Total]), FILTER(Sales))"),
  ],
];

describe("rules on functions of DAX", () => {
  it.each(titled(cases))("", ({ marked }) => {
    const { found, expected } = findingPlaces(marked);
    expect(found).toEqual(expected);
  });

  it("have each a model with the finding and one without", () => {
    const codes = daxFunctionUse.flatMap(({ kinds }) => kinds.map(({ code }) => code));
    expect(codesWithoutCases(codes, cases)).toEqual([]);
  });
});

import { describe, expect, it } from "vitest";
import { codesWithoutCases, findingPlaces, type MarkedModel, titled } from "../../../test-support/marked-model.ts";
import { daxReferences } from "./dax-references.ts";

const sales = (more: string): string => `table Sales

	measure Total = SUM(Sales[Amount])
${more}
	column Amount
		dataType: int64

	column Key
`;

const cases: readonly MarkedModel[] = [
  [
    "DAX_COLUMNS_FULLY_QUALIFIED",
    "columns written alone in a measure, a row filter, a calculation item",
    `${sales("\n\tmeasure M = SUM(«[Amount]»)\n")}
role R

	tablePermission Sales = «[Key]» = "a"

table Group

	calculationGroup

		calculationItem I = SUM(Sales[Amount])
`,
  ],
  [
    "DAX_COLUMNS_FULLY_QUALIFIED",
    "a measure, a calculated column, a column the expression makes, a comment",
    sales(`
	measure M = [Total] + MAXX(ADDCOLUMNS(Sales, "Amount", 1), [Amount]) // SUM([Key])

	column Net = [Amount] * 2
`),
  ],
  [
    "DAX_MEASURES_UNQUALIFIED",
    "measures with a table in front",
    sales("\n\tmeasure M = «Sales[Total]» + 1\n\n\tcolumn C = «'Sales'[Total]»\n"),
  ],
  [
    "DAX_MEASURES_UNQUALIFIED",
    "a measure alone, a column with its table, and the argument of NAMEOF",
    sales("\n\tmeasure M = [Total] + SUM(Sales[Amount])\n\n\tmeasure N = NAMEOF(Sales[Total])\n"),
  ],
  [
    "AVOID_DUPLICATE_MEASURES",
    "the same in other letters, with a comment and parentheses",
    sales("\n\tmeasure M = «sum ( 'sales'[AMOUNT] )» // the same\n\n\tmeasure N = «(SUM(Sales[Amount]))»\n"),
  ],
  [
    "AVOID_DUPLICATE_MEASURES",
    "another text, another number, another order, and one word in two tables",
    `${sales('\n\tmeasure A = "a"\n\n\tmeasure B = "A"\n\n\tmeasure C = 1 - 2\n\n\tmeasure D = 2 - 1\n\n\tmeasure E = SUM([Amount])\n')}
table Budget

	measure F = SUM([Amount])

	column Amount
`,
  ],
  [
    "MEASURES_SHOULD_NOT_BE_DIRECT_REFERENCES_OF_OTHER_MEASURES",
    "another name for a measure",
    sales("\n\tmeasure M = «[total]»\n\n\tmeasure N = (Sales[Total])\n").replace("(Sales[Total])", "(«Sales[Total]»)"),
  ],
  [
    "MEASURES_SHOULD_NOT_BE_DIRECT_REFERENCES_OF_OTHER_MEASURES",
    "something is done with it, and a column",
    sales("\n\tmeasure M = -[Total]\n\n\tmeasure N = CALCULATE([Total])\n\n\tcolumn C = [Total]\n"),
  ],
  [
    "EXPRESSION_RELIANT_OBJECTS_MUST_HAVE_AN_EXPRESSION",
    "a measure without, one of a comment alone, a column and an item",
    `${sales("\n\tmeasure «M»\n\n\tmeasure «N» = // later\n\n\tcolumn «C» =\n")}
table Group

	calculationGroup

		calculationItem «I»
			ordinal: 1
`,
  ],
  ["EXPRESSION_RELIANT_OBJECTS_MUST_HAVE_AN_EXPRESSION", "a column of the source", sales("\n\tmeasure M = BLANK()\n")],
  [
    "AVOID_DUPLICATE_MEASURES",
    "two formats alike, a column like a measure, and what cannot be read",
    sales(`
	measure A = 1
		formatStringDefinition = "0"

	measure B = 2
		formatStringDefinition = "0"

	measure C = SUM(

	measure D = SUM(

	column E = SUM(Sales[Amount])
`),
  ],
  [
    "MEASURES_SHOULD_NOT_BE_DIRECT_REFERENCES_OF_OTHER_MEASURES",
    "a column, and the format of another",
    sales("\n\tmeasure M = 1\n\t\tformatStringDefinition = [Total]\n\n\tmeasure N = [Amount]\n"),
  ],
  ["DAX_MEASURES_UNQUALIFIED", "a row filter", sales("\nrole R\n\n\ttablePermission Sales = Sales[Total] > 1\n")],
];

describe("rules on names and expressions in DAX", () => {
  it.each(titled(cases))("", ({ marked }) => {
    const { found, expected } = findingPlaces(marked);
    expect(found).toEqual(expected);
  });

  it("have each a model with the finding and one without", () => {
    const codes = daxReferences.flatMap(({ kinds }) => kinds.map(({ code }) => code));
    expect(codesWithoutCases(codes, cases)).toEqual([]);
  });
});

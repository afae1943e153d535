import { describe, expect, it } from "vitest";
import { codesWithoutCases, findingPlaces, type MarkedModel, titled } from "../../../test-support/marked-model.ts";
import { rowLevelSecurity } from "./row-level-security.ts";

const secured = (filter: string, more = "", table = "Customer"): string => `role R
	modelPermission: read

	tablePermission Customer = ${filter}
${more}
table ${table}

	column Mail

	column Key

table Sales

	measure M = CALCULATE(1, USERELATIONSHIP(Sales[Key], Customer[Key]))

	column Key
`;
const relationship = "\nrelationship r\n\ttoCardinality: many\n\tfromColumn: Sales.Key\n\ttoColumn: Customer.Key\n";

const cases: readonly MarkedModel[] = [
  [
    "LIMIT_ROW_LEVEL_SECURITY_(RLS)_LOGIC",
    "a filter that works on texts",
    secured('upper(Customer[Mail]) = "A"', "", "«Customer»"),
  ],
  [
    "LIMIT_ROW_LEVEL_SECURITY_(RLS)_LOGIC",
    "a plain filter, with such a function in a text and a comment",
    secured('Customer[Mail] = "UPPER(" // LEFT(Customer[Mail])'),
  ],
  [
    "CHECK_IF_DYNAMIC_ROW_LEVEL_SECURITY_(RLS)_IS_NECESSARY",
    "a filter by who asks",
    secured("Customer[Mail] = «UserPrincipalName»()"),
  ],
  [
    "CHECK_IF_DYNAMIC_ROW_LEVEL_SECURITY_(RLS)_IS_NECESSARY",
    "a fixed filter, and a measure that asks",
    `${secured('Customer[Mail] = "USERNAME()"')}\n\tmeasure Who = USERNAME()\n`,
  ],
  [
    "AVOID_USING_MANY-TO-MANY_RELATIONSHIPS_ON_TABLES_USED_FOR_DYNAMIC_ROW_LEVEL_SECURITY",
    "a filtered table whose rows meet many",
    secured("Customer[Mail] = USERNAME()", relationship, "«Customer»"),
  ],
  [
    "AVOID_USING_MANY-TO-MANY_RELATIONSHIPS_ON_TABLES_USED_FOR_DYNAMIC_ROW_LEVEL_SECURITY",
    "a filtered table whose rows meet one",
    secured("Customer[Mail] = USERNAME()", relationship.replace("\ttoCardinality: many\n", "")),
  ],
  [
    "AVOID_USING_MANY-TO-MANY_RELATIONSHIPS_ON_TABLES_USED_FOR_DYNAMIC_ROW_LEVEL_SECURITY",
    "no filter",
    secured("TRUE()", relationship).replace(/role[\s\S]*TRUE\(\)\n/u, ""),
  ],
  [
    "AVOID_THE_USERELATIONSHIP_FUNCTION_AND_RLS_AGAINST_THE_SAME_TABLE",
    "a measure leads to the filtered table",
    secured('Customer[Mail] = "a"', "", "«Customer»"),
  ],
  [
    "AVOID_THE_USERELATIONSHIP_FUNCTION_AND_RLS_AGAINST_THE_SAME_TABLE",
    "the filter is on the other table",
    secured("Sales[Key] = 1").replace("tablePermission Customer", "tablePermission Sales"),
  ],
  [
    "AVOID_THE_USERELATIONSHIP_FUNCTION_AND_RLS_AGAINST_THE_SAME_TABLE",
    "only a calculated column leads there",
    secured('Customer[Mail] = "a"').replace("measure M", "column M"),
  ],
];

describe("rules on row filters", () => {
  it.each(titled(cases))("$title", ({ marked }) => {
    const { found, expected } = findingPlaces(marked);
    expect(found).toEqual(expected);
  });

  it("have each a model with the finding and one without", () => {
    const codes = rowLevelSecurity.flatMap(({ kinds }) => kinds.map(({ code }) => code));
    expect(codesWithoutCases(codes, cases)).toEqual([]);
  });
});

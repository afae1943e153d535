import { describe, expect, it } from "vitest";
import { codesWithoutCases, findingPlaces, type MarkedModel, titled } from "../../../test-support/marked-model.ts";
import { relationshipShape } from "./relationship-shape.ts";

/** Two related tables; `more` is in the relationship. */
const related = (more: string, name = "r", customerKey = "Key"): string => `relationship ${name}
	fromColumn: Sales.Key
	toColumn: Customer.Key
${more}
table Sales

	column Key
		dataType: int64

table Customer

	column ${customerKey}
		dataType: int64
`;
const lone = (name: string): string => `\ntable ${name}\n\n\tcolumn A\n`;
const bothWays = "\tcrossFilteringBehavior: bothDirections\n";
const manyToMany = "\ttoCardinality: many\n";

const chain = (more = ""): string => `relationship a
	fromColumn: Sales.P
	toColumn: Product.P

relationship b
${more}	fromColumn: Product.C
	toColumn: Category.C

table Sales

	column P

table Category

	column C

	partition P = calculated
		source = CALENDARAUTO()

table`;

const inactive = (activated: string, name = "r"): string => `relationship ${name}
	isActive: false
	fromColumn: Sales.Shipped
	toColumn: Dates.Date

table Sales

	measure M = ${activated}

	column Shipped

	column Ordered

table Dates

	column Date
`;

const cases: readonly MarkedModel[] = [
  ["SNOWFLAKE_SCHEMA_ARCHITECTURE", "a table between two others", `${chain()} «Product»\n\n\tcolumn P\n\n\tcolumn C\n`],
  [
    "SNOWFLAKE_SCHEMA_ARCHITECTURE",
    "an inactive way",
    `${chain("\tisActive: false\n")} Product\n\n\tcolumn P\n\n\tcolumn C\n`,
  ],
  [
    "SNOWFLAKE_SCHEMA_ARCHITECTURE",
    "an automatic date table behind it",
    `${chain().replaceAll("Category", "LocalDateTable_1")} Product\n\n\tcolumn P\n\n\tcolumn C\n`,
  ],
  [
    "AVOID_EXCESSIVE_BI-DIRECTIONAL_OR_MANY-TO-MANY_RELATIONSHIPS",
    "half of the relationships",
    `model «Model»\n\n${related(bothWays)}\nrelationship s\n\tfromColumn: Sales.Key\n\ttoColumn: Customer.Key\n`,
  ],
  [
    "AVOID_EXCESSIVE_BI-DIRECTIONAL_OR_MANY-TO-MANY_RELATIONSHIPS",
    "one of four",
    `model Model\n\n${related(bothWays)}${["s", "t", "u"].map((name) => `\nrelationship ${name}\n\tfromColumn: Sales.Key\n`).join("")}`,
  ],
  [
    "MANY-TO-MANY_RELATIONSHIPS_SHOULD_BE_SINGLE-DIRECTION",
    "many meet many, both ways",
    related(manyToMany + bothWays, "«r»"),
  ],
  ["MANY-TO-MANY_RELATIONSHIPS_SHOULD_BE_SINGLE-DIRECTION", "many meet many, one way", related(manyToMany)],
  ["MANY-TO-MANY_RELATIONSHIPS_SHOULD_BE_SINGLE-DIRECTION", "one meets many, both ways", related(bothWays)],
  ["CHECK_IF_BI-DIRECTIONAL_AND_MANY-TO-MANY_RELATIONSHIPS_ARE_VALID", "both ways", related(bothWays, "«r»")],
  ["CHECK_IF_BI-DIRECTIONAL_AND_MANY-TO-MANY_RELATIONSHIPS_ARE_VALID", "many to many", related(manyToMany, "«r»")],
  ["CHECK_IF_BI-DIRECTIONAL_AND_MANY-TO-MANY_RELATIONSHIPS_ARE_VALID", "a plain one", related("")],
  [
    "RELATIONSHIP_COLUMNS_SAME_DATA_TYPE",
    "two types",
    related("", "«r»").replace("dataType: int64", "dataType: string"),
  ],
  ["RELATIONSHIP_COLUMNS_SAME_DATA_TYPE", "one type", related("")],
  [
    "RELATIONSHIP_COLUMNS_SAME_DATA_TYPE",
    "a type that is not written down",
    related("").replace("\t\tdataType: int64\n", ""),
  ],
  [
    "RELATIONSHIP_COLUMNS_SHOULD_BE_OF_INTEGER_DATA_TYPE",
    "a key of text",
    related("", "r", "«Key»").replace(/int64\n$/u, "string\n"),
  ],
  [
    "RELATIONSHIP_COLUMNS_SHOULD_BE_OF_INTEGER_DATA_TYPE",
    "whole numbers, and a text that is no key",
    `${related("")}\n\tcolumn Name\n\t\tdataType: string\n`,
  ],
  ["HIDE_FOREIGN_KEYS", "the key of the many side", related("").replace("column Key", "column «Key»")],
  ["HIDE_FOREIGN_KEYS", "a hidden one", related("").replace("column Key\n", "column Key\n\t\tisHidden\n")],
  ["HIDE_FOREIGN_KEYS", "one to one", related("\tfromCardinality: one\n")],
  ["MARK_PRIMARY_KEYS", "the key of the one side", related("", "r", "«Key»")],
  ["MARK_PRIMARY_KEYS", "a marked one", related("", "r", "Key\n\t\tisKey")],
  ["MARK_PRIMARY_KEYS", "many to many has none", related(manyToMany)],
  [
    "MARK_PRIMARY_KEYS",
    "a date table",
    related("").replace("table Customer\n", "table Customer\n\tdataCategory: Time\n"),
  ],
  ["ENSURE_TABLES_HAVE_RELATIONSHIPS", "a table alone", related("") + lone("«Budget»")],
  ["ENSURE_TABLES_HAVE_RELATIONSHIPS", "the only table", lone("Budget")],
  [
    "ENSURE_TABLES_HAVE_RELATIONSHIPS",
    "a table of measures, a parameter, a calculation group",
    `${related("")}
table _Measures

	measure M = 1

	column A
		isHidden
${lone("Parameter")}
		extendedProperty ParameterMetadata =
				{ "version": 0 }

table Group

	calculationGroup

		calculationItem I = SELECTEDMEASURE()

	column Name
		sourceColumn: Name
`,
  ],
  ["INACTIVE_RELATIONSHIPS_THAT_ARE_NEVER_ACTIVATED", "nothing activates it", inactive("COUNTROWS(Sales)", "«r»")],
  [
    "INACTIVE_RELATIONSHIPS_THAT_ARE_NEVER_ACTIVATED",
    "another one is activated",
    inactive("CALCULATE(1, USERELATIONSHIP(Sales[Ordered], Dates[Date]))", "«r»"),
  ],
  [
    "INACTIVE_RELATIONSHIPS_THAT_ARE_NEVER_ACTIVATED",
    "only a comment does",
    inactive("1 // USERELATIONSHIP(Sales[Shipped], Dates[Date])", "«r»"),
  ],
  [
    "INACTIVE_RELATIONSHIPS_THAT_ARE_NEVER_ACTIVATED",
    "a measure does, in other words",
    inactive("CALCULATE(1, userelationship('dates'[date], SALES[shipped]))"),
  ],
  [
    "RELATIONSHIP_COLUMNS_SHOULD_BE_OF_INTEGER_DATA_TYPE",
    "a type that is not written down",
    related("").replaceAll("\t\tdataType: int64\n", ""),
  ],
  ["HIDE_FOREIGN_KEYS", "many to many", related(manyToMany)],
  [
    "HIDE_FOREIGN_KEYS",
    "a key of two relationships, once",
    `${related("").replace("column Key", "column «Key»")}\nrelationship s\n\tisActive: false\n\tfromColumn: Sales.Key\n\ttoColumn: Customer.Key\n`,
  ],
  [
    "HIDE_FOREIGN_KEYS",
    "an end that is not there",
    related("").replace("toColumn: Customer.Key", "toColumn: Customer.No"),
  ],
  ["INACTIVE_RELATIONSHIPS_THAT_ARE_NEVER_ACTIVATED", "an active one", related("")],
  [
    "INACTIVE_RELATIONSHIPS_THAT_ARE_NEVER_ACTIVATED",
    "an end that is not there",
    inactive("1").replace("toColumn: Dates.Date", "toColumn: Dates.Day"),
  ],
  [
    "INACTIVE_RELATIONSHIPS_THAT_ARE_NEVER_ACTIVATED",
    "a function of the model may activate it",
    `${inactive("1")}\nfunction F = (a: anyref, b: anyref) => CALCULATE(1, USERELATIONSHIP(a, b))\n`,
  ],
  [
    "INACTIVE_RELATIONSHIPS_THAT_ARE_NEVER_ACTIVATED",
    "a function of the model activates it",
    `${inactive("1")}\nfunction F = () => CALCULATE(1, USERELATIONSHIP(Sales[Shipped], Dates[Date]))\n`,
  ],
  [
    "INACTIVE_RELATIONSHIPS_THAT_ARE_NEVER_ACTIVATED",
    "a function of the model that does something else",
    `${inactive("1", "«r»")}\nfunction F = (a) => a + 1\n`,
  ],
];

describe("rules on relationships", () => {
  it.each(titled(cases))("$title", ({ marked }) => {
    const { found, expected } = findingPlaces(marked);
    expect(found).toEqual(expected);
  });

  it("have each a model with the finding and one without", () => {
    const codes = relationshipShape.flatMap(({ kinds }) => kinds.map(({ code }) => code));
    expect(codesWithoutCases(codes, cases)).toEqual([]);
  });
});

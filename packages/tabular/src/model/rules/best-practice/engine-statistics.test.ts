import { describe, expect, it } from "vitest";
import { codesWithoutCases, findingPlaces, type MarkedModel, titled } from "../../../test-support/marked-model.ts";
import { engineStatistics } from "./engine-statistics.ts";

const tables = (column: string, more: string): string => `
table Sales

	column ${column}

		${more}

table Customer

	column Key
`;
const relatedBy = (direction: string, more: string, column: string): string =>
  `relationship r\n\tcrossFilteringBehavior: ${direction}\n\tfromColumn: Sales.Key\n\ttoColumn: Customer.Key\n${tables(column, more)}`;
const related = (relationship: string, more: string): string =>
  `${relationship}\n\tfromColumn: Sales.Key\n\ttoColumn: Customer.Key\n\n\t${more}\n${tables("Key", "isHidden")}`;
const timesIn = (count: string): string =>
  `table T${count}\n\n\tcolumn At\n\n\t\tannotation DateTimeWithHourMinSec = ${count}\n\n`;

const cases: readonly MarkedModel[] = [
  [
    "AVOID_BI-DIRECTIONAL_RELATIONSHIPS_AGAINST_HIGH-CARDINALITY_COLUMNS",
    "many values on a relationship that filters both ways",
    relatedBy("bothDirections", "annotation Vertipaq_Cardinality = 100001", "«Key»"),
  ],
  [
    "AVOID_BI-DIRECTIONAL_RELATIONSHIPS_AGAINST_HIGH-CARDINALITY_COLUMNS",
    "few values",
    relatedBy("bothDirections", "annotation Vertipaq_Cardinality = 100000", "Key"),
  ],
  [
    "AVOID_BI-DIRECTIONAL_RELATIONSHIPS_AGAINST_HIGH-CARDINALITY_COLUMNS",
    "one direction",
    relatedBy("oneDirection", "annotation Vertipaq_Cardinality = 100001", "Key"),
  ],
  [
    "AVOID_BI-DIRECTIONAL_RELATIONSHIPS_AGAINST_HIGH-CARDINALITY_COLUMNS",
    "nothing known of the values",
    relatedBy("bothDirections", "isHidden", "Key"),
  ],
  [
    "REDUCE_USAGE_OF_LONG-LENGTH_COLUMNS_WITH_HIGH_CARDINALITY",
    "long texts in many rows",
    "table T\n\n\tcolumn «Text»\n\n\t\tannotation LongLengthRowCount = 500001\n",
  ],
  [
    "REDUCE_USAGE_OF_LONG-LENGTH_COLUMNS_WITH_HIGH_CARDINALITY",
    "long texts in some rows, and nothing known",
    "table T\n\n\tcolumn Text\n\n\t\tannotation LongLengthRowCount = 500000\n\n\tcolumn Other\n",
  ],
  ["SPLIT_DATE_AND_TIME", "times in dates", "table T\n\n\tcolumn «At»\n\n\t\tannotation DateTimeWithHourMinSec = 1\n"],
  ["SPLIT_DATE_AND_TIME", "none, and an annotation that is no number", timesIn("0") + timesIn("many")],
  [
    "LARGE_TABLES_SHOULD_BE_PARTITIONED",
    "many rows in one partition",
    "table «T»\n\n\tpartition A = m\n\t\tsource = 1\n\n\tannotation Vertipaq_RowCount = 25000001\n",
  ],
  [
    "LARGE_TABLES_SHOULD_BE_PARTITIONED",
    "many rows in two",
    "table T\n\n\tpartition A = m\n\t\tsource = 1\n\n\tpartition B = m\n\t\tsource = 1\n\n\tannotation Vertipaq_RowCount = 25000001\n",
  ],
  [
    "FIX_REFERENTIAL_INTEGRITY_VIOLATIONS",
    "rows without a partner",
    related("relationship «r»", "annotation Vertipaq_RIViolationInvalidRows = 3"),
  ],
  [
    "FIX_REFERENTIAL_INTEGRITY_VIOLATIONS",
    "none",
    related("relationship r", "annotation Vertipaq_RIViolationInvalidRows = 0"),
  ],
  [
    "LARGE_TABLES_SHOULD_BE_PARTITIONED",
    "few rows in one",
    "table T\n\n\tpartition A = m\n\t\tsource = 1\n\n\tannotation Vertipaq_RowCount = 25000000\n",
  ],
];

describe("rules on statistics of the engine", () => {
  it.each(titled(cases))("$title", ({ marked }) => {
    const { found, expected } = findingPlaces(marked);
    expect(found).toEqual(expected);
  });

  it("have each a model with the finding and one without", () => {
    const codes = engineStatistics.flatMap(({ kinds }) => kinds.map(({ code }) => code));
    expect(codesWithoutCases(codes, cases)).toEqual([]);
  });
});

import { describe, expect, it } from "vitest";
import { codesWithoutCases, findingPlaces, type MarkedModel, titled } from "../../../test-support/marked-model.ts";
import { sources } from "./sources.ts";

const partition = (kind: string, source: string): string => `
table T

	partition «P» = query
		source
			query: select 1
			dataSource: ${source}

dataSource ${source} = ${kind}
`;
const reads = (m: string, name = "Other"): string => `dataSource ${name} = structured

table T

	partition P = m
		source = ${m}
`;

const cases: readonly MarkedModel[] = [
  [
    "DATA_COLUMNS_MUST_HAVE_A_SOURCE_COLUMN",
    "a column of nothing",
    "table T\n\n\tcolumn «A»\n\t\tdataType: string\n\n\tcolumn B\n\t\tsourceColumn: b\n",
  ],
  [
    "DATA_COLUMNS_MUST_HAVE_A_SOURCE_COLUMN",
    "calculated columns, and columns of a calculated table",
    'table T\n\n\tcolumn A = 1\n\n\tcolumn B\n\t\texpression = 1\n\ntable C\n\n\tcolumn D\n\n\tpartition P = calculated\n\t\tsource = ROW("D", 1)\n',
  ],
  [
    "AVOID_STRUCTURED_DATA_SOURCES_WITH_PROVIDER_PARTITIONS",
    "a query of the older kind on a newer source",
    partition("structured", "'My Source'"),
  ],
  [
    "AVOID_STRUCTURED_DATA_SOURCES_WITH_PROVIDER_PARTITIONS",
    "on a source of its kind",
    partition("provider", "Source").replace(/[«»]/gu, ""),
  ],
  ["REMOVE_DATA_SOURCES_NOT_REFERENCED_BY_ANY_PARTITIONS", "a source nobody reads", reads('"other text"', "«Other»")],
  ["REMOVE_DATA_SOURCES_NOT_REFERENCED_BY_ANY_PARTITIONS", "only a comment", reads("1 // Other", "«Other»")],
  ["REMOVE_DATA_SOURCES_NOT_REFERENCED_BY_ANY_PARTITIONS", "M that reads it", reads('#"Other"{[Name = "t"]}')],
  [
    "REMOVE_DATA_SOURCES_NOT_REFERENCED_BY_ANY_PARTITIONS",
    "a partition that names it",
    partition("provider", "'My Source'").replace(/[«»]/gu, ""),
  ],
];

describe("rules on sources of data", () => {
  it.each(titled(cases))("", ({ marked }) => {
    const { found, expected } = findingPlaces(marked);
    expect(found).toEqual(expected);
  });

  it("have each a model with the finding and one without", () => {
    const codes = sources.flatMap(({ kinds }) => kinds.map(({ code }) => code));
    expect(codesWithoutCases(codes, cases)).toEqual([]);
  });
});

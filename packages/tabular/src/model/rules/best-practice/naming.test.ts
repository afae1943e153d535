import { describe, expect, it } from "vitest";
import { codesWithoutCases, findingPlaces, type MarkedModel, titled } from "../../../test-support/marked-model.ts";
import { naming } from "./naming.ts";

const control = "\u0007";

const cases: readonly MarkedModel[] = [
  ["AVOID_INVALID_NAME_CHARACTERS", "a bell", `table T\n\n\tmeasure «'A${control}B'» = 1\n`],
  ["AVOID_INVALID_NAME_CHARACTERS", "white space and accents", "table T\n\n\tmeasure 'A\u00a0B é' = 1\n"],
  ["AVOID_INVALID_DESCRIPTION_CHARACTERS", "a bell", `table T\n\n\t/// A${control}B\n\tmeasure «M» = 1\n`],
  ["AVOID_INVALID_DESCRIPTION_CHARACTERS", "two lines", "table T\n\n\t/// A\n\t/// B\n\tmeasure M = 1\n"],
  [
    "PARTITION_NAME_SHOULD_MATCH_TABLE_NAME_FOR_SINGLE_PARTITION_TABLES",
    "another name",
    "table T\n\n\tpartition «T-2» = m\n\t\tsource = 1\n",
  ],
  [
    "PARTITION_NAME_SHOULD_MATCH_TABLE_NAME_FOR_SINGLE_PARTITION_TABLES",
    "the same name, several, and a calculated table",
    "table T\n\n\tpartition T = m\n\t\tsource = 1\n\ntable U\n\n\tpartition A = m\n\t\tsource = 1\n\n\tpartition B = m\n\t\tsource = 1\n\ntable V\n\n\tpartition W = calculated\n\t\tsource = CALENDARAUTO()\n",
  ],
  ["SPECIAL_CHARS_IN_OBJECT_NAMES", "a tab", "table T\n\n\tmeasure «'A\tB'» = 1\n"],
  ["SPECIAL_CHARS_IN_OBJECT_NAMES", "a space", "table T\n\n\tmeasure 'A B' = 1\n"],
  [
    "TRIM_OBJECT_NAMES",
    "spaces around",
    "table «' T'»\n\n\tcolumn «'A '»\n\nrole «'R '»\n\nexpression «'E '» = 1\n\nperspective P\n",
  ],
  ["TRIM_OBJECT_NAMES", "a space inside", "table 'A T'\n\n\tcolumn 'A B'\n"],
  ["OBJECTS_SHOULD_NOT_START_OR_END_WITH_A_SPACE", "spaces around", "table «' T'»\n\n\tcolumn «'A '»\n\nrole 'R '\n"],
  ["OBJECTS_SHOULD_NOT_START_OR_END_WITH_A_SPACE", "a space inside", "table 'A T'\n\n\tcolumn 'A B'\n"],
  [
    "FIRST_LETTER_OF_OBJECTS_MUST_BE_CAPITALIZED",
    "small letters",
    "table «sales»\n\n\tmeasure «total» = 1\n\n\tcolumn «élan» = 1\n",
  ],
  [
    "FIRST_LETTER_OF_OBJECTS_MUST_BE_CAPITALIZED",
    "capitals, signs, digits, letters without a capital, and columns of the source",
    "table _Sales\n\n\tmeasure Total = 1\n\n\tmeasure '# Rows' = 1\n\n\tmeasure 東京 = 1\n\n\tcolumn key\n\t\tsourceColumn: key\n",
  ],
  [
    "PARTITION_NAME_SHOULD_MATCH_TABLE_NAME_FOR_SINGLE_PARTITION_TABLES",
    "a calculation group",
    "table G\n\n\tcalculationGroup\n\n\t\tcalculationItem I = 1\n\n\tpartition P = calculationGroup\n",
  ],
  [
    "OBJECTS_SHOULD_NOT_START_OR_END_WITH_A_SPACE",
    "a calculation item, which Microsoft's rule leaves out",
    "table G\n\n\tcalculationGroup\n\n\t\tcalculationItem 'I ' = 1\n",
  ],
];

describe("rules on names", () => {
  it.each(titled(cases))("", ({ marked }) => {
    const { found, expected } = findingPlaces(marked);
    expect(found).toEqual(expected);
  });

  it("have each a model with the finding and one without", () => {
    const codes = naming.flatMap(({ kinds }) => kinds.map(({ code }) => code));
    expect(codesWithoutCases(codes, cases)).toEqual([]);
  });
});

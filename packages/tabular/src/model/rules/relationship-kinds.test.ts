import { describe, expect, it } from "vitest";
import { codesWithoutCases, findingPlaces, type MarkedModel, titled } from "../../test-support/marked-model.ts";
import { relationshipKinds } from "./relationship-kinds.ts";

const model = (name: string, ...properties: readonly string[]): string => `relationship ${name}
${properties.map((property) => `\t${property}\n`).join("")}	fromColumn: A.K
	toColumn: B.K

table A

	column K

table B

	column K
`;
const both = "crossFilteringBehavior: bothDirections";

const cases: readonly MarkedModel[] = [
  ["relationship-many-to-many", "many meet many", model("«r»", "toCardinality: many")],
  ["relationship-many-to-many", "many meet one", model("r", both)],
  ["relationship-both-directions", "filters go both ways", model("«r»", both)],
  ["relationship-both-directions", "filters go one way", model("r")],
  [
    "relationship-both-directions",
    "one meets one, which cannot be otherwise",
    model("r", both, "fromCardinality: one"),
  ],
];

describe("the check of kinds of relationships", () => {
  it.each(titled(cases))("$title", ({ marked }) => {
    const { found, expected } = findingPlaces(marked);
    expect(found).toEqual(expected);
  });

  it("is shown with a finding and without", () => {
    const codes = relationshipKinds.kinds.map(({ code }) => code);
    expect(codesWithoutCases(codes, cases)).toEqual([]);
  });
});

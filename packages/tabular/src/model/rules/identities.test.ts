import { describe, expect, it } from "vitest";
import { codesWithoutCases, findingPlaces, type MarkedModel, titled } from "../../test-support/marked-model.ts";
import { identities } from "./identities.ts";

const cases: readonly MarkedModel[] = [
  [
    "duplicate-lineage-tag",
    "two objects with one tag",
    "table T\n\tlineageTag: a-1\n\n\tcolumn A\n\t\tlineageTag: a-1\n\n\tcolumn B\n\t\t«lineageTag: A-1»\n\n\tmeasure M = 1\n\t\tlineageTag: a-1\n",
  ],
  [
    "duplicate-lineage-tag",
    "other tags, tags of a source, and a table in two parts",
    "table T\n\tlineageTag: a\n\n\tcolumn A\n\t\tlineageTag: b\n\t\tsourceLineageTag: c\n\n\tcolumn B\n\t\tsourceLineageTag: c\n",
    { "m/definition/tables/T.tmdl": "table t\n\tlineageTag: a\n\n\tmeasure M = 1\n" },
  ],
  [
    "annotation-duplicate",
    "one annotation twice on an object, and twice on the model",
    "table T\n\n\tcolumn A\n\n\t\tannotation N = 1\n\n\t\tannotation «n» = 2\n\nannotation M = 1\n\nannotation «M» = 1\n",
  ],
  [
    "annotation-duplicate",
    "one annotation on two objects, and two on one",
    "table T\n\n\tcolumn A\n\n\t\tannotation N = 1\n\n\t\tannotation O = 1\n\n\tannotation N = 1\n\nannotation N = 1\n",
  ],
];

describe("the check of identities", () => {
  it.each(titled(cases))("$title", ({ marked }) => {
    const { found, expected } = findingPlaces(marked);
    expect(found).toEqual(expected);
  });

  it("is shown with a finding and without", () => {
    const codes = identities.kinds.map(({ code }) => code);
    expect(codesWithoutCases(codes, cases)).toEqual([]);
  });
});

import { describe, expect, it } from "vitest";
import { codesWithoutCases, findingPlaces, type MarkedModel, titled } from "../../test-support/marked-model.ts";
import { unusedVariables } from "./unused-variables.ts";

const dax = (expression: string): string => `table T

	measure M =
			${expression}

	column A
`;
const code = "dax-unused-variable";

const cases: readonly MarkedModel[] = [
  [code, "nothing uses it", dax("VAR «a» = 1 VAR b = 2 RETURN b")],
  [code, "only itself, one made before it, a text and a comment name it", dax('VAR b = 1 VAR «a» = b RETURN "a" // a')],
  [code, "a variable of the same name inside is used, not it", dax("VAR «a» = 1 RETURN (VAR A = 2 RETURN a)")],
  [code, "it is used where it is made, for itself", dax("VAR a = 1 RETURN (VAR a = a + 1 RETURN a)")],
  [code, "the result uses it, in other letters", dax("VAR Total = 1 RETURN total")],
  [code, "a later variable uses it", dax("VAR a = 1 VAR b = a RETURN b")],
  [code, "a column of it is used", dax("VAR t = TOPN(1, T) RETURN MAXX(t, t[A])")],
  [code, "only its column is named", dax('VAR t = ADDCOLUMNS(T, "x", 1) RETURN SUMX(FILTER(ALL(T), T[A] = t[x]), 1)')],
  [code, "in a function of the model", "function F = (a) => VAR «b» = a VAR c = 1 RETURN c\n"],
  [code, "what cannot be read is not judged", dax("VAR a = 1 RETURN b + + )")],
];

describe("the check of variables", () => {
  it.each(titled(cases))("$title", ({ marked }) => {
    const { found, expected } = findingPlaces(marked);
    expect(found).toEqual(expected);
  });

  it("is shown with a finding and without", () => {
    const codes = unusedVariables.kinds.map(({ code }) => code);
    expect(codesWithoutCases(codes, cases)).toEqual([]);
  });
});

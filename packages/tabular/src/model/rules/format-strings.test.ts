import { describe, expect, it } from "vitest";
import { codesWithoutCases, findingPlaces, type MarkedModel, titled } from "../../test-support/marked-model.ts";
import { formatStrings } from "./format-strings.ts";

const code = "format-string-invalid";
const formatted = (format: string): string => `table T

	measure M = 1
		formatString: ${format}

	column C
		formatString: ${format}
`;
const inDax = (format: string): string => `table T\n\n\tmeasure M = FORMAT(1, ${format})\n`;

const cases: readonly MarkedModel[] = [
  [code, "an open quote", formatted('«0 "kg»')],
  [code, "an open bracket", formatted("«[Red#,0»")],
  [code, "an open quote in FORMAT", inDax('«"0 ""kg"»')],
  [code, "closed ones", formatted('[Red]#,0 "kg";-0 "[kg"')],
  [code, "signs that are meant as such", formatted('0\\"\\[')],
  [code, "closed ones in FORMAT", inDax('"0 ""kg"""')],
  [code, "a format that is computed", inDax('"0" & "["')],
  [code, "plain formats", formatted("#,0.00;-#,0.00")],
  [code, "a sign that is meant as such, inside of quotes", formatted('0 "5\\" disk"')],
  [code, "a backslash before the end of quotes", formatted('"a\\"0')],
];

describe("the check of formats", () => {
  it.each(titled(cases))("$title", ({ marked }) => {
    const { found, expected } = findingPlaces(marked);
    expect(found).toEqual(expected);
  });

  it("is shown with a finding and without", () => {
    const codes = formatStrings.kinds.map(({ code }) => code);
    expect(codesWithoutCases(codes, cases)).toEqual([]);
  });
});

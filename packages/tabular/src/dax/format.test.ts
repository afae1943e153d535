import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatDax } from "./format.ts";
import { lexDax } from "./lexer.ts";

/** All but white space, in order. A comment that runs to the end of its line keeps no trailing white space. */
function wordsOf(text: string): string[] {
  return lexDax(text)
    .tokens.filter(({ kind }) => kind !== "white-space")
    .map(({ start, end }) => text.slice(start, end).trimEnd());
}

describe("a formatted expression", () => {
  it.each([
    ["SUM( Sales [Amount] )", "SUM(Sales[Amount])"],
    ["a+b*-c", "a + b * -c"],
    ["NOT(a=1)&&b IN{1,2}", "NOT (a = 1) && b IN {1, 2}"],
    ["RANKX(T,[m],,DESC)", "RANKX(T, [m],, DESC)"],
    ['dt"2026-11-23"+1', 'dt"2026-11-23" + 1'],
    ["BLANK( )", "BLANK()"],
    ["'Date'[Date].[Year]", "'Date'[Date].[Year]"],
    ["VAR a=1 VAR b = a RETURN a+b", "VAR a = 1\nVAR b = a\nRETURN\n    a + b"],
    ["1 // one\n+ 2", "1 // one\n    + 2"],
    ["-- first\nSUM(T[c])", "-- first\nSUM(T[c])"],
    ["VAR x = VAR y = 1 RETURN y RETURN x", "VAR x =\n    VAR y = 1\n    RETURN\n        y\nRETURN\n    x"],
    [
      "CALCULATE([Total Amount of All Orders], FILTER(ALL('Order Dates'), 'Order Dates'[Date] <= MAX('Order Dates'[Date])), Region[Name] = \"North\")",
      "CALCULATE(\n    [Total Amount of All Orders],\n    FILTER(ALL('Order Dates'), 'Order Dates'[Date] <= MAX('Order Dates'[Date])),\n    Region[Name] = \"North\"\n)",
    ],
  ])("%s", (text, formatted) => {
    expect(formatDax(text)).toBe(formatted);
  });

  it("that does not parse stays as it is", () => {
    expect(formatDax("SUM( (a )")).toBe("SUM( (a )");
    expect(formatDax("")).toBe("");
  });

  it("with a text over several lines stays as it is", () => {
    expect(formatDax('a  & "x\n  y"')).toBe('a  & "x\n  y"');
  });

  const name = fc.constantFrom("a", "[m]", "T[c]", "'My T'[c]", "1", "1.5", '"x"', "BLANK()", "{1,2}");
  const white = fc.constantFrom("", " ", "\n", "  // note\n", "/* why */", "\n-- own line\n", "\r\n");
  const { expression } = fc.letrec<{ expression: string }>((tie) => ({
    expression: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      name,
      fc
        .tuple(
          tie("expression"),
          white,
          fc.constantFrom("+", "*", "&&", "||", "=", "<>", "&"),
          white,
          tie("expression"),
        )
        .map((parts) => parts.join(" ")),
      fc
        .tuple(white, tie("expression"), white, tie("expression"))
        .map(([w, a, v, b]) => `CALCULATE(${w}${a}${v} ,${b}${w})`),
      fc
        .tuple(white, tie("expression"), white, tie("expression"))
        .map(([w, a, v, b]) => `VAR x = ${w}${a} ${v}RETURN ${b}`),
      fc.tuple(white, tie("expression")).map(([w, a]) => `(${w}${a})`),
      tie("expression").map((a) => `- ${a}`),
    ),
  }));

  it("keeps every token and comment in order, and is the same when formatted again", () => {
    fc.assert(
      fc.property(expression, (text) => {
        const once = formatDax(text);
        expect(wordsOf(once)).toEqual(wordsOf(text));
        expect(formatDax(once)).toBe(once);
      }),
      { numRuns: 1000 },
    );
  });
});

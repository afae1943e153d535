import type { Formula } from "@throughline/contracts";
import { splitAggregate, stripped } from "./aggregate-words.ts";
import { type Reading, refuse } from "./outcome.ts";
import type { Quantity } from "./quantity.ts";
import { quantityNamed } from "./quantity-named.ts";
import { type Token, wordsBefore } from "./tokens.ts";

/** What is said to be an average is one, in a difference too. */
function term(reading: Reading, tokens: readonly Token[]): Quantity {
  return quantityNamed(reading, tokens, isSumless(tokens) ? "alone" : "ratio");
}

function isSumless(tokens: readonly Token[]): boolean {
  return ["average", "min", "max"].includes(splitAggregate(stripped(tokens)).aggregate ?? "");
}

/** "average of a plus b" may be of each or of their sum, row by row. */
function refuseHalfAveraged(left: readonly Token[], right: readonly Token[]): void {
  if (!isSumless(left) || splitAggregate(stripped(right)).aggregate !== undefined) return;
  refuse(
    "unclear-formula",
    "it is not clear what is averaged: the first number, or both together",
    "Say the average of each, or ask first for a column that adds the two.",
  );
}

/** `x minus y`, `difference between x and y`. */
export function readDifference(reading: Reading, tokens: readonly Token[]): Quantity | undefined {
  const text = tokens.map((token) => token.word).join(" ");
  const between = /^(?:the )?difference (?:between|of) (.+) (?:and|to|-) (.+)$/u.exec(text);
  const minus = / (?:minus|less|-|–) (?!than\b)/u.exec(text);
  const plus = / (?:plus|\+) /u.exec(text);
  const parts = (left: readonly Token[], right: readonly Token[], sign: "minus" | "plus"): Quantity => {
    refuseHalfAveraged(left, right);
    const one = term(reading, left);
    const other = term(reading, right);
    const formula: Formula =
      sign === "minus"
        ? { kind: "difference", left: one.formula, right: other.formula }
        : { kind: "total", terms: [one.formula, other.formula] };
    return {
      formula,
      table: one.table,
      name: `${one.name} ${sign} ${other.name}`,
      description: `${one.name} ${sign} ${other.name}.`,
      ...(one.format === undefined ? {} : { format: one.format }),
      ...(one.folder === undefined ? {} : { folder: one.folder }),
      columns: [...one.columns, ...other.columns],
    };
  };
  if (between !== null) {
    const start = wordsBefore(text, text.indexOf(between[1] ?? "", 10));
    const length = (between[1] ?? "").split(" ").length;
    return parts(tokens.slice(start, start + length), tokens.slice(-(between[2] ?? "").split(" ").length), "minus");
  }
  const split = minus ?? plus;
  if (split === null) return undefined;
  return parts(
    tokens.slice(0, wordsBefore(text, split.index)),
    tokens.slice(wordsBefore(text, split.index + split[0].length)),
    minus === null ? "plus" : "minus",
  );
}

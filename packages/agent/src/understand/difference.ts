import type { Formula } from "@throughline/contracts";
import type { Reading } from "./outcome.ts";
import type { Quantity } from "./quantity.ts";
import { quantityNamed } from "./quantity-named.ts";
import { type Token, wordsBefore } from "./tokens.ts";

/** `x minus y`, `difference between x and y`. */
export function readDifference(reading: Reading, tokens: readonly Token[]): Quantity | undefined {
  const text = tokens.map((token) => token.word).join(" ");
  const between = /^(?:the )?difference (?:between|of) (.+) (?:and|to|-) (.+)$/u.exec(text);
  const minus = / (?:minus|less|-|–) (?!than\b)/u.exec(text);
  const plus = / (?:plus|\+) /u.exec(text);
  const parts = (left: readonly Token[], right: readonly Token[], sign: "minus" | "plus"): Quantity => {
    const one = quantityNamed(reading, left, "ratio");
    const other = quantityNamed(reading, right, "ratio");
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

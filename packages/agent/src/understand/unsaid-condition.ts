import type { ColumnEntry } from "../catalogue/catalogue.ts";
import { splitWords } from "../words/split-words.ts";
import { wordLikeness } from "../words/word-likeness.ts";
import { type Reading, refuse } from "./outcome.ts";
import type { Quantity } from "./quantity.ts";
import { rawOf, type Token, wordsOf } from "./tokens.ts";

/**
 * A last look, whichever way a number was read: every figure and every value that was said must be in what is computed, or be
 * part of a name in it. What was passed over would have been a condition, and the number another one.
 */
export function refuseUnsaidConditions(
  reading: Reading,
  asked: readonly Token[],
  quantity: Quantity,
  by: readonly ColumnEntry[],
): void {
  const seen = by.map((entry) => ({ table: entry.table, column: entry.column.name, of: entry.values ?? [] }));
  const computed = splitWords(
    JSON.stringify([quantity.formula, quantity.columns, seen, quantity.measure?.measure.expression]),
  );
  const isIn = (word: string): boolean => computed.some((other) => wordLikeness(other, word) >= 0.85);
  const figure = asked.find(({ kind, word }) => kind === "number" && !isIn(word));
  if (figure !== undefined) refusePassedOver(figure.raw);
  const names = [...reading.catalogue.measures, ...reading.catalogue.columns, ...reading.catalogue.tables];
  const isNamed = (word: string): boolean => names.some((entry) => entry.names.some((name) => name.includes(word)));
  const said = wordsOf(asked);
  for (const entry of reading.catalogue.columns) {
    for (const value of entry.values ?? []) {
      const words = typeof value === "string" ? splitWords(value) : [];
      const isValue = words.length > 0 && words.join("").length > 3 && !words.every(isNamed);
      if (!isValue || !said.some((_, at) => words.every((word, place) => said[at + place] === word))) continue;
      if (!words.some(isIn)) refusePassedOver(rawOf(asked));
    }
  }
}

function refusePassedOver(said: string): never {
  return refuse(
    "unclear-formula",
    `it is not clear what "${said}" does to the number`,
    'Say it as a condition, such as "… where Region is North".',
  );
}

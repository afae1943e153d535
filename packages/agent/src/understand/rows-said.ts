import { takeFilters } from "./filters.ts";
import type { Reading } from "./outcome.ts";
import { isRowWord } from "./row-words.ts";
import { FILLERS, type Token, tokenize } from "./tokens.ts";

/** The conditions on the rows that a measure is to leave out, or to keep only, and the words that are left of the phrase. */
export function takeRowsSaid(
  reading: Reading,
  rows: string,
  mode: "without" | "only",
  table: string,
): Pick<ReturnType<typeof takeFilters>, "filters" | "rest"> {
  if (mode === "only") return takeFilters(reading, tokenize(`for ${rows}`), table);
  const tokens = withoutRows(reading, tokenize(rows));
  const found = takeFilters(reading, [...tokenize("excluding"), ...tokens], table);
  // A negation that reached no condition would leave in what is to be left out.
  return found.rest.some(({ word }) => word === "excluding") ? { ...found, filters: [] } : found;
}

/** "the ones that were paid by card": the rows themselves stand between the negation and the condition. */
function withoutRows(reading: Reading, tokens: readonly Token[]): readonly Token[] {
  const from = tokens.findIndex(
    ({ kind, word }) => kind !== "word" || !(FILLERS.has(word) || POINTS.has(word) || isRowWord(reading, word)),
  );
  const rest = from < 0 ? [] : tokens.slice(from);
  // "Order lines": what is said of the rows by their own name may be the condition itself.
  return takeFilters(reading, tokens.slice(0, Math.max(from, 0)), undefined).filters.length > 0 ? tokens : rest;
}

const POINTS = new Set("those these ones one all that which who where with".split(" "));

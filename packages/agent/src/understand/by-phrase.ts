import { type Dimension, dimensionNamed } from "./dimension.ts";
import { takeFilters } from "./filters.ts";
import { onlyFact } from "./main-table.ts";
import { factNamed } from "./measure-named.ts";
import { rank } from "./mention.ts";
import { quietly, type Reading } from "./outcome.ts";
import { isRowWord, namesCondition } from "./row-words.ts";
import { FILLERS, type Token, tokenize, wordsOf } from "./tokens.ts";
import { refuseUnknown } from "./unknown-name.ts";

const BY =
  /^(?:by|across|grouped by|split by|broken down by|break down by|sliced by|segmented by|per each|for each|for every|by each|by every|in each|depending on|over the|versus|separated by|separately for|in every|at each|at every|on each|within each|of each|of every|from each|from every|according to|split per|grouped per)$/u;

const ENDS_BY = new Set("for where with only in excluding without except when during having if".split(" "));

/** Takes `by …` off the end or the middle of a phrase. */
export function splitBy(
  reading: Reading,
  tokens: readonly Token[],
): { number: readonly Token[]; by: readonly Dimension[] } {
  for (let at = 1; at < tokens.length; at += 1) {
    for (const length of [3, 2, 1]) {
      const words = tokens.slice(at, at + length);
      if (
        words.length < length ||
        words.some((token) => token.kind !== "word") ||
        !BY.test(words.map((token) => token.word).join(" "))
      )
        continue;
      if (["divided", "multiplied"].includes(tokens[at - 1]?.word ?? "")) continue;
      const before = withoutTrailing(tokens.slice(0, at));
      const after = tokens.slice(at + length);
      const end = endOf(after);
      const named = withoutLink(end < 0 ? after : after.slice(0, end));
      const behind = end < 0 ? [] : after.slice(end);
      const by = dimensionsNamed(reading, named, before);
      if (by === undefined) {
        // "The price of each order": whose it is says nothing more, where nothing can be seen by it.
        if (/^(?:of|from) /u.test(words.map((token) => token.word).join(" "))) continue;
        if (isValuePhrase(reading, named) || isValuePhrase(reading, upToNext(named))) break;
        return refuseUnknown(reading, named);
      }
      if (isDoneBy(tokens[at - 1]?.word ?? "", by)) break;
      return { number: [...before, ...behind], by };
    }
  }
  return { number: tokens, by: [] };
}

/** Where a condition begins; in "by region, returns only" it does so before the word that says it is one. */
function endOf(tokens: readonly Token[]): number {
  const end = tokens.findIndex((token) => ENDS_BY.has(token.word) && token.joined !== true);
  if (tokens[end]?.word !== "only") return end;
  const link = tokens.slice(0, end).findLastIndex(({ word }) => word === ",");
  return link > 0 && link < end - 1 ? link + 1 : end;
}

/** "by region, but only …": what links to the condition names nothing. */
function withoutLink(tokens: readonly Token[]): readonly Token[] {
  const isLink = ["but", "and", ",", "just"].includes(tokens.at(-1)?.word ?? "");
  return isLink ? withoutLink(tokens.slice(0, -1)) : tokens;
}

/** "paid by card by region": the first may be a value. */
function upToNext(tokens: readonly Token[]): readonly Token[] {
  const end = tokens.findIndex((token) => [",", "by", "per"].includes(token.word));
  return end < 0 ? tokens : tokens.slice(0, end);
}

/** `done by volunteers`: whoever did it is a condition, and no way to see the number, where that is a yes or no. */
function isDoneBy(verb: string, by: readonly Dimension[]): boolean {
  const isFlag = by.some((dimension) => dimension.kind === "column" && dimension.entry.type === "boolean");
  return (
    isFlag &&
    /ed$|^(?:see|do|make|take|give|sell|drive|hold|treat|serve|handle|deliver|done|seen|made|taken|given|sold|driven|held|written)$/u.test(
      verb,
    )
  );
}

function withoutTrailing(tokens: readonly Token[]): readonly Token[] {
  const kept = [...tokens];
  while (
    ["broken", "down", "split", "grouped", "sliced", "segmented", "break", ",", "it", "and", "shown", "show"].includes(
      kept.at(-1)?.word ?? "",
    ) &&
    kept.at(-1)?.joined !== true
  )
    kept.pop();
  return kept;
}

/** "By kind of ticket" is by Ticket Kind, where there is one. */
function kindOf(words: readonly string[]): readonly string[] | undefined {
  const [kind = "", ...what] = words.filter((word) => word !== "each" && word !== "every");
  return /^(?:kind|type|sort|category|class|group)s?$/u.test(kind) && what.length > 0 ? [...what, kind] : undefined;
}

/** `paid by credit card`: what follows is a value, which the number's own reading takes. */
function isValuePhrase(reading: Reading, tokens: readonly Token[]): boolean {
  const words = wordsOf(tokens);
  // "by business customers": a value, and whose it is.
  const { filters, rest } = takeFilters(reading, tokens, undefined);
  if (
    filters.length > 0 &&
    wordsOf(rest).every((word) => isRowWord(reading, word) || namesCondition(reading, word, filters))
  )
    return true;
  return reading.catalogue.columns.some((entry) =>
    (entry.values ?? []).some(
      (value) =>
        typeof value === "string" &&
        rank(words, [
          { names: [tokenize(value).map((token) => token.word)], contextWords: [], descriptionWords: [] },
        ])[0]?.exact === true,
    ),
  );
}

function dimensionsNamed(
  reading: Reading,
  tokens: readonly Token[],
  before: readonly Token[],
): readonly Dimension[] | undefined {
  const parts: Token[][] = [[]];
  for (const token of tokens) {
    if (
      token.word === "and" ||
      token.word === "," ||
      token.word === "&" ||
      token.word === "+" ||
      token.word === "then" ||
      (token.word === "by" && parts.at(-1)?.length === 0)
    ) {
      if (parts.at(-1)?.length !== 0) parts.push([]);
    } else parts.at(-1)?.push(token);
  }
  const table = factNamed(reading, before) ?? onlyFact(reading);
  const found: Dimension[] = [];
  for (const part of parts.filter((one) => one.length > 0)) {
    const words = wordsOf(part).filter((word) => !FILLERS.has(word));
    // "By region, just the number of orders": what is computed is nothing to see it by.
    if (
      /^(?:number|count|total|sum|average) of\b/u.test(
        wordsOf(part)
          .filter((word) => word !== "the" && word !== "just")
          .join(" "),
      )
    )
      return undefined;
    // What cannot be reached from the rows that are named may be so from the number's own; otherwise `finish` refuses it.
    const named = kindOf(words);
    const dimension =
      (named === undefined ? undefined : quietly(() => dimensionNamed(reading, named, table))) ??
      (named === undefined ? undefined : quietly(() => dimensionNamed(reading, named.slice(0, -1), table))) ??
      dimensionNamed(reading, words, table) ??
      dimensionNamed(reading, words, undefined);
    if (dimension === undefined) return undefined;
    found.push(dimension);
  }
  return found.length === 0 ? undefined : found;
}

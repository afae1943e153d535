import type { ColumnEntry } from "../catalogue/catalogue.ts";
import { inGerman } from "../words/german-words.ts";
import { wordLikeness } from "../words/word-likeness.ts";
import { type Found, INTRODUCES, NEGATES, opensCount, usable } from "./condition.ts";
import type { Reading } from "./outcome.ts";
import { FILLERS, type Token, wordsOf } from "./tokens.ts";

/** `valid orders`, `express orders`, `on weekends`: a column that says yes or no. */
export function takeFlag(reading: Reading, tokens: readonly Token[], table: string | undefined): Found | undefined {
  const flags = usable(reading, table).filter((entry) => entry.type === "boolean" && !entry.column.hidden);
  const whole = takeWholeName(tokens, flags);
  if (whole !== undefined) return whole;
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token?.kind !== "word") continue;
    for (const entry of flags) {
      const words = flagWords(entry);
      const own = words.some(
        (word) =>
          wordLikeness(word, token.word) >= 0.85 ||
          isOtherNameOf(entry, token.word) ||
          inGerman(token.word).some((other) => wordLikeness(word, other) >= 0.95),
      );
      const opposite = words.some((word) => new RegExp(`^(?:in|un|non|not)${word}$`, "u").test(token.word));
      if (!own && !opposite) continue;
      if (
        words.length > 1 &&
        !opposite &&
        !words.every((word) => tokens.some((other) => wordLikeness(word, other.word) >= 0.85))
      )
        continue;
      if (!INTRODUCES.has(tokens[at - 1]?.word ?? "") && isOtherName(reading, tokens, token.word, entry)) continue;
      let from = at;
      let negated = opposite;
      while (leadsIn(tokens[from - 1]?.word ?? "") && !opensCount(tokens[from - 2], tokens[from - 1]?.word ?? "")) {
        if (NEGATES.has(tokens[from - 1]?.word ?? "")) negated = !negated;
        from -= 1;
      }
      const rest = tokens.filter(
        (other, index) =>
          index < from ||
          (index > at &&
            !(index === at + 1 && ["flag", "flags", "marker", "mark", "only"].includes(other.word)) &&
            !(words.length > 1 && words.some((word) => wordLikeness(word, other.word) >= 0.95))),
      );
      return {
        filter: { column: { table: entry.table, column: entry.column.name }, operator: "=", values: [!negated] },
        rest,
        label: `${negated ? "Not " : ""}${flagLabel(entry, words)}`,
      };
    }
  }
  return undefined;
}

/** `no-shows` for no_show_flg: the words of its name in a row, also where one of them would negate by itself. */
function takeWholeName(tokens: readonly Token[], flags: readonly ColumnEntry[]): Found | undefined {
  for (const entry of flags) {
    const words = flagWords(entry);
    if (words.length < 2) continue;
    const turned = takeTurnedRound(tokens, entry, words);
    if (turned !== undefined) return turned;
    const at = tokens.findIndex((_, from) =>
      words.every((word, place) => {
        const token = tokens[from + place];
        return token?.kind === "word" && wordLikeness(word, token.word) >= 0.9;
      }),
    );
    if (at < 0) continue;
    let from = at;
    let negated = false;
    for (
      let word = tokens[from - 1]?.word ?? "";
      leadsIn(word) && !opensCount(tokens[from - 2], word);
      word = tokens[from - 1]?.word ?? ""
    ) {
      if (NEGATES.has(word)) negated = !negated;
      from -= 1;
    }
    const said = saidValue(tokens, at + words.length);
    if (said.isFalse) negated = !negated;
    return {
      filter: { column: { table: entry.table, column: entry.column.name }, operator: "=", values: [!negated] },
      rest: [...tokens.slice(0, from), ...tokens.slice(said.end)],
      label: `${negated ? "Not " : ""}${flagLabel(entry, words)}`,
    };
  }
  return undefined;
}

/** "where the seal was not ok" for Seal OK: turned round within its name. */
function takeTurnedRound(tokens: readonly Token[], entry: ColumnEntry, words: readonly string[]): Found | undefined {
  const [first = "", ...others] = words;
  const from = tokens.findIndex(({ kind, word }) => kind === "word" && wordLikeness(first, word) >= 0.9);
  let to = from + 1;
  while (SAYS_NOT.has(tokens[to]?.word ?? "")) to += 1;
  const isNot = tokens.slice(from + 1, to).some(({ word }) => NEGATES.has(word));
  const isRest = others.every((word, at) => wordLikeness(word, tokens[to + at]?.word ?? "") >= 0.9);
  if (from < 0 || !isNot || !isRest) return undefined;
  let start = from;
  while (
    start > 0 &&
    leadsIn(tokens[start - 1]?.word ?? "") &&
    !opensCount(tokens[start - 2], tokens[start - 1]?.word ?? "")
  )
    start -= 1;
  if (tokens.slice(start, from).some(({ word }) => NEGATES.has(word))) return undefined;
  return {
    filter: { column: { table: entry.table, column: entry.column.name }, operator: "=", values: [false] },
    rest: [...tokens.slice(0, start), ...tokens.slice(to + others.length)],
    label: `Not ${flagLabel(entry, words)}`,
  };
}

const SAYS_NOT = new Set("is are was were be been not isn't wasn't weren't aren't".split(" "));

/** `… flag is false` behind the name: where it ends, and whether it turns the meaning round. */
function saidValue(tokens: readonly Token[], from: number): { end: number; isFalse: boolean } {
  const words = tokens.slice(from, from + 4).map((token) => token.word);
  const match = /^(?:(?:flag|flg) )?(?:(?:is|=|equals|are) )(?:set to )?(true|false|yes|no|set|ja|nein)\b/u.exec(
    words.join(" "),
  );
  if (match === null) {
    const isFlag = /^(?:flag|flg)$/u.test(words[0] ?? "");
    return { end: isFlag ? from + 1 : from, isFalse: false };
  }
  return { end: from + match[0].split(" ").length, isFalse: /^(?:false|no|nein)$/u.test(match[1] ?? "") };
}

function leadsIn(word: string): boolean {
  return NEGATES.has(word) || INTRODUCES.has(word) || FILLERS.has(word);
}

/** "With a chip" says Microchipped, where the warehouse calls it so. */
function isOtherNameOf({ names }: ColumnEntry, word: string): boolean {
  return names.slice(1).some(([name = "", more]) => more === undefined && name.length > 3 && name === word);
}

/** `Valid Trip` of Trips says `valid`; `istExpress` says `express`. */
function flagWords(entry: ColumnEntry): readonly string[] {
  const name = entry.names[0] ?? [];
  const words = name.filter(
    (word) =>
      !["is", "ist", "has", "hat", "was", "flag", "flg", "fl", "ind", "yn", "jn", "incl", "included"].includes(word),
  );
  const specific = words.filter((word) => !entry.contextWords.some((other) => wordLikeness(word, other) >= 0.95));
  return specific.length > 0 ? specific : words;
}

function flagLabel(entry: ColumnEntry, words: readonly string[]): string {
  return words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join(" ") || entry.column.name;
}

function isOtherName(reading: Reading, tokens: readonly Token[], word: string, flag: ColumnEntry): boolean {
  const said = wordsOf(tokens);
  return [...reading.catalogue.measures, ...reading.catalogue.columns].some(
    (entry) =>
      !(entry.kind === "column" && entry === flag) &&
      entry.names[0] !== undefined &&
      entry.names[0].length > 1 &&
      entry.names[0].some((part) => wordLikeness(part, word) >= 0.95) &&
      entry.names[0].every((part) => said.some((other) => wordLikeness(part, other) >= 0.95)),
  );
}

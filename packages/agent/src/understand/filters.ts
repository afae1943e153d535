import type { Filter, Literal } from "@throughline/contracts";
import type { ColumnEntry } from "../catalogue/catalogue.ts";
import { splitWords } from "../words/split-words.ts";
import { quantityWords } from "../words/unit-words.ts";
import { wordLikeness } from "../words/word-likeness.ts";
import { reaches } from "./dimension.ts";
import { plausible, rank } from "./mention.ts";
import { choiceOf } from "./object-choice.ts";
import { choose, type Reading, refuse } from "./outcome.ts";
import { FILLERS, rawOf, type Token, wordsOf } from "./tokens.ts";

/** Conditions found in a phrase, and what is left of it. */
export interface FilteredPhrase {
  readonly filters: readonly Filter[];
  readonly rest: readonly Token[];
  /** Words for the name of what is filtered so. */
  readonly label: string;
}

const INTRODUCES = new Set("for where with only when in during having on which whose who that paid made via using through at is are was were if from into of by under just type".split(" "));
const NEGATES = new Set("not without excluding exclude except non no excl ignoring ignore minus but other than isn't aren't never".split(" "));

const COMPARISONS: readonly (readonly [RegExp, Filter["operator"]])[] = [
  [/^(?:more|greater|larger|bigger|longer|higher|heavier|older) than$|^(?:over|above|exceeding|beyond|after)$|^>$/u, ">"],
  [/^(?:less|fewer|smaller|shorter|lower|lighter|younger) than$|^(?:under|below|before)$|^<$/u, "<"],
  [/^(?:at least|minimum|min)$|^>=$|^(?:no|not) (?:less|fewer) than$/u, ">="],
  [/^(?:at most|maximum|max|up to)$|^<=$|^(?:no|not) more than$/u, "<="],
  [/^(?:equal to|equals|exactly)$|^=$/u, "="],
];

/** Takes every condition out of a phrase about `table`. */
export function takeFilters(reading: Reading, tokens: readonly Token[], table: string | undefined): FilteredPhrase {
  let rest: readonly Token[] = tokens;
  const filters: Filter[] = [];
  const labels: string[] = [];
  for (;;) {
    const found = takeComparison(reading, rest, table) ?? takeValue(reading, rest, table) ?? takeFlag(reading, rest, table);
    if (found === undefined) break;
    filters.push(found.filter);
    labels.push(found.label);
    rest = found.rest;
  }
  return { filters: merged(filters), rest: trimmed(rest), label: labels.join(" ") };
}

/** Words that only led to what was taken must not be left over. */
function trimmed(tokens: readonly Token[]): readonly Token[] {
  let kept = [...tokens];
  for (let before = -1; before !== kept.length; ) {
    before = kept.length;
    const last = kept.at(-1);
    if (last !== undefined && (INTRODUCES.has(last.word) || FILLERS.has(last.word) || ["and", ",", "or"].includes(last.word))) kept = kept.slice(0, -1);
    const [first] = kept;
    if (first !== undefined && (FILLERS.has(first.word) || [",", "and", "for", "with", "only", "in"].includes(first.word))) kept = kept.slice(1);
  }
  return kept;
}

/** Values of one column that are to be equal become a list. */
function merged(filters: readonly Filter[]): Filter[] {
  const result: Filter[] = [];
  for (const filter of filters) {
    const same = result.findIndex(
      (other) =>
        other.column.table === filter.column.table &&
        other.column.column === filter.column.column &&
        (other.operator === "=" || other.operator === "in") &&
        filter.operator === "=",
    );
    const known = result[same];
    if (known === undefined) result.push(filter);
    else result[same] = { ...known, operator: "in", values: [...known.values, ...filter.values].sort(byText) };
  }
  return result;
}

function byText(a: Literal, b: Literal): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}

interface Found {
  readonly filter: Filter;
  readonly rest: readonly Token[];
  readonly label: string;
}

function usable(reading: Reading, table: string | undefined): readonly ColumnEntry[] {
  return reading.catalogue.columns.filter((entry) => table === undefined || reaches(reading, table, entry.table) !== "none");
}

/** `credit card trips`, `in Manhattan`, `excluding refunds`: a value that a column is known to have. */
function takeValue(reading: Reading, tokens: readonly Token[], table: string | undefined): Found | undefined {
  const candidates = usable(reading, table).flatMap((entry) =>
    (entry.values ?? []).flatMap((value) => (typeof value === "string" ? [{ entry, value, words: splitWords(value) }] : [])),
  );
  for (let length = Math.min(6, tokens.length); length >= 1; length -= 1) {
    for (let at = 0; at + length <= tokens.length; at += 1) {
      const part = tokens.slice(at, at + length);
      const said = wordsOf(part);
      if (said.length === 0 || part.some((token) => token.kind === "sign")) continue;
      const matches = candidates.filter(({ words }) => sameWords(said, words));
      if (matches.length === 0 || !isMeantAsValue(reading, tokens, at, length, said)) continue;
      const shown = matches.filter(({ entry }) => !entry.column.hidden);
      const kept = shown.length > 0 ? shown : matches;
      const phrase = said.join(" ");
      const chosen = choose(
        reading,
        `value:${phrase}`,
        `Which column has the value "${phrase}"?`,
        kept.map((match) => ({
          id: `${match.entry.table}[${match.entry.column.name}]=${match.value}`,
          text: `${match.entry.table}[${match.entry.column.name}] is "${match.value}"`,
          value: match,
        })),
      );
      const { from, negated } = leadIn(reading, tokens, at, chosen.entry);
      const to = leadOut(tokens, at + length, chosen.entry);
      return {
        filter: {
          column: { table: chosen.entry.table, column: chosen.entry.column.name },
          operator: negated ? "<>" : "=",
          values: [chosen.value],
        },
        rest: [...tokens.slice(0, from), ...tokens.slice(to)],
        label: negated ? `Not ${chosen.value}` : chosen.value,
      };
    }
  }
  return undefined;
}

function sameWords(said: readonly string[], words: readonly string[]): boolean {
  if (words.length === 0) return false;
  if (said.join("") === words.join("") && said.join("").length > 1) return true;
  return said.length === words.length && said.every((word, at) => wordLikeness(word, words[at] ?? "") >= (word.length >= 6 ? 0.82 : 0.95));
}

/** A value that is also part of a name is a value only where the sentence says so. */
function isMeantAsValue(reading: Reading, tokens: readonly Token[], at: number, length: number, said: readonly string[]): boolean {
  if (tokens.slice(at, at + length).some((token) => token.kind === "quoted")) return true;
  if (said.join("").length < 2) return false;
  const before = tokens[at - 1]?.word ?? "";
  const names = [...reading.catalogue.measures, ...reading.catalogue.columns, ...reading.catalogue.tables].flatMap((entry) => entry.names[0] ?? []);
  const isName = said.every((word) => names.some((name) => wordLikeness(name, word) >= 0.95));
  return !isName || INTRODUCES.has(before) || NEGATES.has(before) || before === "=";
}

/** Where the words that lead to a value begin: `for trips where payment type is …`. */
function leadIn(reading: Reading, tokens: readonly Token[], at: number, entry: ColumnEntry): { from: number; negated: boolean } {
  let from = at;
  let negated = false;
  while (from > 0) {
    const word = tokens[from - 1]?.word ?? "";
    if (NEGATES.has(word)) {
      // `not without` would be neither; one negation is what people write.
      negated = true;
      from -= 1;
    } else if (INTRODUCES.has(word) || word === "=" || word === "<>" || word === "!=" || FILLERS.has(word)) {
      if (word === "<>" || word === "!=") negated = true;
      from -= 1;
    } else break;
  }
  const column = columnBefore(tokens, from, entry);
  if (column < from) {
    from = column;
    while (from > 0 && (INTRODUCES.has(tokens[from - 1]?.word ?? "") || FILLERS.has(tokens[from - 1]?.word ?? ""))) from -= 1;
  }
  void reading;
  return { from, negated };
}

/** The column's own name before its value says nothing more. */
function columnBefore(tokens: readonly Token[], end: number, entry: ColumnEntry): number {
  const names = entry.names;
  for (const name of names) {
    const words = tokens.slice(Math.max(0, end - name.length), end);
    if (words.length === name.length && words.every((token, at) => token.kind === "word" && wordLikeness(token.word, name[at] ?? "") >= 0.95))
      return end - name.length;
  }
  return end;
}

/** `Manhattan borough`: the column's name behind the value. */
function leadOut(tokens: readonly Token[], at: number, entry: ColumnEntry): number {
  for (const name of entry.names) {
    const words = tokens.slice(at, at + name.length);
    if (words.length === name.length && words.every((token, index) => token.kind === "word" && wordLikeness(token.word, name[index] ?? "") >= 0.95))
      return at + name.length;
  }
  return at;
}

/** `over 10 miles`, `with more than 2 passengers`, `where fare amount > 50`. */
function takeComparison(reading: Reading, tokens: readonly Token[], table: string | undefined): Found | undefined {
  for (let at = 0; at < tokens.length; at += 1) {
    const number = tokens[at];
    if (number?.kind !== "number") continue;
    const year = calendarYear(reading, tokens, at, table);
    if (year !== undefined) return year;
    const before = tokens.slice(0, at).filter((token) => !["$", "€"].includes(token.word));
    for (const length of [3, 2, 1]) {
      const words = before.slice(-length);
      const comparison = COMPARISONS.find(([pattern]) => words.length === length && pattern.test(words.map((token) => token.word).join(" ")));
      if (comparison === undefined) continue;
      const start = before.length - length;
      return comparedColumn(reading, tokens, before.slice(0, start), at, comparison[1], table);
    }
  }
  return undefined;
}

function comparedColumn(
  reading: Reading,
  tokens: readonly Token[],
  before: readonly Token[],
  at: number,
  operator: Filter["operator"],
  table: string | undefined,
): Found | undefined {
  const numbers = usable(reading, table).filter((entry) => ["integer", "decimal", "double"].includes(entry.type) && !entry.column.hidden && !entry.column.key);
  const money = tokens.slice(0, at).at(-1)?.word;
  const value = Number(tokens[at]?.word);
  // What is counted stands behind the number (miles, passengers), or the column's name before the comparison.
  for (const length of [3, 2, 1]) {
    const after = tokens.slice(at + 1, at + 1 + length);
    if (after.length < length || after.some((token) => token.kind !== "word")) continue;
    const matches = plausible(rank(wordsOf(after), numbers));
    if (matches.length === 0 || FILLERS.has(after[0]?.word ?? "")) continue;
    const phrase = wordsOf(after).join(" ");
    const entry = choose(reading, `compared:${phrase}`, `Which column is meant by "${phrase}"?`, matches.map((match) => choiceOf(match.thing)));
    return compared(entry, operator, value, [...dropIntro(before), ...tokens.slice(at + 1 + length)]);
  }
  for (const length of [4, 3, 2, 1]) {
    const named = before.slice(-length);
    if (named.length < length) continue;
    const words = wordsOf(named).filter((word) => !FILLERS.has(word) && !INTRODUCES.has(word));
    if (words.length === 0 || INTRODUCES.has(named[0]?.word ?? "")) continue;
    const matches = plausible(rank(words, numbers)).filter((match) => match.score >= 0.6);
    if (matches.length === 0) continue;
    const phrase = words.join(" ");
    const entry = choose(reading, `compared:${phrase}`, `Which column is meant by "${phrase}"?`, matches.map((match) => choiceOf(match.thing)));
    return compared(entry, operator, value, [...dropIntro(before.slice(0, -length)), ...tokens.slice(at + 1)]);
  }
  if (money === "$" || money === "€") {
    const amounts = numbers.filter((entry) => /[$€£]/u.test(entry.column.format ?? "") || entry.names.some((name) => name.some((word) => quantityWords("dollar").includes(word))));
    if (amounts.length > 0) {
      const entry = choose(reading, "compared:money", "Which amount is compared?", amounts.map(choiceOf));
      return compared(entry, operator, value, [...dropIntro(before), ...tokens.slice(at + 1)]);
    }
  }
  return undefined;
}

function compared(entry: ColumnEntry, operator: Filter["operator"], value: number, rest: readonly Token[]): Found {
  const said = { ">": "over", "<": "under", ">=": "from", "<=": "up to", "=": "of", "<>": "other than", in: "of" }[operator];
  return {
    filter: { column: { table: entry.table, column: entry.column.name }, operator, values: [value] },
    rest,
    label: `with ${entry.column.name} ${said} ${value}`,
  };
}

function dropIntro(tokens: readonly Token[]): readonly Token[] {
  const kept = [...tokens];
  while (kept.length > 0 && (INTRODUCES.has(kept.at(-1)?.word ?? "") || FILLERS.has(kept.at(-1)?.word ?? ""))) kept.pop();
  return kept;
}

/** `in 2024`: the year of the model's calendar. */
function calendarYear(reading: Reading, tokens: readonly Token[], at: number, table: string | undefined): Found | undefined {
  const token = tokens[at];
  const intro = tokens[at - 1]?.word ?? "";
  if (token === undefined || !/^(?:19|20)\d\d$/u.test(token.word) || !["in", "for", "during", "year", "of"].includes(intro)) return undefined;
  const years = usable(reading, table).filter(
    (entry) => entry.type === "integer" && !entry.column.hidden && entry.names.some((name) => name.includes("year") || name.includes("jahr")),
  );
  if (years.length === 0) return undefined;
  const entry = choose(reading, "year", `Which column holds the year?`, years.map(choiceOf));
  let from = at;
  while (from > 0 && ["in", "for", "during", "year", "of", "the"].includes(tokens[from - 1]?.word ?? "")) from -= 1;
  return {
    filter: { column: { table: entry.table, column: entry.column.name }, operator: "=", values: [Number(token.word)] },
    rest: [...tokens.slice(0, from), ...tokens.slice(at + 1)],
    label: token.word,
  };
}

/** `valid trips`, `express parcels`, `on weekends`: a column that says yes or no. */
function takeFlag(reading: Reading, tokens: readonly Token[], table: string | undefined): Found | undefined {
  const flags = usable(reading, table).filter((entry) => entry.type === "boolean" && !entry.column.hidden);
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token?.kind !== "word") continue;
    for (const entry of flags) {
      const words = flagWords(entry);
      const own = words.some((word) => wordLikeness(word, token.word) >= 0.85);
      const opposite = words.some((word) => new RegExp(`^(?:in|un|non|not)${word}$`, "u").test(token.word));
      if (!own && !opposite) continue;
      if (words.length > 1 && !opposite && !words.every((word) => tokens.some((other) => wordLikeness(word, other.word) >= 0.85))) continue;
      if (!INTRODUCES.has(tokens[at - 1]?.word ?? "") && isOtherName(reading, tokens, token.word, entry)) continue;
      let from = at;
      let negated = opposite;
      while (from > 0 && (NEGATES.has(tokens[from - 1]?.word ?? "") || INTRODUCES.has(tokens[from - 1]?.word ?? "") || (FILLERS.has(tokens[from - 1]?.word ?? "")))) {
        if (NEGATES.has(tokens[from - 1]?.word ?? "")) negated = !negated;
        from -= 1;
      }
      const rest = tokens.filter((other, index) => index < from || (index > at && !(words.length > 1 && words.some((word) => wordLikeness(word, other.word) >= 0.95))));
      return {
        filter: { column: { table: entry.table, column: entry.column.name }, operator: "=", values: [!negated] },
        rest,
        label: negated ? `Not ${entry.column.name}` : flagLabel(entry, words),
      };
    }
  }
  return undefined;
}

/** `Valid Trip` of Trips says `valid`; `istExpress` says `express`. */
function flagWords(entry: ColumnEntry): readonly string[] {
  const name = entry.names[0] ?? [];
  const words = name.filter((word) => !["is", "ist", "has", "hat", "was", "flag", "yn", "jn"].includes(word));
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

/** Ends the reading when words are left that nothing in the project explains. */
export function refuseUnknown(reading: Reading, tokens: readonly Token[]): never {
  const phrase = rawOf(tokens);
  const words = wordsOf(tokens);
  const near = [...reading.catalogue.measures, ...reading.catalogue.columns, ...reading.catalogue.tables]
    .filter((entry) => entry.names.some((name) => name.some((part) => words.some((word) => wordLikeness(part, word) > 0))))
    .map((entry) => (entry.kind === "measure" ? entry.measure.name : entry.kind === "column" ? entry.column.name : entry.table.name));
  const known = [...new Set(near)].slice(0, 6);
  return refuse(
    "unknown-name",
    `nothing in this project is called "${phrase}"`,
    known.length > 0
      ? `Names that come near: ${known.join(", ")}.`
      : `Use the names of the project's measures, columns or tables, such as ${reading.catalogue.columns
          .filter((entry) => !entry.column.hidden)
          .slice(0, 4)
          .map((entry) => entry.column.name)
          .join(", ")}.`,
  );
}

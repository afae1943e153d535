import type { ColumnEntry, MeasureEntry } from "../catalogue/catalogue.ts";
import { quantityWords, TIME_UNITS } from "../words/unit-words.ts";
import { wordLikeness } from "../words/word-likeness.ts";
import type { Match } from "./mention.ts";
import { isMoment, isMoney, isNumber } from "./number-columns.ts";
import { choiceOf } from "./object-choice.ts";
import { choose, type Reading } from "./outcome.ts";
import { FILLERS } from "./tokens.ts";

export function pickColumn(
  reading: Reading,
  words: readonly string[],
  matches: readonly Match<ColumnEntry>[],
): ColumnEntry {
  const phrase = words.join(" ");
  const found = matches.map((match) => match.thing);
  const elsewhere = matches.some((match) => match.exact) ? [] : columnsCalledAlike(reading, words, found);
  return choose(
    reading,
    `column:${phrase}`,
    `Which column is meant by "${phrase}"?`,
    [...found, ...elsewhere].map(choiceOf),
  );
}

/** "the average fee" is that of no table: a column may be the only one that is called so after its own rows. */
function columnsCalledAlike(
  { catalogue }: Reading,
  words: readonly string[],
  found: readonly ColumnEntry[],
): readonly ColumnEntry[] {
  const said = words.filter((word) => !FILLERS.has(word) && !QUIET.has(word));
  const isCalled = (entry: ColumnEntry): boolean =>
    entry.names.some((name) => said.every((word) => name.some((part) => isSame(word, part))));
  if (said.length === 0 || !found.every(isCalled)) return [];
  const isAnyMoney = said.length === 1 && MONEY_COMES_IN.test(said[0] ?? "");
  return catalogue.columns.filter(
    (entry) =>
      isNumber(entry) &&
      !entry.column.hidden &&
      !found.includes(entry) &&
      (isCalled(entry) || (isAnyMoney && mayBeIncome(entry) && found.every(({ table }) => table !== entry.table))),
  );
}

/** Whatever money comes in may be called so, beside what has the word in its name. */
const MONEY_COMES_IN = /^(?:incomes?|revenues?|earnings|turnover|money|proceeds|takings|receipts)$/iu;

function mayBeIncome(entry: ColumnEntry): boolean {
  const goesOut = entry.names.flat().some((word) => GOES_OUT.has(word));
  return (isMoney(entry) || /[$€£¥]/u.test(`${entry.column.format ?? ""} ${entry.column.name}`)) && !goesOut;
}

const GOES_OUT = new Set(
  "cost costs expense expenses tax taxes vat discount discounts disc commission commissions repl replacement".split(
    " ",
  ),
);

export function pickMeasure(
  reading: Reading,
  words: readonly string[],
  matches: readonly Match<MeasureEntry>[],
): MeasureEntry {
  const phrase = words.join(" ");
  const found = matches.map((match) => match.thing);
  const elsewhere = matches.every((match) => !match.exact) ? calledAlike(reading, words, found) : [];
  return choose(
    reading,
    `measure:${phrase}`,
    `Which measure is meant by "${phrase}"?`,
    [...found, ...elsewhere].map(choiceOf),
  );
}

/** "revenue" may be that of another table too: nothing says which rows are meant. */
export function calledAlike(
  reading: Reading,
  words: readonly string[],
  found: readonly (MeasureEntry | ColumnEntry)[],
): readonly MeasureEntry[] {
  const said = words.filter((word) => !FILLERS.has(word) && !QUIET.has(word));
  const tables = new Set(found.map((entry) => entry.table));
  const saysTable = found.some((entry) => entry.contextWords.some((other) => words.some((one) => isSame(one, other))));
  if (said.length === 0 || saysTable) return [];
  return reading.catalogue.measures.filter(
    (entry) =>
      !tables.has(entry.table) &&
      !isPart(entry) &&
      entry.names.some((name) => said.every((word) => name.some((part) => isSame(word, part)))),
  );
}

function isSame(word: string, other: string): boolean {
  return wordLikeness(word, other) >= 0.95;
}

const PART_WORDS =
  /\b(?:rate|percentage|percent|share|ratio|proportion|fraction|pct|quote|anteil|prozent|margin)|%|quote\b/iu;

/** A part of a whole is no number of anything. */
export function isPart({ measure }: MeasureEntry): boolean {
  return (measure.format ?? "").includes("%");
}

/** Of a measure that only its sign says to be a part: "no-shows" is not No-Show %. */
export function saysPart(words: readonly string[], { measure }: MeasureEntry): boolean {
  const name = measure.name.replaceAll("%", "");
  return !measure.name.includes("%") || PART_WORDS.test(name) || PART_WORDS.test(words.join(" "));
}

/** Words of a name that say how it is computed, which nobody repeats. */
export const QUIET: ReadonlySet<string> = new Set(
  "total sum count number anzahl amount value σ betrag summe gesamt of the in per rate".split(" "),
);

/** Minutes are not told in hours by calling them so. */
export function isInOtherUnit(entry: MeasureEntry | ColumnEntry, words: readonly string[]): boolean {
  const said = words.flatMap((word) => TIME_UNITS[word] ?? []);
  const own = entry.names.flat().flatMap((word) => TIME_UNITS[word] ?? []);
  return said.length > 0 && own.length > 0 && said.some((unit) => !own.includes(unit));
}

/** "Orders opened" have the moment Opened At, and are not the Open Orders. */
export function saysWhatHappened({ catalogue }: Reading, measure: MeasureEntry, words: readonly string[]): boolean {
  return catalogue.columns.some(
    ({ table, names: [[event = ""] = []], ...entry }) =>
      table === measure.table &&
      isMoment(entry) &&
      words.includes(event) &&
      !measure.names.some((name) => name.includes(event)) &&
      measure.names.some((name) => name.some((part) => wordLikeness(part, event) >= 0.95)),
  );
}

/** Measures whose names say nothing that the phrase does not: "cost" is not "Cost of the South". */
export function whollySaid(reading: Reading, words: readonly string[]): readonly MeasureEntry[] {
  return reading.catalogue.measures.filter(
    (entry) =>
      (!isPart(entry) || saysPart(words, entry)) &&
      !isInOtherUnit(entry, words) &&
      !saysWhatHappened(reading, entry, words) &&
      entry.names.some((name) =>
        name.every(
          (part) =>
            QUIET.has(part) ||
            quantityWords(part).length > 0 ||
            entry.contextWords.some((other) => wordLikeness(other, part) >= 0.95) ||
            words.some((word) => wordLikeness(word, part) > 0),
        ),
      ),
  );
}

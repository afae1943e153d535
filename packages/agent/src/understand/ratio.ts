import type { ColumnEntry, TableEntry } from "../catalogue/catalogue.ts";
import { TIME_UNITS } from "../words/unit-words.ts";
import { readDifference } from "./difference.ts";
import { type Dimension, dimensionNamed, isCategory } from "./dimension.ts";
import { plausible, rank } from "./mention.ts";
import { titleCase } from "./names.ts";
import { isNumber } from "./number-columns.ts";
import { choose, type Reading } from "./outcome.ts";
import { aggregated, ofMeasure, type Quantity, rowsOf } from "./quantity.ts";
import { quantityNamed, tryQuantity } from "./quantity-named.ts";
import { ratioOf } from "./ratio-of.ts";
import { withoutRowNoun } from "./row-words.ts";
import { seenBy, seenByPart } from "./shown-by.ts";
import { FILLERS, rawOf, type Token, textOf, tokenize, wordsBefore, wordsOf } from "./tokens.ts";
import { refuseUnknown } from "./unknown-name.ts";

/** `x per y`, `x divided by y`, `ratio of x to y`. */
export function readRatio(reading: Reading, tokens: readonly Token[], by: readonly Dimension[]): Quantity | undefined {
  const text = textOf(tokens);
  const ratio = /^(?:the )?(?:ratio|quotient) (?:(?:of|between) )?(.+?) (?:to|and|over|per) (.+)$/u.exec(text);
  if (ratio !== null) {
    const leftFrom = wordsBefore(text, text.indexOf(ratio[1] ?? ""));
    const leftLength = (ratio[1] ?? "").split(" ").length;
    const rightLength = (ratio[2] ?? "").split(" ").length;
    return plainRatio(reading, tokens.slice(leftFrom, leftFrom + leftLength), tokens.slice(-rightLength));
  }
  const divided = / (?:divided by|over|\/|to) /u.exec(text);
  const per = / (?:per|pro|for each|for every|an(?= hour )|je) /u.exec(text);
  if (per !== null && (divided === null || divided.index > per.index)) {
    const left = tokens.slice(0, wordsBefore(text, per.index));
    const right = tokens.slice(wordsBefore(text, per.index + per[0].length));
    return perRatio(reading, left, right, rawOf(tokens), by);
  }
  if (divided !== null && divided[0] !== " to ") {
    const left = tokens.slice(0, wordsBefore(text, divided.index));
    const right = tokens.slice(wordsBefore(text, divided.index + divided[0].length));
    if (right.length === 1 && right[0]?.word === "time") return undefined;
    const isComparison = right[0]?.kind === "number" || right[1]?.kind === "number";
    if (isComparison) return undefined;
    if (divided[0] === " / " && isSeenBy(reading, right)) return perRatio(reading, left, right, rawOf(tokens), by);
    return plainRatio(reading, left, right);
  }
  return undefined;
}

/** "orders / week": what is no number at all is not divided by. */
function isSeenBy(reading: Reading, tokens: readonly Token[]): boolean {
  const { columns, measures } = reading.catalogue;
  const exact = rank(wordsOf(tokens), [...columns.filter((entry) => !entry.column.hidden), ...measures])
    .filter((match) => match.exact)
    .map((match) => match.thing);
  return exact.length > 0 && exact.every((entry) => entry.kind === "column" && isCategory(entry) && !isNumber(entry));
}

function plainRatio(reading: Reading, left: readonly Token[], right: readonly Token[]): Quantity {
  const numerator = side(reading, left);
  const denominator = side(reading, right);
  return ratioOf(reading, numerator, denominator, `${numerator.name} per ${denominator.name}`);
}

/** "a plus b, divided by c", "(a - b) / c": only a comma or brackets say that it is of both. */
function side(reading: Reading, tokens: readonly Token[]): Quantity {
  const inBrackets = tokens[0]?.word === "(" && tokens.at(-1)?.word === ")";
  const inner = inBrackets ? tokens.slice(1, -1) : tokens.at(-1)?.word === "," ? tokens.slice(0, -1) : undefined;
  const signed = inner === undefined ? undefined : readDifference(reading, inner);
  return signed ?? quantityNamed(reading, inner ?? tokens, "ratio");
}

/** What stands behind "per" is a number, a table's rows, or something to see the number by. */
function perRatio(
  reading: Reading,
  left: readonly Token[],
  right: readonly Token[],
  said: string,
  by: readonly Dimension[],
): Quantity | undefined {
  const spoken = wordsOf(right).filter((word) => !FILLERS.has(word));
  const isWhole = rank(spoken, reading.catalogue.measures).some((match) => match.exact);
  const words = isWhole ? spoken : withoutRowNoun(spoken);
  const numbers = reading.catalogue.columns.filter(isNumber);
  const measured = plausible(rank(words, numbers));
  const tables = plausible(rank(words, reading.catalogue.tables)).filter((match) => match.score > 0.6);
  const categories = plausible(
    rank(
      words,
      reading.catalogue.columns.filter((entry) => isCategory(entry) && !entry.column.hidden && !isNumber(entry)),
    ),
  );
  // "average number of a per b" is the number of rows of a by that of b.
  const counted = /^(?:the )?(?:average|avg|mean) (?:number|count) of\b/iu.test(rawOf(left))
    ? left.slice(left.findIndex(({ word }) => /^(?:number|count)$/u.test(word)))
    : undefined;
  if (counted !== undefined && tryQuantity(reading, counted, "alone")?.formula.kind === "rows")
    return perRatio(reading, counted, right, said, by);
  const isAverage = /^(?:the )?(?:average|avg|mean|averag\w*|avarage)\b/iu.test(rawOf(left));
  const name = titleCase(said.replace(/\bavg\b/iu, "Average"));
  const measureNamed = rank(words, reading.catalogue.measures).filter((match) => match.exact);
  if (measureNamed[0] !== undefined)
    return ratioOf(reading, quantityNamed(reading, left, "ratio"), ofMeasure(measureNamed[0].thing), name);
  const fact = tables.find((match) =>
    reading.catalogue.measures.some((entry) => entry.table === match.thing.table.name),
  );
  if (fact !== undefined && (measured[0] === undefined || fact.score >= measured[0].score - 0.05))
    return perRow(reading, left, fact.thing, isAverage, name);
  const timed = perTime(reading, left, words, isAverage, name);
  if (timed !== undefined) return timed;
  const category = categories[0];
  if (measured[0] !== undefined && (category === undefined || measured[0].score >= category.score)) {
    const denominator = quantityNamed(reading, right, "ratio");
    return ratioOf(reading, quantityNamed(reading, left, "ratio"), denominator, name);
  }
  const table = tables[0]?.thing;
  if (category !== undefined || table !== undefined)
    return perMember(reading, left, right, { category: category?.thing, table }, name, by);
  return refuseUnknown(reading, right);
}

/** "average price per order" is the average; "price per order" the total by the number of rows. */
function perRow(
  reading: Reading,
  left: readonly Token[],
  fact: TableEntry,
  isAverage: boolean,
  name: string,
): Quantity {
  if (isAverage) {
    const average = tryQuantity(reading, left, "alone");
    if (average !== undefined && (average.measure !== undefined || average.formula.kind === "aggregate"))
      return average;
  }
  return ratioOf(reading, quantityNamed(reading, left, "ratio"), rowsOf(reading, fact), name);
}

/** `per minute` divides by a duration; `per day` or `per hour` could also mean by day or hour, so that is asked. */
function perTime(
  reading: Reading,
  left: readonly Token[],
  words: readonly string[],
  isAverage: boolean,
  name: string,
): Quantity | undefined {
  const [word, other] = words;
  if (word === undefined || other !== undefined) return undefined;
  const isCalendar = ["day", "week", "month", "quarter", "year", "date"].includes(word);
  if (!isCalendar && TIME_UNITS[word] === undefined) return undefined;
  const numerator = quantityNamed(reading, left, "ratio");
  const dimension = dimensionQuietly(reading, word, numerator.table);
  const choices: { id: string; text: string; value: () => Quantity }[] = [];
  if (!isCalendar) {
    const duration = tryQuantity(reading, tokenize(`duration in ${word}`), "ratio");
    if (duration !== undefined)
      choices.push({
        id: "duration",
        text: `${numerator.name} divided by the total duration in ${TIME_UNITS[word]}`,
        value: () => ratioOf(reading, numerator, duration, name),
      });
  }
  if (dimension?.kind === "part") {
    const { part } = dimension;
    choices.push({
      id: "by",
      text: `${numerator.name} by ${part} of ${dimension.entry.column.name}`,
      value: () => seenByPart(numerator, dimension),
    });
  } else if (!isCalendar) {
    const moments = reading.catalogue.columns.filter(
      (entry) =>
        entry.table === numerator.table &&
        entry.type === "datetime" &&
        !entry.column.hidden &&
        entry.origin !== undefined,
    );
    for (const entry of word === "hour" ? moments : [])
      choices.push({
        id: `by:${entry.column.name}`,
        text: `${numerator.name} by hour of ${entry.column.name}`,
        value: () => seenByPart(numerator, { kind: "part", entry, part: "hour" }),
      });
  }
  // "orders per month" are orders by month; only an average of them is over the months.
  if (isCalendar && dimension?.kind === "column" && !isAverage) return seenBy(numerator, dimension.entry);
  if (dimension?.kind === "column") {
    const column = dimension.entry;
    choices.push({
      id: "by",
      text: `${numerator.name} by ${column.column.name}`,
      value: () => seenBy(numerator, column),
    });
    choices.push({
      id: "average",
      text: `${numerator.name} divided by the number of different ${column.column.name} values`,
      value: () => ratioOf(reading, numerator, aggregated(reading, "distinct-count", column), name),
    });
  }
  if (choices.length === 0) return undefined;
  return choose(reading, `per:${word}`, `What does "per ${word}" mean here?`, choices)();
}

function dimensionQuietly(reading: Reading, word: string, table: string): Dimension | undefined {
  const quiet: Reading = { ...reading, answers: reading.answers };
  try {
    return dimensionNamed(quiet, [word], table);
  } catch {
    return undefined;
  }
}

/** "x per region" is x by region; "x per customer" may also be the average over customers. */
function perMember(
  reading: Reading,
  left: readonly Token[],
  right: readonly Token[],
  found: { category: ColumnEntry | undefined; table: TableEntry | undefined },
  name: string,
  by: readonly Dimension[],
): Quantity {
  const words = wordsOf(right).filter((word) => !FILLERS.has(word));
  const numerator = quantityNamed(reading, left, "alone");
  const dimension = dimensionNamed(reading, words, numerator.table);
  if (dimension === undefined || dimension.kind !== "column") return refuseUnknown(reading, right);
  const { entry } = dimension;
  const isEntity = found.table !== undefined && entry.values === undefined;
  if (!isEntity || by.length > 0) return seenBy(numerator, entry);
  const key = memberKey(reading, numerator.table, found.table) ?? entry;
  const phrase = words.join(" ");
  return choose(reading, `per:${phrase}`, `What does "per ${phrase}" mean here?`, [
    { id: "by", text: `${numerator.name} for each ${entry.column.name}`, value: () => seenBy(numerator, entry) },
    {
      id: "average",
      text: `${numerator.name} divided by the number of different ${phrase} values`,
      value: () =>
        ratioOf(reading, quantityNamed(reading, left, "ratio"), aggregated(reading, "distinct-count", key), name),
    },
  ])();
}

function memberKey(reading: Reading, from: string, table: TableEntry | undefined): ColumnEntry | undefined {
  const via = table?.model.relationships.find(
    (other) => other.active && other.from.table === from && other.to.table === table.table.name,
  );
  return reading.catalogue.columns.find(
    (entry) => entry.table === via?.from.table && entry.column.name === via.from.column,
  );
}

import type { Aggregation } from "@throughline/contracts";
import type { ColumnEntry, MeasureEntry } from "../catalogue/catalogue.ts";
import { singular } from "../words/split-words.ts";
import { wordLikeness } from "../words/word-likeness.ts";
import type { Aggregate } from "./aggregate-words.ts";
import { countOf } from "./count-quantity.ts";
import { DURATION_WORDS } from "./duration.ts";
import { asDuration } from "./duration-quantity.ts";
import { impliedColumn, whichColumn } from "./implied-column.ts";
import { simpleFormulaOf } from "./known-formula.ts";
import { type Match, plausible, rank } from "./mention.ts";
import { isAdditive, isMoment, isNumber, isTally } from "./number-columns.ts";
import { choiceOf, labelOf } from "./object-choice.ts";
import { choose, type Reading, refuse } from "./outcome.ts";
import { aggregated, ofMeasure, type Quantity, rowsOf } from "./quantity.ts";
import { calledAlike, isInOtherUnit, isPart, pickColumn, pickMeasure, whollySaid } from "./quantity-choice.ts";
import { FILLERS, type Token, wordsOf } from "./tokens.ts";

/** A phrase without conditions as a number: an aggregate that it says, or what goes by that name. */
export function fitted(
  reading: Reading,
  aggregate: Aggregate | undefined,
  tokens: readonly Token[],
  within: "alone" | "ratio",
  said?: string,
): Quantity | undefined {
  const words = wordsOf(tokens);
  return words.length === 0 ? undefined : fit(reading, aggregate, words, within, said);
}

function fit(
  reading: Reading,
  aggregate: Aggregate | undefined,
  words: readonly string[],
  within: "alone" | "ratio",
  said: string | undefined,
): Quantity | undefined {
  if (aggregate === "count" || aggregate === "distinct-count") return countOf(reading, aggregate, words);
  const numbers = reading.catalogue.columns.filter((entry) => isNumber(entry) && !isInOtherUnit(entry, words));
  const isExtreme = aggregate === "min" || aggregate === "max";
  const candidates = isExtreme ? [...numbers, ...momentsOf(reading)] : numbers;
  if (aggregate === undefined) return unaggregated(reading, words, candidates, within);
  // The rows' own name says nothing about a column of theirs: "total trips" is not the sum of Trip Distance.
  // "The average time" may be between any two moments: that a number is told in minutes does not make it that one.
  const isAnyTime = /^(?:time|duration)$/u.test(words.filter((word) => !FILLERS.has(word)).join(" "));
  const columns = plausible(rank(words, isAnyTime ? [] : candidates)).filter(
    ({ exact, thing }) =>
      exact ||
      isExtreme ||
      words.some((word) => !thing.contextWords.some((other) => wordLikeness(word, other) >= 0.95)),
  );
  const wanted = within === "ratio" && aggregate === "average" ? "sum" : (aggregate as Aggregation);
  if (columns.length > 0 && aggregate === "sum") return summed(reading, words, columns);
  if (columns.length > 0) return aggregated(reading, wanted, pickColumn(reading, words, columns));
  const duration = isAnyTime && !hasOneDuration(reading) ? undefined : asDuration(reading, aggregate, words, within);
  if (duration !== undefined) return duration;
  const implied = impliedColumn(reading, aggregate, words, said);
  if (implied !== undefined) return implied;
  // "Total amount for valid orders" is no number of orders.
  const isAmount = said?.endsWith("amount") === true || said?.endsWith("amount of") === true;
  const counts = (entry: MeasureEntry): boolean =>
    entry.names.flat().some((name) => ["count", "number", "anzahl"].includes(name));
  const measures = plausible(rank(words, whollySaid(reading, words))).filter(
    ({ thing }) => !isAmount || !counts(thing),
  );
  const headed = measures.length === 0 && aggregate === "sum" ? headedBy(reading, words) : undefined;
  if (headed !== undefined) return ofMeasure(headed);
  if (measures.length > 0 && (aggregate === "sum" || within === "ratio"))
    return ofMeasure(pickMeasure(reading, words, measures));
  if (measures.length > 0)
    refuse(
      "measure-of-measure",
      `the ${aggregate} of ${labelOf(measures[0]?.thing as MeasureEntry)} needs to know over what`,
      'Say per what, such as "average orders per customer", or name a column.',
    );
  return whichColumn(reading, aggregate, words);
}

/** "Intake" is Milk Intake, where nothing else that can be counted ends so and the measure is of all rows. */
function headedBy(reading: Reading, words: readonly string[]): MeasureEntry | undefined {
  const { measures, columns, tables } = reading.catalogue;
  const said = words.filter((word) => !FILLERS.has(word));
  const isHead = (name: readonly string[]): boolean =>
    said.length > 0 &&
    said.length < name.length &&
    said.every((word, at) => wordLikeness(name[name.length - said.length + at] ?? "", word) >= 0.95);
  const named = measures.filter((entry) => entry.names.some(isHead));
  const others = [...columns, ...tables].filter((entry) => entry.names.some((name) => isHead(name)));
  const [only, other] = named;
  if (only === undefined || other !== undefined || others.length > 0 || isPart(only)) return undefined;
  const formula = simpleFormulaOf(reading.catalogue, only);
  return formula?.kind === "aggregate" && formula.function === "sum" ? only : undefined;
}

/** Between two moments and no others: "the average time" can only be that. */
function hasOneDuration({ catalogue }: Reading): boolean {
  const moments = catalogue.columns.filter((entry) => entry.type === "datetime" && !entry.column.hidden);
  const [first, second, third] = moments;
  return first !== undefined && first.table === second?.table && third === undefined;
}

/** A calendar's days are not when anything happened; they are meant where there are no others. */
function momentsOf({ catalogue }: Reading): readonly ColumnEntry[] {
  const calendars = new Set(catalogue.tables.flatMap((entry) => (entry.table.calendar ? [entry.table.name] : [])));
  const moments = catalogue.columns.filter((entry) => isMoment(entry) && !entry.column.hidden);
  const happened = moments.filter((entry) => !calendars.has(entry.table));
  return happened.length > 0 ? happened : moments;
}

/** "total revenue": of a column, or as well a measure of another table that is called so. */
function summed(reading: Reading, words: readonly string[], columns: readonly Match<ColumnEntry>[]): Quantity {
  const elsewhere = columns.some((match) => match.exact)
    ? []
    : calledAlike(
        reading,
        words,
        columns.map((match) => match.thing),
      );
  if (elsewhere.length === 0) return aggregated(reading, "sum", pickColumn(reading, words, columns));
  const phrase = words.join(" ");
  return choose(reading, `number:${phrase}`, `Which number is meant by "${phrase}"?`, [
    ...columns.map(({ thing }) => ({ ...choiceOf(thing), value: () => aggregated(reading, "sum", thing) })),
    ...elsewhere.map((entry) => ({ ...choiceOf(entry), value: () => ofMeasure(entry) })),
  ])();
}

/** No word says sum, average or count: a measure of that name, a table's rows, or a question. */
function unaggregated(
  reading: Reading,
  words: readonly string[],
  numbers: readonly ColumnEntry[],
  within: "alone" | "ratio",
): Quantity | undefined {
  const { measures, tables } = reading.catalogue;
  const [table] = plausible(
    rank(
      words,
      tables.filter((entry) => measures.some((measure) => measure.table === entry.table.name)),
    ),
  ).filter((match) => match.exact);
  if (table !== undefined) return rowsOf(reading, table.thing);
  const columns = plausible(rank(words, numbers));
  const named = plausible(rank(words, whollySaid(reading, words)));
  const bestColumn = columns[0];
  const bestMeasure = named[0];
  if (bestMeasure?.exact && !(bestColumn?.exact ?? false)) return ofMeasure(pickMeasure(reading, words, named));
  if (
    bestColumn !== undefined &&
    (bestMeasure === undefined || bestColumn.exact || bestColumn.score >= bestMeasure.score - 0.05)
  ) {
    const entry = pickColumn(reading, words, columns);
    if (within === "ratio" || isAdditive(entry) || isTally(entry)) return aggregated(reading, "sum", entry);
    const phrase = words.join(" ");
    const choices = (["sum", "average"] as const).map((name) => ({
      id: name,
      text: `${name} of ${entry.column.name}`,
      value: name,
    }));
    return aggregated(reading, choose(reading, `aggregate:${phrase}`, `Which number of "${phrase}"?`, choices), entry);
  }
  if (bestMeasure !== undefined) return ofMeasure(pickMeasure(reading, words, named));
  const headed = within === "ratio" || columns.length === 0 ? headedBy(reading, words) : undefined;
  if (headed !== undefined) return ofMeasure(headed);
  const [anyTable] = plausible(rank(words, tables));
  const [word, other] = words.filter((one) => !FILLERS.has(one));
  // "providers by specialty": many of them can only be counted.
  if (anyTable?.exact && word !== undefined && other === undefined && singular(word) !== word)
    return countOf(reading, "count", words);
  // "Yield" is no row of Daily Yield; "orders" and "sales order" are.
  const isRows = anyTable?.exact === true || words.some((one) => singular(one) !== one);
  if (within === "ratio" && anyTable !== undefined && isRows) return rowsOf(reading, anyTable.thing);
  if (
    within === "ratio" ||
    words.some((word) => DURATION_WORDS.has(word) && word !== "time" && word !== "length") ||
    (words.includes("between") && !words.some((one) => /^\d/u.test(one))) ||
    (words.includes("from") && words.includes("to"))
  ) {
    if (within === "ratio" || asDuration(reading, "sum", words, within) === undefined)
      return asDuration(reading, "sum", words, within);
    const phrase = words.join(" ");
    const choices = (["average", "sum"] as const).map((name) => ({
      id: name,
      text: `${name} of ${phrase}`,
      value: name,
    }));
    return asDuration(
      reading,
      choose(reading, `aggregate:${phrase}`, `Which number of "${phrase}"?`, choices),
      words,
      within,
    );
  }
  return undefined;
}

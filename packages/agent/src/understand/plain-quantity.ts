import type { Aggregation, Filter } from "@throughline/contracts";
import type { ColumnEntry, MeasureEntry } from "../catalogue/catalogue.ts";
import { singular, splitWords } from "../words/split-words.ts";
import { TIME_UNITS } from "../words/unit-words.ts";
import { wordLikeness } from "../words/word-likeness.ts";
import { type Aggregate, splitAggregate, stripped } from "./aggregate-words.ts";
import { INTRODUCES, NEGATES } from "./condition.ts";
import { countOf } from "./count-quantity.ts";
import { reaches } from "./dimension.ts";
import { DURATION_WORDS } from "./duration.ts";
import { asDuration } from "./duration-quantity.ts";
import { takeFilters } from "./filters.ts";
import { impliedColumn, whichColumn } from "./implied-column.ts";
import { simpleFormulaOf } from "./known-formula.ts";
import { rowsMeant } from "./main-table.ts";
import { factNamed, measureNamed } from "./measure-named.ts";
import { filteredFormulaOf } from "./measure-parts.ts";
import { type Match, plausible, rank } from "./mention.ts";
import { narrowedTo } from "./narrowed-reading.ts";
import { isAdditive, isMoment, isNumber, isTally } from "./number-columns.ts";
import { choiceOf, labelOf } from "./object-choice.ts";
import { choose, type Reading, refuse } from "./outcome.ts";
import { takePresence } from "./presence.ts";
import { aggregated, ofMeasure, type Quantity, rowsOf, withFilters } from "./quantity.ts";
import { calledAlike, pickColumn, pickMeasure, whollySaid } from "./quantity-choice.ts";
import { isRowWord, namesCondition } from "./row-words.ts";
import { FILLERS, type Token, tokenize, wordsOf } from "./tokens.ts";

/** Reads a phrase as one number that the project has: a measure, or an aggregate of a column, perhaps of some rows. */
export function plainQuantity(
  reading: Reading,
  tokens: readonly Token[],
  within: "alone" | "ratio",
): Quantity | undefined {
  const phrase = stripped(tokens);
  if (phrase.length === 0) return undefined;
  // "New customers" may be a value, although "new" says nothing of what is counted.
  const isNew = phrase.some(({ word }, at) => word === "new" && isWholeValue(reading, phrase.slice(at, at + 2)));
  // "Orders with a discount" are orders, and not the discount.
  const some = takePresence(reading, phrase, undefined);
  const hasSome =
    some !== undefined && wordsOf(some.rest).every((word) => isRowWord(reading, word) || ONLY_COUNTS.has(word));
  const averaged = within === "ratio" && splitAggregate(phrase).aggregate === "average";
  const known = averaged || isNew || hasSome ? undefined : measureNamed(reading, phrase);
  if (known !== undefined && explainsNegation(phrase, known.names)) return ofMeasure(known);
  const column = rank(wordsOf(phrase), reading.catalogue.columns.filter(isNumber)).find(
    (match) => match.exact && match.score > 0.9,
  );
  const split = splitAggregate(phrase);
  // "Total Amount" may be a column's name; "number of adults" is what is counted of Adults, however it is described.
  const isNamed = column?.thing.names.some((name) => name.includes(phrase[0]?.word ?? "")) === true;
  const { aggregate, rest, said } = isNamed ? { aggregate: undefined, rest: phrase, said: undefined } : split;
  // "New customers" may be a value, although "new" says nothing of which table is meant.
  const whole =
    hasSome || isWholeValue(reading, phrase.slice(-rest.length - 1)) || isWholeValue(reading, rest)
      ? undefined
      : fitted(reading, aggregate, rest, within, said);
  if (whole !== undefined && explainsNegation(phrase, namesOf(reading, whole))) return whole;
  const fact = factNamed(reading, rest) ?? factOfNumbers(reading, rest);
  const all = takeFilters(reading, phrase, fact);
  // "returns in the North": where every word is a condition, the yes/no word may be the name of a measure.
  const {
    filters,
    rest: unfiltered,
    label,
  } = all.rest.length > 0 ? all : takeFilters(reading, phrase, fact, "no-flags");
  // "refunds as a share of orders": in a ratio, rows that have a value can only be counted.
  if (filters.length === 0 || unfiltered.length === 0)
    return (within === "ratio" || aggregate === "count" || namesMany(phrase, all.filters)) &&
      all.filters.length > 0 &&
      all.rest.length === 0
      ? countedByCondition(reading, all.filters, all.label)
      : undefined;
  if (linksUnclearly(phrase, filters)) return undefined;
  const restricted = narrowedTo(reading, filters);
  const named = averaged ? undefined : measureNamed(restricted, unfiltered);
  // What is named in full and cannot have the condition is not another that is named in part.
  if (named === undefined && measureNamed(reading, unfiltered) !== undefined) return undefined;
  if (named !== undefined && mayBePart(reading, ofMeasure(named), filters, label)) return undefined;
  if (named !== undefined) return ofMeasureWhere(reading, named, filters, label, phrase);
  // "A number for the north" may be any.
  if (/^(?:number|figure)$/u.test(phrase[0]?.word ?? "") && ["for", "on", "about"].includes(phrase[1]?.word ?? ""))
    return undefined;
  const counting = wordsOf(unfiltered);
  if (counting.every((word) => ONLY_COUNTS.has(word)) && counting.some((word) => COUNTS.has(word)))
    return countedByCondition(reading, filters, label);
  const left = splitAggregate(stripped(unfiltered));
  const base =
    fitted(restricted, left.aggregate, left.rest, within, left.said) ??
    ofMembers(restricted, left.aggregate, left.rest, within) ??
    besideConditions(restricted, unfiltered, filters, within);
  if (base === undefined || !explainsNegation(unfiltered, namesOf(reading, base))) return undefined;
  if (mayBePart(reading, base, filters, label)) return undefined;
  return filters.every((filter) => reaches(reading, base.table, filter.column.table) !== "none")
    ? withFilters(reading, base, filters, label)
    : undefined;
}

/** "north and south sales" where South Sales is a measure: a condition beside its own on the same column is of both values. */
function ofMeasureWhere(
  reading: Reading,
  measure: MeasureEntry,
  filters: readonly Filter[],
  label: string,
  said: readonly Token[],
): Quantity | undefined {
  const own = filteredFormulaOf(reading.catalogue, measure);
  const [condition] = own?.filters ?? [];
  const isSame = (filter: Filter): boolean =>
    filter.column.table === condition?.column.table && filter.column.column === condition.column.column;
  const same = filters.find(isSame);
  if (own === undefined || condition === undefined || same === undefined)
    return withFilters(reading, ofMeasure(measure), filters, label);
  const isList = said.some(({ word }) => LINKS.has(word)) && (same.operator === "=" || same.operator === "in");
  if (!isList || own.of.kind !== "measure") return undefined;
  const { table, measure: name } = own.of.measure;
  const whole = reading.catalogue.measures.find((entry) => entry.table === table && entry.measure.name === name);
  const values = [...same.values, ...condition.values].sort((a, b) => (String(a) < String(b) ? -1 : 1));
  const all: Filter[] = filters.map((filter) => (filter === same ? { ...same, operator: "in", values } : filter));
  return whole === undefined
    ? undefined
    : withFilters(reading, ofMeasure(whole), all, `${label} ${condition.values.join(" ")}`);
}

/** "a or b" of two columns, "from a to b": neither a list of values nor conditions that all hold. */
function linksUnclearly(tokens: readonly Token[], filters: readonly Filter[]): boolean {
  const text = wordsOf(tokens).join(" ");
  const values = filters.reduce((sum, filter) => sum + (filter.operator === "in" ? filter.values.length - 1 : 0), 0);
  if (values > 0 && /\bfrom .+ (?:to|until|till|through) |\bbetween .+ and /u.test(` ${text} `)) return true;
  const ors =
    text.match(/\bor (?!more|less|above|over|up|higher|longer|fewer|below|under|lower|shorter)/gu)?.length ?? 0;
  const columns = new Set(filters.map(({ column }) => `${column.table}.${column.column}`));
  const negated = filters.filter((filter) => filter.operator === "<>").length;
  return ors > values + Math.max(0, negated - 1) && columns.size > 1;
}

/** "total amount without tips" may be less the tips, or of the rows that have none. */
function mayBePart(reading: Reading, quantity: Quantity, filters: readonly Filter[], label: string): boolean {
  const { formula, measure } = quantity;
  const plain = measure === undefined ? formula : simpleFormulaOf(reading.catalogue, measure);
  if (plain?.kind !== "aggregate" || plain.function !== "sum") return false;
  return filters.some(({ column }) => {
    const entry = reading.catalogue.columns.find(
      (one) => one.table === column.table && one.column.name === column.column,
    );
    const isPresence = label.includes(`without ${column.column}`) || label.endsWith(`with ${column.column}`);
    return entry !== undefined && isAdditive(entry) && isPresence;
  });
}

const LINKS = new Set("and or , & plus +".split(" "));

/** The one table whose numbers a phrase names: "bar tips" are tips, whatever else there is that is called bar. */
function factOfNumbers(reading: Reading, tokens: readonly Token[]): string | undefined {
  const words = wordsOf(tokens).filter((word) => !FILLERS.has(word));
  const numbers = [...reading.catalogue.measures, ...reading.catalogue.columns.filter((entry) => isNumber(entry))];
  const named = numbers.filter((entry) =>
    words.some((word) => (entry.names[0] ?? []).some((part) => part.length > 2 && wordLikeness(part, word) >= 0.95)),
  );
  const [only, other] = [...new Set(named.map((entry) => entry.table))];
  return other === undefined ? only : undefined;
}

/** "revenue of cancelled orders": the rows are only said for their condition, so that the number is what is left. */
export function besideConditions(
  reading: Reading,
  tokens: readonly Token[],
  filters: readonly Filter[],
  within: "alone" | "ratio",
): Quantity | undefined {
  let kept = tokens;
  for (let at = tokens.length - 1; at >= 0; at -= 1) {
    const word = tokens[at]?.word ?? "";
    if (!isRowWord(reading, word) && !namesCondition(reading, word, filters)) continue;
    kept = stripped(kept.filter((token) => token !== tokens[at])).filter(
      (token, place, all) => !(place === all.length - 1 && INTRODUCES.has(token.word)),
    );
    const { aggregate, rest, said } = splitAggregate(kept);
    if (kept.length === 0 || rest.length === 0) return undefined;
    const measure = measureNamed(reading, kept);
    const found = measure === undefined ? fitted(reading, aggregate, rest, within, said) : ofMeasure(measure);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** "Without", "no" and their like turn a number round: what is found must say them too. "No. of" is a number. */
function explainsNegation(tokens: readonly Token[], names: readonly (readonly string[])[]): boolean {
  return tokens.every(({ word }, at) => {
    if (!NEGATES.has(word) && word !== "zero") return true;
    if (word === "no" && ["of", "."].includes(tokens[at + 1]?.word ?? "")) return true;
    return names.some((name) => name.some((part) => wordLikeness(part, word) > 0));
  });
}

function namesOf(reading: Reading, quantity: Quantity): readonly (readonly string[])[] {
  const { formula, measure } = quantity;
  if (measure !== undefined) return measure.names;
  if (formula.kind !== "aggregate") return [splitWords(quantity.name)];
  const { table, column } = formula.column;
  const entry = reading.catalogue.columns.find((one) => one.table === table && one.column.name === column);
  return [splitWords(quantity.name), ...(entry?.names ?? [])];
}

/** "average price for new customers": every row has one, so that they say nothing more; unless they are counted. */
function ofMembers(
  reading: Reading,
  aggregate: Aggregate | undefined,
  rest: readonly Token[],
  within: "alone" | "ratio",
): Quantity | undefined {
  if (aggregate === undefined || aggregate === "count" || aggregate === "distinct-count") return undefined;
  const facts = new Set(reading.catalogue.measures.map((entry) => entry.table));
  const members = reading.catalogue.tables.filter((entry) => !facts.has(entry.table.name));
  const kept = rest.filter(
    ({ word }) => !rank([word], members).some((match) => match.exact) && !FILLERS.has(word) && !INTRODUCES.has(word),
  );
  if (kept.length === 0 || kept.length === rest.length) return undefined;
  const known = measureNamed(reading, [...tokenize(aggregate), ...kept]);
  return known === undefined ? fitted(reading, aggregate, kept, within) : ofMeasure(known);
}

function isWholeValue(reading: Reading, tokens: readonly Token[]): boolean {
  const said = wordsOf(tokens).map(singular).join(" ");
  if (tokens.length < 2) return false;
  return reading.catalogue.columns.some((entry) =>
    (entry.values ?? []).some(
      (value) => typeof value === "string" && splitWords(value).map(singular).join(" ") === said,
    ),
  );
}

/** "No-shows by region": many of what a value says can only be counted, where the value is not plural itself. */
function namesMany(tokens: readonly Token[], filters: readonly Filter[]): boolean {
  const last = tokens.at(-1)?.word ?? "";
  const [value] = filters.at(-1)?.values ?? [];
  return last.length > 3 && singular(last) !== last && !(typeof value === "string" && /s$/iu.test(value));
}

/** "Total" alone may be of anything. */
const COUNTS = new Set("number count counts many nr no".split(" "));

const ONLY_COUNTS = new Set("number of count counts how many nr no total the".split(" "));

/** "number of refunds": rows that have a value are counted, where it is a column of theirs and not of another table. */
function countedByCondition(reading: Reading, filters: readonly Filter[], label: string): Quantity | undefined {
  const rows = rowsMeant(reading, filters);
  if (rows === undefined || !filters.some((filter) => filter.column.table === rows.table)) return undefined;
  if (filters.some((filter) => reaches(reading, rows.table, filter.column.table) === "none")) return undefined;
  return withFilters(reading, rows, filters, label);
}

function fitted(
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
  const columns = plausible(rank(words, candidates)).filter(
    ({ exact, thing }) =>
      exact ||
      isExtreme ||
      words.some((word) => !thing.contextWords.some((other) => wordLikeness(word, other) >= 0.95)),
  );
  const wanted = within === "ratio" && aggregate === "average" ? "sum" : (aggregate as Aggregation);
  if (columns.length > 0 && aggregate === "sum") return summed(reading, words, columns);
  if (columns.length > 0) return aggregated(reading, wanted, pickColumn(reading, words, columns));
  const duration = asDuration(reading, aggregate, words, within);
  if (duration !== undefined) return duration;
  const implied = impliedColumn(reading, aggregate, words, said);
  if (implied !== undefined) return implied;
  const measures = plausible(rank(words, whollySaid(reading, words)));
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

/** Minutes are not told in hours by calling them so. */
function isInOtherUnit(entry: ColumnEntry, words: readonly string[]): boolean {
  const said = words.flatMap((word) => TIME_UNITS[word] ?? []);
  const own = entry.names.flat().flatMap((word) => TIME_UNITS[word] ?? []);
  return said.length > 0 && own.length > 0 && said.some((unit) => !own.includes(unit));
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
  const [anyTable] = plausible(rank(words, tables));
  const [word, other] = words.filter((one) => !FILLERS.has(one));
  // "providers by specialty": many of them can only be counted.
  if (anyTable?.exact && word !== undefined && other === undefined && singular(word) !== word)
    return countOf(reading, "count", words);
  if (within === "ratio" && anyTable !== undefined) return rowsOf(reading, anyTable.thing);
  if (
    within === "ratio" ||
    words.some((word) => DURATION_WORDS.has(word) && word !== "time" && word !== "length") ||
    words.includes("between") ||
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

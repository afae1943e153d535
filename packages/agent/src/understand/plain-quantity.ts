import type { Filter } from "@throughline/contracts";
import type { MeasureEntry } from "../catalogue/catalogue.ts";
import { singular, splitWords } from "../words/split-words.ts";
import { wordLikeness } from "../words/word-likeness.ts";
import { type Aggregate, splitAggregate, stripped } from "./aggregate-words.ts";
import { INTRODUCES, NEGATES } from "./condition.ts";
import { countedByEvent } from "./counted-event.ts";
import { reaches } from "./dimension.ts";
import { takeFilters } from "./filters.ts";
import { fitted } from "./fitted-quantity.ts";
import { rowsMeant } from "./main-table.ts";
import { factNamed, measureNamed } from "./measure-named.ts";
import { filteredFormulaOf } from "./measure-parts.ts";
import { rank } from "./mention.ts";
import { narrowedTo } from "./narrowed-reading.ts";
import { isNumber } from "./number-columns.ts";
import { isOfOtherMoment } from "./other-moment.ts";
import { Outcome, type Reading } from "./outcome.ts";
import { takePresence } from "./presence.ts";
import { ofMeasure, type Quantity, withFilters } from "./quantity.ts";
import { ANY_ROWS, isRowWord, namesCondition } from "./row-words.ts";
import { FILLERS, type Token, tokenize, wordsOf } from "./tokens.ts";
import { isContradicted, linksUnclearly, mayBePart } from "./unclear-condition.ts";

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
    hasSome ||
    namesAmount(reading, phrase, said) ||
    isWholeValue(reading, phrase.slice(-rest.length - 1)) ||
    isWholeValue(reading, rest)
      ? undefined
      : unlessConditions(reading, phrase, () => fitted(reading, aggregate, rest, within, said));
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
      : filters.length === 0 && (aggregate === undefined || aggregate === "count")
        ? countedByEvent(reading, phrase)
        : undefined;
  if (linksUnclearly(phrase, filters)) return undefined;
  const restricted = narrowedTo(reading, filters);
  const named = averaged
    ? undefined
    : (measureNamed(restricted, unfiltered) ?? measureNamed(restricted, withoutRowsAtEnd(reading, unfiltered)));
  // What is named in full and cannot have the condition is not another that is named in part.
  if (named === undefined && measureNamed(reading, unfiltered) !== undefined) return undefined;
  if (named !== undefined && mayBePart(reading, ofMeasure(named), filters, label)) return undefined;
  if (named !== undefined && isOfOtherMoment(reading, phrase, filters, named.table)) return undefined;
  if (named !== undefined) return ofMeasureWhere(reading, named, filters, label, phrase);
  // "A number for the north" may be any.
  if (/^(?:number|figure)$/u.test(phrase[0]?.word ?? "") && ["for", "on", "about"].includes(phrase[1]?.word ?? ""))
    return undefined;
  // "Number of fraud cases": whatever the rows are called, those with the condition are counted.
  const counting = wordsOf(unfiltered).filter((word) => !ANY_ROWS.has(word));
  if (counting.every((word) => ONLY_COUNTS.has(word)) && counting.some((word) => COUNTS.has(word)))
    return countedByCondition(reading, filters, label);
  const left = splitAggregate(stripped(unfiltered));
  const base =
    fitted(restricted, left.aggregate, left.rest, within, left.said) ??
    ofMembers(restricted, left.aggregate, left.rest, within) ??
    besideConditions(restricted, unfiltered, filters, within) ??
    countedByEvent(restricted, unfiltered);
  if (base === undefined || !explainsNegation(unfiltered, namesOf(reading, base))) return undefined;
  if (isOfOtherMoment(reading, phrase, filters, base.table)) return undefined;
  if (mayBePart(reading, base, filters, label) || isContradicted(reading, base, filters)) return undefined;
  return filters.every((filter) => reaches(reading, base.table, filter.column.table) !== "none")
    ? withFilters(reading, base, filters, label)
    : undefined;
}

/** What cannot be read with its conditions may be without; a question stands. */
function unlessConditions(
  reading: Reading,
  phrase: readonly Token[],
  read: () => Quantity | undefined,
): Quantity | undefined {
  try {
    return read();
  } catch (outcome) {
    const isRefused = outcome instanceof Outcome && outcome.understanding.status === "refused";
    if (isRefused && takeFilters(reading, phrase, undefined).filters.length > 0) return undefined;
    throw outcome;
  }
}

/** "total amount orders", of which "for valid" was taken. */
function withoutRowsAtEnd(reading: Reading, tokens: readonly Token[]): readonly Token[] {
  const last = tokens.at(-1)?.word ?? "";
  return tokens.length > 1 && isRowWord(reading, last) ? tokens.slice(0, -1) : tokens;
}

/** "total amount for valid orders": Total Amount, where there is a measure that is called so, of some rows. */
function namesAmount(reading: Reading, phrase: readonly Token[], said: string | undefined): boolean {
  const words = said?.split(" ") ?? [];
  const isRest = phrase.length > words.length && words.at(-1) === "amount";
  return isRest && measureNamed(reading, phrase.slice(0, words.length)) !== undefined;
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
    // What is left of "number of red cars" without its rows names no number.
    if (wordsOf(kept).every((one) => ONLY_COUNTS.has(one))) return undefined;
    const measure = measureNamed(reading, kept);
    const found = measure === undefined ? fitted(reading, aggregate, rest, within, said) : ofMeasure(measure);
    if (found !== undefined) return found;
    // "Yield records" are the rows of Daily Yield.
    if (ANY_ROWS.has(word)) return fitted(reading, "count", rest, within);
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

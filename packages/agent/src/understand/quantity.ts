import type { Aggregation, Filter, Formula, NewColumn } from "@throughline/contracts";
import type { ColumnEntry, MeasureEntry, TableEntry } from "../catalogue/catalogue.ts";
import { TIME_UNITS } from "../words/unit-words.ts";
import { DURATION_WORDS, durationColumn, saysEvent } from "./duration.ts";
import { refuseUnknown, takeFilters } from "./filters.ts";
import { measureComputing } from "./known-formula.ts";
import { type Match, plausible, rank } from "./mention.ts";
import { aggregateName, titleCase } from "./names.ts";
import { choiceOf, idOf, labelOf } from "./object-choice.ts";
import { type Choice, choose, type Reading, refuse } from "./outcome.ts";
import { FILLERS, KIND_WORDS, type Token, wordsOf } from "./tokens.ts";

/** A number that a phrase asks for: how it is computed, and what it is called and shown like. */
export interface Quantity {
  readonly formula: Formula;
  readonly table: string;
  readonly name: string;
  readonly description: string;
  readonly format?: string;
  readonly folder?: string;
  /** Columns that must be made for it. */
  readonly columns: readonly NewColumn[];
  /** The measure it is, when it is one that exists. */
  readonly measure?: MeasureEntry;
}

type Aggregate = Aggregation | "rows";

const AGGREGATES: readonly (readonly [RegExp, Aggregate])[] = [
  [/^(?:the )?(?:distinct|unique|different) (?:number|count|amount) of\b/u, "distinct-count"],
  [/^(?:the )?(?:number|count|nr|no|#) of (?:the )?(?:distinct|unique|different)\b/u, "distinct-count"],
  [/^(?:the )?(?:how many|count|#) (?:the )?(?:distinct|unique|different)\b/u, "distinct-count"],
  [/^(?:the )?(?:distinct|unique) count of\b|^(?:the )?(?:distinct|unique|different)\b/u, "distinct-count"],
  [/^(?:the )?(?:total )?(?:number|count|nr|no|quantity) of\b|^(?:the )?how many\b|^# (?:of )?|^count\b/u, "count"],
  [/^(?:the )?(?:average|avg|mean|averages?|averge|avarage|avrage|averag|aver|ø)(?: value)?(?: of)?\b/u, "average"],
  [/^(?:the )?(?:grand |overall )?(?:total|sum|totals|sums|totl|summed|combined|cumulated|σ)(?: (?:amount|value))?(?: of)?\b/u, "sum"],
  [/^(?:the )?(?:minimum|min|lowest|smallest|shortest|least|cheapest|lightest|earliest|slowest|minimal)(?: value)?(?: of)?\b/u, "min"],
  [/^(?:the )?(?:maximum|max|highest|largest|longest|biggest|greatest|latest|heaviest|fastest|most expensive|maximal)(?: value)?(?: of)?\b/u, "max"],
];

/** Reads a phrase as one number. `within: ratio` reads averages as sums: a ratio of totals is what "average x per y" means. */
export function quantityNamed(reading: Reading, tokens: readonly Token[], within: "alone" | "ratio"): Quantity {
  const found = tryQuantity(reading, tokens, within);
  return found ?? refuseUnknown(reading, stripped(tokens));
}

export function tryQuantity(reading: Reading, tokens: readonly Token[], within: "alone" | "ratio"): Quantity | undefined {
  const phrase = stripped(tokens);
  if (phrase.length === 0) return undefined;
  const known = exactMeasure(reading, phrase);
  if (known !== undefined) return ofMeasure(known);
  const { aggregate, rest } = splitAggregate(phrase);
  const whole = fitted(reading, aggregate, rest, within, [], "");
  if (whole !== undefined) return whole;
  const table = factNamed(reading, rest);
  const filtered = takeFilters(reading, rest, table);
  if (filtered.filters.length === 0) return undefined;
  const inner = filtered.rest.length === 0 ? undefined : (exactFiltered(reading, aggregate, filtered.rest) ?? fitted(reading, aggregate, filtered.rest, within, filtered.filters, filtered.label));
  if (inner !== undefined) return inner.formula.kind === "filtered" ? inner : withFilters(reading, inner, filtered.filters, filtered.label);
  return undefined;
}

/** `count of valid trips` may name a measure whose name the filter words are part of. */
function exactFiltered(reading: Reading, aggregate: Aggregate | undefined, rest: readonly Token[]): Quantity | undefined {
  if (aggregate !== undefined) return undefined;
  const known = exactMeasure(reading, rest);
  return known === undefined ? undefined : ofMeasure(known);
}

function stripped(tokens: readonly Token[]): readonly Token[] {
  let kept = [...tokens];
  while (kept.length > 0 && FILLERS.has(kept[0]?.word ?? "") ) kept = kept.slice(1);
  while (kept.length > 0 && (FILLERS.has(kept.at(-1)?.word ?? "") || kept.at(-1)?.word === "," )) kept = kept.slice(0, -1);
  return kept;
}

function splitAggregate(tokens: readonly Token[]): { aggregate: Aggregate | undefined; rest: readonly Token[] } {
  const text = tokens.map((token) => (token.kind === "quoted" ? "\u0001" : token.word)).join(" ");
  for (const [pattern, aggregate] of AGGREGATES) {
    const match = pattern.exec(text);
    if (match === null || match[0].trim() === "") continue;
    const length = match[0].trim().split(" ").length;
    if (length > tokens.length) continue;
    return { aggregate, rest: stripped(tokens.slice(length)) };
  }
  const last = tokens.at(-1)?.word;
  if (tokens.length > 1 && (last === "count" || last === "counts")) return { aggregate: "count", rest: tokens.slice(0, -1) };
  if (tokens.length > 1 && (last === "total" || last === "sum")) return { aggregate: "sum", rest: tokens.slice(0, -1) };
  if (tokens.length > 1 && (last === "average" || last === "avg")) return { aggregate: "average", rest: tokens.slice(0, -1) };
  return { aggregate: undefined, rest: tokens };
}

function exactMeasure(reading: Reading, tokens: readonly Token[]): MeasureEntry | undefined {
  const words = wordsOf(tokens);
  const matches = rank(words, reading.catalogue.measures).filter((match) => match.exact);
  const sayingAll = matches.filter((match) => match.thing.names.some((name) => name.length >= words.filter((word) => !FILLERS.has(word)).length));
  return sayingAll.length === 1 ? sayingAll[0]?.thing : undefined;
}

export function ofMeasure(entry: MeasureEntry): Quantity {
  const { name, format, folder } = entry.measure;
  return {
    formula: { kind: "measure", measure: { table: entry.table, measure: name } },
    table: entry.table,
    name,
    description: name,
    ...(format === undefined ? {} : { format }),
    ...(folder === undefined ? {} : { folder }),
    columns: [],
    measure: entry,
  };
}

/** The table whose rows a phrase is about, where it says so. */
export function factNamed(reading: Reading, tokens: readonly Token[]): string | undefined {
  const words = wordsOf(tokens);
  for (const entry of reading.catalogue.tables) {
    const names = (entry.names[0] ?? []).filter((word) => !FILLERS.has(word));
    if (names.length > 0 && names.every((name) => words.some((word) => rank([word], [{ names: [[name]], contextWords: [], descriptionWords: [] }]).length > 0)))
      if (reading.catalogue.measures.some((measure) => measure.table === entry.table.name)) return entry.table.name;
  }
  return undefined;
}

function fitted(
  reading: Reading,
  aggregate: Aggregate | undefined,
  tokens: readonly Token[],
  within: "alone" | "ratio",
  filters: readonly Filter[],
  label: string,
): Quantity | undefined {
  const words = wordsOf(tokens);
  if (words.length === 0) return undefined;
  const base = fit(reading, aggregate, words, within);
  return base === undefined || filters.length === 0 ? base : withFilters(reading, base, filters, label);
}

function fit(reading: Reading, aggregate: Aggregate | undefined, words: readonly string[], within: "alone" | "ratio"): Quantity | undefined {
  if (aggregate === "count" || aggregate === "distinct-count") return counted(reading, aggregate, words);
  const numbers = reading.catalogue.columns.filter(isNumber);
  const isExtreme = aggregate === "min" || aggregate === "max";
  const candidates = isExtreme ? [...numbers, ...reading.catalogue.columns.filter((entry) => isMoment(entry) && !entry.column.hidden)] : numbers;
  if (aggregate === undefined) return unaggregated(reading, words, candidates, within);
  const columns = plausible(rank(words, candidates));
  const wanted = within === "ratio" && aggregate === "average" ? "sum" : (aggregate as Aggregation);
  if (columns.length > 0) return aggregated(reading, wanted, pick(reading, words, columns));
  const duration = asDuration(reading, aggregate, words, within);
  if (duration !== undefined) return duration;
  const measures = plausible(rank(words, reading.catalogue.measures));
  if (measures.length > 0 && (aggregate === "sum" || within === "ratio")) return ofMeasure(pickMeasure(reading, words, measures));
  if (measures.length > 0)
    refuse(
      "measure-of-measure",
      `the ${aggregate} of ${labelOf(measures[0]?.thing as MeasureEntry)} needs to know over what`,
      'Say per what, such as "average orders per customer", or name a column.',
    );
  return whichColumn(reading, aggregate, words);
}

/** `longest trip`: the rows are named, and what of them is not. */
function whichColumn(reading: Reading, aggregate: Aggregate, words: readonly string[]): Quantity | undefined {
  const [table] = plausible(rank(words, reading.catalogue.tables)).filter((match) => match.exact);
  if (table === undefined) return undefined;
  const columns = reading.catalogue.columns.filter((entry) => entry.table === table.thing.table.name && isNumber(entry));
  if (columns.length === 0) return undefined;
  const phrase = `${aggregate} ${words.join(" ")}`;
  return aggregated(reading, aggregate as Aggregation, choose(reading, `column:${phrase}`, `The ${phrase} by which column?`, columns.map(choiceOf)));
}

export function isNumber(entry: ColumnEntry): boolean {
  return ["integer", "decimal", "double"].includes(entry.type) && !entry.column.hidden && !entry.column.key && !isCode(entry);
}

/** Whole numbers that stand for something are not added up. */
function isCode(entry: ColumnEntry): boolean {
  const words = entry.names.flat();
  return entry.type === "integer" && words.some((word) => ["key", "id", "code", "nr", "year", "month", "weekday", "quarter", "day", "jahr", "monat"].includes(word));
}

function isMoment(entry: ColumnEntry): boolean {
  return entry.type === "datetime" || entry.type === "date";
}

function pick(reading: Reading, words: readonly string[], matches: readonly Match<ColumnEntry>[]): ColumnEntry {
  const phrase = words.join(" ");
  return choose(reading, `column:${phrase}`, `Which column is meant by "${phrase}"?`, matches.map((match) => choiceOf(match.thing)));
}

function pickMeasure(reading: Reading, words: readonly string[], matches: readonly Match<MeasureEntry>[]): MeasureEntry {
  const phrase = words.join(" ");
  return choose(reading, `measure:${phrase}`, `Which measure is meant by "${phrase}"?`, matches.map((match) => choiceOf(match.thing)));
}

/** A column aggregated; the measure that does so already, where there is one. */
export function aggregated(reading: Reading, name: Aggregation, entry: ColumnEntry): Quantity {
  const formula: Formula = { kind: "aggregate", function: name, column: { table: entry.table, column: entry.column.name } };
  const known = measureComputing(reading.catalogue, formula);
  if (known !== undefined) return ofMeasure(known);
  const related = reading.catalogue.measures.find((measure) => measure.measure.name.includes(entry.column.name) && measure.measure.folder !== undefined);
  const folder = entry.column.folder ?? related?.measure.folder ?? usualFolder(reading, entry.table);
  const format = name === "count" || name === "distinct-count" ? "#,0" : (entry.column.format ?? related?.measure.format ?? "#,0.00");
  const verb = { sum: "Sum", average: "Average", min: "Smallest value", max: "Largest value", count: "Number of values", "distinct-count": "Number of different values" }[name];
  return {
    formula,
    table: homeTable(reading, entry.table),
    name: aggregateName(reading, name, spaced(entry.column.name)),
    description: `${verb} of ${entry.column.name}.`,
    format: format === "0" ? (name === "average" ? "#,0.00" : "#,0") : format,
    ...(folder === undefined ? {} : { folder }),
    columns: [],
  };
}

function spaced(name: string): string {
  return /^\p{L}[\p{L}\p{N}]*_[\p{L}\p{N}_]*$/u.test(name) && !/\p{Lu}/u.test(name) ? titleCase(name.replaceAll("_", " ")) : name;
}

/** New measures go where the table's others are; a table without measures keeps its own. */
function homeTable(reading: Reading, table: string): string {
  return reading.catalogue.tables.find((entry) => entry.table.name === table)?.table.name ?? table;
}

/** The folder that most measures of a table are in, when all of them are in one. */
export function usualFolder(reading: Reading, table: string): string | undefined {
  const measures = reading.catalogue.measures.filter((entry) => entry.table === table);
  if (measures.length === 0 || measures.some((entry) => entry.measure.folder === undefined)) return undefined;
  const counts = new Map<string, number>();
  for (const { measure } of measures) counts.set(measure.folder ?? "", (counts.get(measure.folder ?? "") ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0];
}

function counted(reading: Reading, aggregate: "count" | "distinct-count", words: readonly string[]): Quantity | undefined {
  const facts = reading.catalogue.tables.filter((entry) => !entry.table.hidden);
  const keys = reading.catalogue.columns.filter((entry) => !entry.column.hidden || entry.names.flat().some((word) => ["key", "id"].includes(word)));
  const tables = plausible(rank(words, facts));
  const columns = plausible(rank(words, keys));
  const bestTable = tables[0];
  const bestColumn = columns[0];
  if (aggregate === "count") {
    const named = plausible(rank(words, reading.catalogue.measures)).filter((match) => match.exact || match.score > 0.9);
    if (named.length === 1 && named[0] !== undefined && (bestTable === undefined || named[0].score > bestTable.score)) return ofMeasure(named[0].thing);
    if (bestTable !== undefined && (bestColumn === undefined || bestTable.score >= bestColumn.score - 0.15 || bestTable.exact))
      return countedRows(reading, words, tables.map((match) => match.thing));
    if (bestColumn === undefined) return undefined;
    return aggregated(reading, "distinct-count", pickCounted(reading, words, columns.map((match) => match.thing)));
  }
  if (bestColumn === undefined) return undefined;
  return aggregated(reading, "distinct-count", pickCounted(reading, words, columns.map((match) => match.thing)));
}

/** Of a key and the column of another table it points to, the one beside the measures counts what really occurs. */
function pickCounted(reading: Reading, words: readonly string[], entries: readonly ColumnEntry[]): ColumnEntry {
  const shown = entries.filter((entry) => !entry.column.hidden);
  const phrase = words.join(" ");
  return choose(reading, `counted:${phrase}`, `Count which column for "${phrase}"?`, (shown.length > 0 ? shown : entries).map(choiceOf));
}

/** Rows of a table with measures are counted; members of another could be counted in two ways, so that is asked. */
function countedRows(reading: Reading, words: readonly string[], tables: readonly TableEntry[]): Quantity {
  const phrase = words.join(" ");
  const choices: Choice<Quantity>[] = tables.flatMap((entry) => {
    const rows: Choice<Quantity> = { id: `rows:${entry.table.name}`, text: `rows of ${entry.table.name}`, value: rowsOf(reading, entry) };
    if (reading.catalogue.measures.some((measure) => measure.table === entry.table.name)) return [rows];
    const used = entry.model.relationships
      .filter((relationship) => relationship.active && relationship.to.table === entry.table.name)
      .flatMap((relationship) => reading.catalogue.columns.filter((column) => column.table === relationship.from.table && column.column.name === relationship.from.column))
      .map((column): Choice<Quantity> => ({ id: `distinct:${idOf(column)}`, text: `those that occur in ${column.table}`, value: aggregated(reading, "distinct-count", column) }));
    return [...used, rows];
  });
  return choose(reading, `count:${phrase}`, `Which ${phrase} are counted?`, choices);
}

export function rowsOf(reading: Reading, entry: TableEntry): Quantity {
  const formula: Formula = { kind: "rows", table: entry.table.name };
  const known = measureComputing(reading.catalogue, formula);
  if (known !== undefined) return ofMeasure(known);
  const folder = usualFolder(reading, entry.table.name);
  return {
    formula,
    table: entry.table.name,
    name: aggregateName(reading, "count", entry.table.name),
    description: `Number of rows of ${entry.table.name}.`,
    format: "#,0",
    ...(folder === undefined ? {} : { folder }),
    columns: [],
  };
}

/** No word says sum, average or count: a measure of that name, a table's rows, or a question. */
function unaggregated(reading: Reading, words: readonly string[], numbers: readonly ColumnEntry[], within: "alone" | "ratio"): Quantity | undefined {
  const { measures, tables } = reading.catalogue;
  const [table] = plausible(rank(words, tables.filter((entry) => measures.some((measure) => measure.table === entry.table.name)))).filter((match) => match.exact);
  if (table !== undefined) return rowsOf(reading, table.thing);
  const columns = plausible(rank(words, numbers));
  const named = plausible(rank(words, measures));
  const bestColumn = columns[0];
  const bestMeasure = named[0];
  if (bestMeasure?.exact && !(bestColumn?.exact ?? false)) return ofMeasure(pickMeasure(reading, words, named));
  if (bestColumn !== undefined && (bestMeasure === undefined || bestColumn.exact || bestColumn.score >= bestMeasure.score - 0.05)) {
    const entry = pick(reading, words, columns);
    if (within === "ratio") return aggregated(reading, "sum", entry);
    const phrase = words.join(" ");
    const choices = (["sum", "average"] as const).map((name) => ({ id: name, text: `${name} of ${entry.column.name}`, value: name }));
    return aggregated(reading, choose(reading, `aggregate:${phrase}`, `Which number of "${phrase}"?`, choices), entry);
  }
  if (bestMeasure !== undefined) return ofMeasure(pickMeasure(reading, words, named));
  const [anyTable] = plausible(rank(words, tables));
  if (within === "ratio" && anyTable !== undefined) return rowsOf(reading, anyTable.thing);
  if (within === "ratio" || words.some((word) => DURATION_WORDS.has(word) && word !== "time" && word !== "length")) return asDuration(reading, "sum", words, within);
  return undefined;
}

/** The time something takes, from two moments the table has. */
function asDuration(reading: Reading, aggregate: Aggregate, words: readonly string[], within: "alone" | "ratio"): Quantity | undefined {
  const unitWord = words.find((word) => TIME_UNITS[word] !== undefined);
  const isBetween = words.some((word) => word === "between" || word === "from");
  if (!words.some((word) => DURATION_WORDS.has(word)) && !(within === "ratio" && unitWord !== undefined) && !isBetween) return undefined;
  const unit = unitWord === undefined ? "minutes" : (TIME_UNITS[unitWord] ?? "minutes");
  const named = words.filter((word) => TIME_UNITS[word] === undefined && !FILLERS.has(word) && !KIND_WORDS.has(word) && word !== "in" && word !== "per");
  const unexplained = isBetween ? [] : named.filter((word) => !DURATION_WORDS.has(word) && !saysEvent(word) && !explains(reading, word));
  if (unexplained.length > 0) return undefined;
  const column = durationColumn(reading, named.filter((word) => !isBetween || word !== "time" || true), unit, durationTable(reading, named));
  if (column?.semantic === undefined) return undefined;
  const { table, name } = column.semantic;
  const exists = reading.catalogue.columns.find((entry) => entry.table === table && entry.column.name === name);
  const wanted: Aggregation = within === "ratio" ? "sum" : (aggregate as Aggregation);
  if (exists !== undefined) return aggregated(reading, wanted, exists);
  const folder = usualFolder(reading, table);
  const title = titleCase(isBetween ? "duration" : (named.some((word) => DURATION_WORDS.has(word)) ? named : [...named, "duration"]).join(" "));
  const verb = { sum: "Sum", average: "Average", min: "Shortest", max: "Longest", count: "Number", "distinct-count": "Number" }[wanted];
  return {
    formula: { kind: "aggregate", function: wanted, column: { table, column: name } },
    table,
    name: aggregateName(reading, wanted, title),
    description: `${verb} of ${name}.`,
    format: "#,0.00",
    ...(folder === undefined ? {} : { folder }),
    columns: [column],
  };
}

/** A word of a duration's name that the project knows: the table, its rows, or one of the moments. */
function explains(reading: Reading, word: string): boolean {
  const moments = reading.catalogue.columns.filter(isMoment);
  return rank([word], reading.catalogue.tables).length > 0 || rank([word], moments).length > 0;
}

function durationTable(reading: Reading, words: readonly string[]): string | undefined {
  for (const word of words) {
    if (DURATION_WORDS.has(word)) continue;
    const found = rank([word], reading.catalogue.tables).find((match) => match.score > 0.6)?.thing.table.name;
    if (found !== undefined && reading.catalogue.columns.some((entry) => entry.table === found && entry.type === "datetime")) return found;
  }
  return undefined;
}

/** A quantity of only some rows. */
export function withFilters(reading: Reading, base: Quantity, filters: readonly Filter[], label: string): Quantity {
  const formula: Formula = { kind: "filtered", of: base.formula, filters: [...filters] };
  const known = measureComputing(reading.catalogue, formula);
  if (known !== undefined) return ofMeasure(known);
  const name = label.startsWith("with ") ? `${base.name} ${label}` : `${titleCase(label)} ${base.name}`;
  return {
    formula,
    table: base.table,
    name: name.replaceAll(/[[\]{}"`]/gu, "").trim(),
    description: `${base.description.replace(/\.$/u, "")}, where ${filters.map((filter) => `${filter.column.column} ${filter.operator === "<>" ? "is not" : filter.operator === "=" || filter.operator === "in" ? "is" : filter.operator} ${filter.values.map((value) => (typeof value === "object" ? value.date : String(value))).join(" or ")}`).join(" and ")}.`,
    ...(base.format === undefined ? {} : { format: base.format }),
    ...(base.folder === undefined ? {} : { folder: base.folder }),
    columns: base.columns,
  };
}

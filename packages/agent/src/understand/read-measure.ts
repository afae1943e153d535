import type { ColumnRef, Formula, Intent, Understanding } from "@throughline/contracts";
import type { ColumnEntry, TableEntry } from "../catalogue/catalogue.ts";
import { TIME_UNITS } from "../words/unit-words.ts";
import { type Dimension, dimensionNamed, isCategory, reaches } from "./dimension.ts";
import { datePartColumn } from "./derived-column.ts";
import { refuseUnknown } from "./filters.ts";
import { measureComputing, tableOf } from "./known-formula.ts";
import { plausible, rank } from "./mention.ts";
import { chosenName, titleCase } from "./names.ts";
import { labelOf } from "./object-choice.ts";
import { alreadyThere, choose, type Reading, refuse } from "./outcome.ts";
import { aggregated, factNamed, isNumber, ofMeasure, type Quantity, quantityNamed, rowsOf, tryQuantity, usualFolder } from "./quantity.ts";
import { FILLERS, rawOf, type Token, tokenize, wordsOf } from "./tokens.ts";

/** Reads what follows "add …" as a measure: a number, perhaps a ratio or share, perhaps of some rows, perhaps by columns. */
export function readMeasure(reading: Reading, phrase: string): Understanding {
  const { given, rest } = takeName(phrase);
  const tokens = tokenize(rest);
  if (tokens.length === 0) refuse("nothing-asked", "the request does not say which number is wanted");
  const { number, by } = splitBy(reading, tokens);
  const share = readShare(reading, number, by);
  const quantity = share ?? readRatio(reading, number, by) ?? readDifference(reading, number) ?? quantityNamed(reading, number, "alone");
  return finish(reading, quantity, by, given);
}

/** The formula a phrase asks for, as the new content of a measure that exists. */
export function readFormula(reading: Reading, phrase: string): Formula {
  const tokens = tokenize(phrase);
  const quantity = readShare(reading, tokens, []) ?? readRatio(reading, tokens, []) ?? readDifference(reading, tokens) ?? quantityNamed(reading, tokens, "alone");
  if (quantity.columns.length > 0) refuse("unsupported-change", "this formula needs a column that is not there yet", "Ask for the column first, or for a new measure.");
  return quantity.formula;
}

/** `… called X`, `X = …`, `X as …`. */
function takeName(phrase: string): { given?: string; rest: string } {
  const quoted = String.raw`(?:"([^"]+)"|'([^']+)'|\x60([^\x60]+)\x60)`;
  const called = new RegExp(String.raw`^(.*?)[\s,(]*\b(?:called|named|titled|labelled|labeled|and (?:call|name) it|call it|name it|with the name|under the name)\s+(?:it\s+)?${quoted}[\s,)]*(.*)$`, "iu").exec(phrase);
  if (called !== null) {
    const rest = `${called[1] ?? ""} ${(called[5] ?? "").replace(/^\s*(?:as|=|:|that (?:is|shows?|calculates?|counts?|computes?)|which (?:is|shows?|calculates?|counts?|computes?)|defined as|for|showing|with)\s+/iu, "")}`;
    return { given: chosenName(called[2] ?? called[3] ?? called[4] ?? ""), rest: rest.trim() };
  }
  const first = new RegExp(String.raw`^${quoted}\s*(?:=|:|as|which is|that is|defined as|being)\s*(.+)$`, "iu").exec(phrase);
  if (first !== null) return { given: chosenName(first[1] ?? first[2] ?? first[3] ?? ""), rest: first[4] ?? "" };
  const unquotedFirst = /^(?:called|named|titled)\s+([\p{L}\p{N} %#€$-]+?)\s*(?:=|:|\bas\b|\bthat (?:is|shows?|calculates?|counts?|computes?)\b|\bwhich (?:is|shows?|calculates?|counts?|computes?)\b|\bdefined as\b|\bfor\b|\bshowing\b)\s*(.+)$/iu.exec(phrase);
  if (unquotedFirst !== null) return { given: chosenName(unquotedFirst[1] ?? ""), rest: unquotedFirst[2] ?? "" };
  const last = /^(.+?)[\s,]*\b(?:called|named|titled|and (?:call|name) it|call it|name it)\s+([\p{L}\p{N} %#€$-]+?)$/iu.exec(phrase);
  if (last !== null) return { given: chosenName(last[2] ?? ""), rest: last[1] ?? "" };
  const equals = /^([\p{L}\p{N} %#€$-]+?)\s*=\s*(.+)$/u.exec(phrase);
  return equals === null ? { rest: phrase } : { given: chosenName(equals[1] ?? ""), rest: equals[2] ?? "" };
}

const BY = /^(?:by|across|grouped by|split by|broken down by|break down by|sliced by|segmented by|per each|for each|for every|by each|by every|in each|depending on|over the|versus)$/u;
const ENDS_BY = new Set("for where with only excluding without except when during having if".split(" "));

/** Takes `by …` off the end or the middle of a phrase. */
function splitBy(reading: Reading, tokens: readonly Token[]): { number: readonly Token[]; by: readonly Dimension[] } {
  for (let at = 1; at < tokens.length; at += 1) {
    for (const length of [3, 2, 1]) {
      const words = tokens.slice(at, at + length);
      if (words.length < length || words.some((token) => token.kind !== "word") || !BY.test(words.map((token) => token.word).join(" "))) continue;
      const before = withoutTrailing(tokens.slice(0, at));
      const after = tokens.slice(at + length);
      const end = after.findIndex((token) => ENDS_BY.has(token.word));
      const named = end < 0 ? after : after.slice(0, end);
      const behind = end < 0 ? [] : after.slice(end);
      const by = dimensionsNamed(reading, named, before);
      if (by === undefined) {
        if (isValuePhrase(reading, named)) break;
        return refuseUnknown(reading, named);
      }
      return { number: [...before, ...behind], by };
    }
  }
  return { number: tokens, by: [] };
}

function withoutTrailing(tokens: readonly Token[]): readonly Token[] {
  const kept = [...tokens];
  while (["broken", "down", "split", "grouped", "sliced", "segmented", "break", ",", "it", "and", "shown", "show"].includes(kept.at(-1)?.word ?? "")) kept.pop();
  return kept;
}

/** `paid by credit card`: what follows is a value, which the number's own reading takes. */
function isValuePhrase(reading: Reading, tokens: readonly Token[]): boolean {
  const words = wordsOf(tokens);
  return reading.catalogue.columns.some((entry) =>
    (entry.values ?? []).some((value) => typeof value === "string" && rank(words, [{ names: [tokenize(value).map((token) => token.word)], contextWords: [], descriptionWords: [] }])[0]?.exact === true),
  );
}

function dimensionsNamed(reading: Reading, tokens: readonly Token[], before: readonly Token[]): readonly Dimension[] | undefined {
  const parts: Token[][] = [[]];
  for (const token of tokens) {
    if (token.word === "and" || token.word === "," || token.word === "&" || token.word === "then" || (token.word === "by" && parts.at(-1)?.length === 0)) {
      if (parts.at(-1)?.length !== 0) parts.push([]);
    } else parts.at(-1)?.push(token);
  }
  const table = factNamed(reading, before) ?? onlyFact(reading);
  const found: Dimension[] = [];
  for (const part of parts.filter((one) => one.length > 0)) {
    const words = wordsOf(part).filter((word) => !FILLERS.has(word));
    const dimension = dimensionNamed(reading, words, table);
    if (dimension === undefined) {
      const elsewhere = dimensionNamed(reading, words, undefined);
      if (elsewhere !== undefined && table !== undefined)
        refuse("no-path", `${labelOf(elsewhere.entry)} is not related to ${table}, so numbers of ${table} cannot be seen by it`, "Ask for a column of a related table.");
      return undefined;
    }
    found.push(dimension);
  }
  return found.length === 0 ? undefined : found;
}

function onlyFact(reading: Reading): string | undefined {
  const facts = new Set(reading.catalogue.measures.map((entry) => entry.table));
  const [only, other] = [...facts];
  return other === undefined ? only : undefined;
}

/** `share of x`, `x as a percentage of the total`. */
function readShare(reading: Reading, tokens: readonly Token[], by: readonly Dimension[]): Quantity | undefined {
  const text = tokens.map((token) => token.word).join(" ");
  const wordAt = (position: number): number => text.slice(0, position).split(" ").filter((word) => word !== "").length;
  const leading = /^(?:the )?(?:share|percentage|percent|proportion|fraction|portion|%|pct)(?: share)? of (?:the )?/u.exec(text);
  if (leading !== null) {
    const rest = tokens.slice(wordAt(leading[0].length));
    return shareOf(reading, withoutTotal(rest), by, rest);
  }
  const trailing = /^(.+?) (?:as |in )?(?:a |an |the )?(?:share|percentage|percent|proportion|fraction|portion|%|pct) of (?:the |all )?(?:overall |grand )?(.+)$/u.exec(text);
  if (trailing === null) return undefined;
  const numerator = tokens.slice(0, wordAt((trailing[1] ?? "").length));
  const denominator = tokens.slice(tokens.length - (trailing[2] ?? "").split(" ").length);
  const kept = numerator.filter((token) => !["as", "a", "in"].includes(token.word) || token !== numerator.at(-1));
  if (/^(?:the )?(?:grand |overall )?(?:total|all|everything|whole|sum)$/u.test(trailing[2] ?? "")) return shareOf(reading, kept, by, kept);
  const left = quantityNamed(reading, kept, "ratio");
  const right = quantityNamed(reading, denominator, "ratio");
  return { ...ratioOf(reading, left, right, `${left.name} % of ${right.name}`), format: percentFormat(reading) };
}

function withoutTotal(tokens: readonly Token[]): readonly Token[] {
  const text = tokens.map((token) => token.word).join(" ");
  const ending = / (?:in|of|out of|from|to) (?:the )?(?:grand |overall )?(?:total|all|everything)$/u.exec(text);
  return ending === null ? tokens : tokens.slice(0, text.slice(0, ending.index).split(" ").length);
}

function shareOf(reading: Reading, tokens: readonly Token[], by: readonly Dimension[], said: readonly Token[]): Quantity {
  const of = quantityNamed(reading, tokens, "ratio");
  const given = `Share of ${titleCase(rawOf(said))}`;
  const named = reading.catalogue.measures.find((entry) => entry.measure.name.toLowerCase() === given.toLowerCase());
  if (named !== undefined) return ofMeasure(named);
  const filtered = of.measure === undefined ? of.formula : of.formula;
  if (filtered.kind === "filtered") {
    const whole: Quantity = { ...of, formula: filtered.of };
    return { ...ratioOf(reading, of, whole, `Share of ${of.name}`), format: percentFormat(reading), description: `${of.name} as a share of all.` };
  }
  const over = by.length > 0 ? by.map((dimension): ColumnRef => ({ table: dimension.entry.table, column: dimension.entry.column.name })) : [{ table: of.table }];
  return {
    formula: { kind: "share", of: of.formula, over },
    table: of.table,
    name: `Share of ${of.name}`,
    description: `${of.name} as a share of ${by.length > 0 ? `all ${by.map((dimension) => dimension.entry.column.name).join(" and ")}` : "all"}.`,
    format: percentFormat(reading),
    ...(of.folder === undefined ? {} : { folder: of.folder }),
    columns: of.columns,
  };
}

/** The model's own way to show percentages. */
export function percentFormat(reading: Reading): string {
  const counts = new Map<string, number>();
  for (const { measure } of reading.catalogue.measures)
    if (measure.format?.includes("%")) counts.set(measure.format, (counts.get(measure.format) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? "0.0%";
}

/** `x per y`, `x divided by y`, `ratio of x to y`. */
function readRatio(reading: Reading, tokens: readonly Token[], by: readonly Dimension[]): Quantity | undefined {
  const text = tokens.map((token) => token.word).join(" ");
  const wordAt = (position: number): number => text.slice(0, position).split(" ").filter((word) => word !== "").length;
  const ratio = /^(?:the )?(?:ratio|quotient) (?:of|between) (.+?) (?:to|and|over|per) (.+)$/u.exec(text);
  if (ratio !== null) {
    const start = text.length - (ratio[1] ?? "").length - (ratio[2] ?? "").length - (/ (?:to|and|over|per) /u.exec(text.slice((ratio.index ?? 0)))?.[0].length ?? 0);
    void start;
    const leftFrom = wordAt(text.indexOf(ratio[1] ?? ""));
    const leftLength = (ratio[1] ?? "").split(" ").length;
    const rightLength = (ratio[2] ?? "").split(" ").length;
    return plainRatio(reading, tokens.slice(leftFrom, leftFrom + leftLength), tokens.slice(-rightLength));
  }
  const divided = / (?:divided by|over|\/|to) /u.exec(text);
  const per = / (?:per|pro|for each|for every|an|je) /u.exec(text);
  if (per !== null && (divided === null || divided.index > per.index)) {
    const left = tokens.slice(0, wordAt(per.index));
    const right = tokens.slice(wordAt(per.index + per[0].length));
    return perRatio(reading, left, right, rawOf(tokens), by);
  }
  if (divided !== null && divided[0] !== " to ") {
    const left = tokens.slice(0, wordAt(divided.index));
    const right = tokens.slice(wordAt(divided.index + divided[0].length));
    const isComparison = right[0]?.kind === "number";
    if (isComparison) return undefined;
    return plainRatio(reading, left, right);
  }
  return undefined;
}

function plainRatio(reading: Reading, left: readonly Token[], right: readonly Token[]): Quantity {
  const numerator = quantityNamed(reading, left, "ratio");
  const denominator = quantityNamed(reading, right, "ratio");
  return ratioOf(reading, numerator, denominator, `${numerator.name} per ${denominator.name}`);
}

/** What stands behind "per" is a number, a table's rows, or something to see the number by. */
function perRatio(reading: Reading, left: readonly Token[], right: readonly Token[], said: string, by: readonly Dimension[]): Quantity | undefined {
  const words = wordsOf(right).filter((word) => !FILLERS.has(word));
  const numbers = reading.catalogue.columns.filter(isNumber);
  const measured = plausible(rank(words, numbers));
  const tables = plausible(rank(words, reading.catalogue.tables)).filter((match) => match.score > 0.6);
  const categories = plausible(rank(words, reading.catalogue.columns.filter((entry) => isCategory(entry) && !entry.column.hidden && !isNumber(entry))));
  const isAverage = /^(?:the )?(?:average|avg|mean|averag\w*|avarage)\b/iu.test(rawOf(left));
  const name = titleCase(said.replace(/\bavg\b/iu, "Average"));
  const measureNamed = rank(words, reading.catalogue.measures).filter((match) => match.exact);
  if (measureNamed[0] !== undefined) return ratioOf(reading, quantityNamed(reading, left, "ratio"), ofMeasure(measureNamed[0].thing), name);
  const fact = tables.find((match) => reading.catalogue.measures.some((entry) => entry.table === match.thing.table.name));
  if (fact !== undefined && (measured[0] === undefined || fact.score >= measured[0].score - 0.05)) return perRow(reading, left, fact.thing, isAverage, name);
  const timed = perTime(reading, left, words, name);
  if (timed !== undefined) return timed;
  const category = categories[0];
  if (measured[0] !== undefined && (category === undefined || measured[0].score >= category.score)) {
    const denominator = quantityNamed(reading, right, "ratio");
    return ratioOf(reading, quantityNamed(reading, left, "ratio"), denominator, name);
  }
  const table = tables[0]?.thing;
  if (category !== undefined || table !== undefined) return perMember(reading, left, right, { category: category?.thing, table }, name, by);
  return refuseUnknown(reading, right);
}

/** "average fare per trip" is the average; "fare per trip" the total by the number of rows. */
function perRow(reading: Reading, left: readonly Token[], fact: TableEntry, isAverage: boolean, name: string): Quantity {
  if (isAverage) {
    const average = tryQuantity(reading, left, "alone");
    if (average !== undefined && (average.measure !== undefined || average.formula.kind === "aggregate")) return average;
  }
  return ratioOf(reading, quantityNamed(reading, left, "ratio"), rowsOf(reading, fact), name);
}

/** `per minute` divides by a duration; `per day` or `per hour` could also mean by day or hour, so that is asked. */
function perTime(reading: Reading, left: readonly Token[], words: readonly string[], name: string): Quantity | undefined {
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
      choices.push({ id: "duration", text: `${numerator.name} divided by the total duration in ${TIME_UNITS[word]}`, value: () => ratioOf(reading, numerator, duration, name) });
  }
  if (dimension?.kind === "column") {
    const column = dimension.entry;
    choices.push({ id: "by", text: `${numerator.name} by ${column.column.name}`, value: () => seenBy(numerator, column) });
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
      value: () => ratioOf(reading, quantityNamed(reading, left, "ratio"), aggregated(reading, "distinct-count", key), name),
    },
  ])();
}

function memberKey(reading: Reading, from: string, table: TableEntry | undefined): ColumnEntry | undefined {
  const via = table?.model.relationships.find((other) => other.active && other.from.table === from && other.to.table === table.table.name);
  return reading.catalogue.columns.find((entry) => entry.table === via?.from.table && entry.column.name === via.from.column);
}

const seen = new WeakMap<Quantity, ColumnEntry>();

/** The same number, to be shown by a column. */
function seenBy(quantity: Quantity, entry: ColumnEntry): Quantity {
  const copy = { ...quantity };
  seen.set(copy, entry);
  return copy;
}

/** `x minus y`, `difference between x and y`. */
function readDifference(reading: Reading, tokens: readonly Token[]): Quantity | undefined {
  const text = tokens.map((token) => token.word).join(" ");
  const wordAt = (position: number): number => text.slice(0, position).split(" ").filter((word) => word !== "").length;
  const between = /^(?:the )?difference (?:between|of) (.+) (?:and|to|-) (.+)$/u.exec(text);
  const minus = / (?:minus|less|-|–) (?!than\b)/u.exec(text);
  const plus = / (?:plus|\+) /u.exec(text);
  const parts = (left: readonly Token[], right: readonly Token[], sign: "minus" | "plus"): Quantity => {
    const one = quantityNamed(reading, left, "ratio");
    const other = quantityNamed(reading, right, "ratio");
    const formula: Formula = sign === "minus" ? { kind: "difference", left: one.formula, right: other.formula } : { kind: "total", terms: [one.formula, other.formula] };
    return {
      formula,
      table: one.table,
      name: `${one.name} ${sign} ${other.name}`,
      description: `${one.name} ${sign} ${other.name}.`,
      ...(one.format === undefined ? {} : { format: one.format }),
      ...(one.folder === undefined ? {} : { folder: one.folder }),
      columns: [...one.columns, ...other.columns],
    };
  };
  if (between !== null) {
    const start = wordAt(text.indexOf(between[1] ?? "", 10));
    const length = (between[1] ?? "").split(" ").length;
    return parts(tokens.slice(start, start + length), tokens.slice(-(between[2] ?? "").split(" ").length), "minus");
  }
  const split = minus ?? plus;
  if (split === null) return undefined;
  return parts(tokens.slice(0, wordAt(split.index)), tokens.slice(wordAt(split.index + split[0].length)), minus === null ? "plus" : "minus");
}

function ratioOf(reading: Reading, numerator: Quantity, denominator: Quantity, name: string): Quantity {
  const currency = /[$€£¥]/u.test(numerator.format ?? "");
  const folder = numerator.folder ?? usualFolder(reading, numerator.table);
  return {
    formula: { kind: "ratio", numerator: numerator.formula, denominator: denominator.formula },
    table: numerator.table,
    name,
    description: `${numerator.name} divided by ${denominator.name}.`,
    format: currency && !/[$€£¥]/u.test(denominator.format ?? "") ? (numerator.format ?? "#,0.00") : "#,0.00",
    ...(folder === undefined ? {} : { folder }),
    columns: [...numerator.columns, ...denominator.columns],
  };
}

function finish(reading: Reading, quantity: Quantity, dimensions: readonly Dimension[], given: string | undefined): Understanding {
  const { catalogue } = reading;
  const viaPer = seen.get(quantity);
  const by: ColumnEntry[] = [...dimensions.flatMap((dimension) => (dimension.kind === "column" ? [dimension.entry] : [])), ...(viaPer === undefined ? [] : [viaPer])];
  const part = dimensions.find((dimension) => dimension.kind === "part");
  for (const entry of by)
    if (reaches(reading, quantity.table, entry.table) === "none")
      refuse("no-path", `${labelOf(entry)} is not related to ${quantity.table} by an active relationship`, "Ask for a column of a related table.");
  const known = quantity.measure ?? measureComputing(catalogue, quantity.formula);
  if (part !== undefined && part.kind === "part") return withPart(reading, quantity, part, known !== undefined, given);
  if (known !== undefined) {
    const seenByText = by.length === 0 ? "" : `; it can be seen by ${by.map((entry) => entry.column.name).join(" and ")}, which is related to it`;
    alreadyThere(`measure "${known.measure.name}" in ${known.table}: ${known.measure.expression.trim().replaceAll(/\s+/gu, " ")}${seenByText}`);
  }
  const name = given ?? quantity.name;
  const taken = catalogue.measures.find((entry) => entry.measure.name.toLowerCase() === name.toLowerCase());
  if (taken !== undefined && given === undefined) alreadyThere(`measure "${taken.measure.name}" in ${taken.table}: ${taken.measure.expression.trim().replaceAll(/\s+/gu, " ")}`);
  if (taken !== undefined) refuse("name-taken", `there is a measure "${taken.measure.name}" already, and it computes something else`, "Choose another name, or ask to change that measure.");
  return { status: "understood", intent: intentOf(quantity, name, by, []) };
}

function intentOf(quantity: Quantity, name: string, by: readonly ColumnEntry[], more: readonly Quantity["columns"][number][]): Intent {
  const seenTwice = new Set<string>();
  const columns = [...quantity.columns, ...more].filter((column) => {
    const key = `${column.model}.${column.column}`;
    if (seenTwice.has(key)) return false;
    seenTwice.add(key);
    return true;
  });
  return {
    kind: "add-measure",
    table: tableOf(quantity.formula) ?? quantity.table,
    name,
    formula: quantity.formula,
    display: {
      description: quantity.description,
      ...(quantity.format === undefined ? {} : { format: quantity.format }),
      ...(quantity.folder === undefined ? {} : { folder: quantity.folder }),
    },
    by: by.map((entry) => ({ table: entry.table, column: entry.column.name })),
    columns,
  };
}

/** By a part of a moment that is no column yet: the column is made, with the measure when that is new too. */
function withPart(reading: Reading, quantity: Quantity, part: Dimension & { kind: "part" }, measureExists: boolean, given: string | undefined): Understanding {
  const column = datePartColumn(reading, part.entry, part.part);
  const table = column.semantic?.table ?? part.entry.table;
  const name = column.semantic?.name ?? "";
  if (measureExists) return { status: "understood", intent: { kind: "add-column", column } };
  const intent = intentOf(quantity, given ?? quantity.name, [], [column]);
  if (intent.kind !== "add-measure") return { status: "understood", intent };
  return { status: "understood", intent: { ...intent, by: [{ table, column: name }] } };
}

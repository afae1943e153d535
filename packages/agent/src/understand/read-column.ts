import type { Derivation, NewColumn, Understanding } from "@throughline/contracts";
import { columnTypeOf } from "../catalogue/build-catalogue.ts";
import type { ColumnEntry } from "../catalogue/catalogue.ts";
import { renderedTextProblem } from "../dbt/yaml-scalar.ts";
import { splitWords } from "../words/split-words.ts";
import { TIME_UNITS } from "../words/unit-words.ts";
import { datePartColumn } from "./derived-column.ts";
import { DURATION_WORDS, durationColumn } from "./duration.ts";
import { refuseUnknown } from "./filters.ts";
import { plausible, rank } from "./mention.ts";
import { chosenName, columnNameFor, semanticNameFor } from "./names.ts";
import { unquoted } from "./object-named.ts";
import { choiceOf, labelOf } from "./object-choice.ts";
import { alreadyThere, choose, type Reading, refuse } from "./outcome.ts";
import { tokenize, wordsOf } from "./tokens.ts";

/** Reads a request for a column that is computed from others: ranges, a difference, a part of a date, a yes/no. */
export function readColumn(reading: Reading, text: string): Understanding | undefined {
  return readBuckets(reading, text) ?? readFlag(reading, text) ?? readComputed(reading, text);
}

const BUCKETS: readonly RegExp[] = [
  /^(?:bucket|band|bin|group|split|classify|categori[sz]e|segment|divide|cut|label|tier|class|range)\s+(?:the\s+)?(.+?)\s+(?:in|into|as|to|by)\s*:?\s*(?:(?:\d+|two|three|four|five|six)\s+)?(?:(?:buckets?|bands?|bins?|groups?|classes|categories|ranges?|segments?|tiers?)\s*(?:of|called|:|-|,)?\s*)?(.+)$/iu,
  /^(?:add|create|make|build|define)\s+(?:a |an |the )?(?:new )?(.+?)\s+(?:buckets?|bands?|bins?|groups?|class(?:es)?|categor(?:y|ies)|ranges?|segments?|tiers?)(?:\s+column)?\s*(?:[:,-]|with|of|as|where)\s*(.+)$/iu,
  /^(?:add|create|make|build|define)\s+(?:a |an |the )?(?:new )?(?:column\s+(?:with|for)\s+)?(?:buckets?|bands?|bins?|groups?|categor(?:y|ies)|ranges?|segments?|tiers?)\s+(?:for|of|on)\s+(.+?)\s*(?:[:,-]|with|as|where)\s*(.+)$/iu,
];

interface Range {
  readonly label: string;
  readonly from?: number;
  readonly to?: number;
  /** Whether the upper end itself belongs to it, where the words say so. */
  readonly includesTo?: boolean;
  readonly includesFrom?: boolean;
}

function readBuckets(reading: Reading, text: string): Understanding | undefined {
  for (const pattern of BUCKETS) {
    const match = pattern.exec(text);
    if (match === null || !/\d/u.test(match[2] ?? "")) continue;
    const { name, phrase } = namedPart(match[1] ?? "", match[2] ?? "");
    const ranges = rangesIn(phrase.list);
    if (ranges === undefined) refuse("unclear-ranges", "the ranges cannot be read", 'Say them like "short under 2, medium 2 to 10, long over 10".');
    const entry = columnFor(reading, phrase.column, (one) => ["integer", "decimal", "double"].includes(one.type));
    return bucketed(reading, entry, ranges, name);
  }
  return undefined;
}

function namedPart(column: string, list: string): { name?: string; phrase: { column: string; list: string } } {
  const called = /^(.*?)[\s,]+(?:called|named|and call it|and name it)\s+(?:"([^"]+)"|([\p{L}\p{N} _-]+))$/iu.exec(list);
  if (called === null) return { phrase: { column, list } };
  return { name: chosenName(called[2] ?? called[3] ?? ""), phrase: { column, list: called[1] ?? "" } };
}

const NUMBER = String.raw`[$€£]?\s*(-?\d+(?:\.\d+)?)\s*(?:[$€£%]|[\p{L}]+)?`;

function rangesIn(list: string): Range[] | undefined {
  const pieces = list
    .split(/\s*[,;]\s*(?:and\s+|or\s+)?|\s+(?:and|or)\s+(?=["'\p{L}])/iu)
    .map((piece) => piece.trim())
    .filter((piece) => piece !== "");
  const ranges: Range[] = [];
  for (const piece of pieces) {
    const range = rangeIn(piece);
    if (range === undefined) return undefined;
    ranges.push(range);
  }
  return ranges.length >= 2 ? ranges : undefined;
}

function rangeIn(piece: string): Range | undefined {
  const label = (text: string | undefined): string =>
    unquoted((text ?? "").replace(/[\s:=(–-]+$/u, "").replace(/\s+(?:is|are|means|if|when|for|being|from)$/iu, "")).trim();
  const shapes: readonly (readonly [RegExp, (numbers: number[]) => Omit<Range, "label">])[] = [
    [new RegExp(String.raw`^(.*?)\(?\s*(?:between\s+|from\s+)?${NUMBER}\s*(?:to|-|–|and|until|up to|through)\s*${NUMBER}\)?$`, "iu"), ([from = 0, to = 0]) => ({ from, to })],
    [new RegExp(String.raw`^(.*?)\(?\s*(?:up to|at most|<=|until|max(?:imum)?)\s*${NUMBER}\)?$`, "iu"), ([to = 0]) => ({ to, includesTo: true })],
    [new RegExp(String.raw`^(.*?)\(?\s*(?:under|below|less than|smaller than|shorter than|fewer than|<|lower than|cheaper than)\s*${NUMBER}\)?$`, "iu"), ([to = 0]) => ({ to, includesTo: false })],
    [new RegExp(String.raw`^(.*?)\(?\s*(?:at least|>=|from|starting at|min(?:imum)?)\s*${NUMBER}(?:\s*(?:on|up|upwards|and (?:more|above|up|over)))?\)?$`, "iu"), ([from = 0]) => ({ from, includesFrom: true })],
    [new RegExp(String.raw`^(.*?)\(?\s*(?:over|above|more than|greater than|longer than|bigger than|>|higher than|exceeding|beyond)\s*${NUMBER}\)?$`, "iu"), ([from = 0]) => ({ from, includesFrom: false })],
    [new RegExp(String.raw`^(.*?)\(?\s*${NUMBER}\s*(?:\+|or more|and more|and above|and up|and over|or above)\)?$`, "iu"), ([from = 0]) => ({ from, includesFrom: true })],
    [new RegExp(String.raw`^(.*?)\(?\s*${NUMBER}\s*(?:or less|and less|and below|or below|and under)\)?$`, "iu"), ([to = 0]) => ({ to, includesTo: true })],
  ];
  for (const [pattern, read] of shapes) {
    const match = pattern.exec(piece);
    if (match === null) continue;
    const name = label(match[1]);
    const numbers = match.slice(2).filter((part) => part !== undefined).map(Number);
    return { label: name === "" ? piece.trim() : name, ...read(numbers) };
  }
  const trailing = /^(.+?)\s*[=:]\s*(.+)$/u.exec(piece);
  if (trailing !== null) {
    const range = rangeIn(trailing[2] ?? "");
    if (range !== undefined) return { ...range, label: label(trailing[1]) };
  }
  return undefined;
}

function bucketed(reading: Reading, entry: ColumnEntry, ranges: readonly Range[], given: string | undefined): Understanding {
  const hint = 'Say them without gaps, like "short under 2, medium 2 to 10, long over 10".';
  const sorted = [...ranges].sort((a, b) => (a.from ?? Number.NEGATIVE_INFINITY) - (b.from ?? Number.NEGATIVE_INFINITY));
  const bounds: number[] = [];
  const inclusive: boolean[] = [];
  for (const [at, range] of sorted.slice(0, -1).entries()) {
    const next = sorted[at + 1];
    const bound = range.to ?? next?.from;
    if (bound === undefined || next === undefined || (next.from !== undefined && next.from !== bound)) return refuse("unclear-ranges", `between "${range.label}" and "${next?.label}" there is a gap or an overlap`, hint);
    if (bounds.length > 0 && bound <= (bounds.at(-1) ?? bound)) return refuse("unclear-ranges", "the ranges overlap", hint);
    bounds.push(bound);
    inclusive.push(belongsBelow(range, next));
  }
  const [first] = sorted;
  const last = sorted.at(-1);
  if (first?.from !== undefined && first.from !== 0) refuse("unclear-ranges", `nothing is said of numbers below ${first.from}`, hint);
  if (last?.to !== undefined) refuse("unclear-ranges", `nothing is said of numbers above ${last.to}`, hint);
  const labels = sorted.map((range) => range.label);
  for (const label of labels) {
    const problem = /[{}\n]/u.test(label) ? "it contains braces" : renderedTextProblem(label);
    if (problem !== undefined) refuse("unsafe-text", `the name "${label}" cannot be written: ${problem}`, "Use plain words for the ranges.");
  }
  if (new Set(labels).size !== labels.length) refuse("unclear-ranges", "two ranges have the same name", hint);
  const derivation: Derivation = { kind: "bucket", column: entry.origin?.column ?? "", bounds, labels, ...(inclusive.some(Boolean) ? { inclusive } : {}) };
  const words = given === undefined ? [...(entry.names[0] ?? []), "bucket"] : splitWords(given);
  return added(reading, entry, derivation, "varchar", words, given, `Range of ${entry.column.name}: ${labels.join(", ")}.`);
}

/** "2 to 10, over 10": 10 belongs below. "2 to 10, 10 and more": above. Between two plain ranges: above, as usual. */
function belongsBelow(range: Range, next: Range): boolean {
  if (range.includesTo !== undefined) return range.includesTo;
  return next.includesFrom === false;
}

const FLAGS: readonly RegExp[] = [
  /^(?:flag|mark|tag)\s+(.+?)\s+(?:with|where|whose|having|of|that (?:have|has|are)|if)?\s*(?:an?\s+|the\s+)?(.*?)\s*(over|above|more than|greater than|longer than|under|below|less than|shorter than|at least|at most|>=|<=|>|<|=)\s*[$€£]?\s*(-?\d+(?:\.\d+)?)\s*([\p{L}]*)(?:\s+as\s+(.+))?$/iu,
  /^(?:add|create|make)\s+(?:a |an )?(?:flag|marker|boolean|yes\/no column|indicator)(?:\s+column)?\s+(?:for|to mark|marking|if|that (?:says|tells) (?:if|whether)|whether)\s+(.+?)\s*(?:with|where|whose|having|of|is|are)?\s*(?:an?\s+|the\s+)?()(over|above|more than|greater than|longer than|under|below|less than|shorter than|at least|at most|>=|<=|>|<|=)\s*[$€£]?\s*(-?\d+(?:\.\d+)?)\s*([\p{L}]*)(?:\s+(?:called|named|as)\s+(.+))?$/iu,
];

const OPERATORS: Readonly<Record<string, ">" | "<" | ">=" | "<=" | "=">> = {
  over: ">",
  above: ">",
  "more than": ">",
  "greater than": ">",
  "longer than": ">",
  under: "<",
  below: "<",
  "less than": "<",
  "shorter than": "<",
  "at least": ">=",
  "at most": "<=",
  ">=": ">=",
  "<=": "<=",
  ">": ">",
  "<": "<",
  "=": "=",
};

function readFlag(reading: Reading, text: string): Understanding | undefined {
  for (const pattern of FLAGS) {
    const match = pattern.exec(text);
    if (match === null) continue;
    const [, rows = "", named = "", said = "", number = "", unit = "", given] = match;
    const operator = OPERATORS[said.toLowerCase()];
    if (operator === undefined) continue;
    const isNumber = (one: ColumnEntry): boolean => ["integer", "decimal", "double"].includes(one.type);
    const candidates = [unit, named, rows].filter((part) => part.trim() !== "");
    const part = candidates.find((one) => plausible(rank(wordsOf(tokenize(one)), reading.catalogue.columns.filter(isNumber))).length > 0);
    if (part === undefined) return refuseUnknown(reading, tokenize(unit || named || rows));
    const entry = columnFor(reading, part, isNumber);
    const name = given === undefined ? undefined : chosenName(unquoted(given));
    const adjective = { ">": "over", "<": "under", ">=": "from", "<=": "up to", "=": "of" }[operator];
    const words = name === undefined ? ["is", ...(entry.names[0] ?? []), ...adjective.split(" "), number.replace(".", "_")] : splitWords(name);
    const derivation: Derivation = { kind: "compare", column: entry.origin?.column ?? "", operator, value: Number(number) };
    return added(reading, entry, derivation, "boolean", words, name, `Whether ${entry.column.name} is ${adjective} ${number}.`);
  }
  return undefined;
}

const COMPUTED = /^(?:add|create|make|build|compute|calculate|derive|define|introduce)\s+(?:a |an |the )?(?:new )?(?:derived |calculated |computed )?(?:column|field|attribute)\s*(.*)$/iu;

function readComputed(reading: Reading, text: string): Understanding | undefined {
  const rest = COMPUTED.exec(text)?.[1];
  const trailing = /^(?:add|create|make|build|compute|calculate|derive)\s+(?:a |an |the )?(?:new )?(.+?)\s+(?:column|field)(?:\s+(?:to|in|on)\s+.+)?$/iu.exec(text)?.[1];
  const phrase = (rest ?? trailing)?.replace(/\s+(?:to|in|on)\s+(?:the\s+)?(?:[\p{L}\p{N}_]+\s+)?(?:table|model)$/iu, "");
  if (phrase === undefined || phrase.trim() === "") return undefined;
  const named = /^(?:(?:called|named)\s+)?(?:"([^"]+)"|([\p{L}\p{N}_ ]+?))\s*(?:=|:|\bas\b|\bthat (?:is|shows|contains|has)\b|\bwhich (?:is|shows|contains)\b|\bwith\b|\bfor\b|\bshowing\b)\s*(.+)$/iu.exec(phrase);
  const bare = /^(?:for|with|showing|that (?:is|shows|contains|has)|of|containing|holding)\s+(.+)$/iu.exec(phrase);
  const name = bare === null && named !== null ? chosenName(named[1] ?? named[2] ?? "") : undefined;
  const formula = bare?.[1] ?? named?.[3] ?? phrase;
  return arithmetic(reading, formula, name) ?? part(reading, formula, name) ?? lasting(reading, formula, name) ?? refuseUnknown(reading, tokenize(formula));
}

function arithmetic(reading: Reading, formula: string, name: string | undefined): Understanding | undefined {
  const ratio = /^(?:the\s+)?(?:ratio\s+(?:of|between)\s+)?(.+?)\s+(?:divided by|\/|per|over|to)\s+(.+)$/iu.exec(formula);
  const difference = /^(?:the\s+)?difference\s+(?:between|of)\s+(.+?)\s+and\s+(.+)$/iu.exec(formula) ?? /^(.+?)\s+(?:minus|-|–|less)\s+(.+)$/iu.exec(formula);
  const sum = /^(?:the\s+)?(?:sum|total)\s+of\s+(.+?)\s+and\s+(.+)$/iu.exec(formula) ?? /^(.+?)\s+(?:plus|\+)\s+(.+)$/iu.exec(formula);
  const match = difference ?? sum ?? ratio;
  if (match === null) return undefined;
  const isNumber = (one: ColumnEntry): boolean => ["integer", "decimal", "double"].includes(one.type);
  const momentPair = difference !== null && [match[1] ?? "", match[2] ?? ""].every((side) => plausible(rank(wordsOf(tokenize(side)), reading.catalogue.columns.filter((one) => one.type === "datetime"))).length > 0);
  if (momentPair) return lasting(reading, `duration between ${match[2] ?? ""} and ${match[1] ?? ""}`, name);
  const left = columnFor(reading, match[1] ?? "", isNumber);
  const right = columnFor(reading, match[2] ?? "", (one) => isNumber(one) && one.table === left.table);
  const [a, b] = [left.origin?.column ?? "", right.origin?.column ?? ""];
  const verb = difference !== null ? "minus" : sum !== null ? "plus" : "divided by";
  const derivation: Derivation =
    difference !== null ? { kind: "difference", left: a, right: b } : sum !== null ? { kind: "sum", columns: [a, b] } : { kind: "ratio", numerator: a, denominator: b };
  const types = [left, right].map((entry) => dataTypeOf(reading, entry));
  const dataType = derivation.kind === "ratio" ? "double" : types.every((type) => columnTypeOf(type) === "integer") ? "bigint" : types.every((type) => columnTypeOf(type) === "decimal" || columnTypeOf(type) === "integer") ? "decimal(18, 2)" : "double";
  const separator = derivation.kind === "ratio" ? "per" : verb;
  const words = name === undefined ? [...(left.names[0] ?? []), separator, ...(right.names[0] ?? [])] : splitWords(name);
  return added(reading, left, derivation, dataType, words, name, `${left.column.name} ${verb} ${right.column.name}.`, derivation.kind === "ratio" ? "#,0.00" : left.column.format);
}

function dataTypeOf(reading: Reading, entry: ColumnEntry): string | undefined {
  return reading.catalogue.modelColumns.find((one) => one.model === entry.origin?.model && one.column === entry.origin.column)?.dataType;
}

const PART_WORDS = { year: "year", quarter: "quarter", month: "month", week: "week", weekday: "weekday", hour: "hour" } as const;

function part(reading: Reading, formula: string, name: string | undefined): Understanding | undefined {
  const clean = formula.replace(/day of (?:the )?week/iu, "weekday").replace(/hour of (?:the )?day/iu, "hour");
  const of = /^(?:the\s+)?(year|quarter|month|week|weekday|hour)\s+(?:of|from|in)\s+(?:the\s+)?(.+)$/iu.exec(clean);
  const behind = /^(?:the\s+)?(.+?)\s+(year|quarter|month|week|weekday|hour)$/iu.exec(clean);
  const unit = (of?.[1] ?? behind?.[2])?.toLowerCase();
  const phrase = of?.[2] ?? behind?.[1];
  if (unit === undefined || phrase === undefined) return undefined;
  const entry = columnFor(reading, phrase, (one) => one.type === "datetime" || one.type === "date");
  const column = datePartColumn(reading, entry, PART_WORDS[unit as keyof typeof PART_WORDS]);
  return { status: "understood", intent: { kind: "add-column", column: renamed(reading, column, name) } };
}

/** `duration between A and B`, `trip duration in hours`. */
function lasting(reading: Reading, formula: string, name: string | undefined): Understanding | undefined {
  const words = wordsOf(tokenize(formula));
  if (!words.some((word) => DURATION_WORDS.has(word)) && !words.includes("between")) return undefined;
  const unitWord = words.find((word) => TIME_UNITS[word] !== undefined);
  const named = words.filter((word) => TIME_UNITS[word] === undefined && word !== "in" && word !== "the");
  const column = durationColumn(reading, named, unitWord === undefined ? "minutes" : (TIME_UNITS[unitWord] ?? "minutes"), undefined);
  if (column === undefined) return undefined;
  return { status: "understood", intent: { kind: "add-column", column: renamed(reading, column, name) } };
}

function renamed(reading: Reading, column: NewColumn, name: string | undefined): NewColumn {
  if (name === undefined) return column;
  const words = splitWords(name);
  const semantic = column.semantic === undefined ? {} : { semantic: { ...column.semantic, name: semanticNameFor(reading, column.semantic.table, words) } };
  return { ...column, column: columnNameFor(reading, column.model, words), ...semantic };
}

function columnFor(reading: Reading, phrase: string, fits: (entry: ColumnEntry) => boolean): ColumnEntry {
  const words = wordsOf(tokenize(phrase));
  const candidates = reading.catalogue.columns.filter((entry) => fits(entry) && !entry.column.hidden);
  const found = plausible(rank(words, candidates)).map((match) => match.thing);
  if (found.length === 0) return refuseUnknown(reading, tokenize(phrase));
  const entry = choose(reading, `column:${words.join(" ")}`, `Which column is meant by "${phrase.trim()}"?`, found.map(choiceOf));
  if (entry.origin === undefined) refuse("not-derivable", `${labelOf(entry)} does not come from a dbt model of this project`, "Only columns of dbt models can be computed with.");
  return entry;
}

function added(
  reading: Reading,
  from: ColumnEntry,
  derivation: Derivation,
  dataType: string,
  words: readonly string[],
  given: string | undefined,
  description: string,
  format?: string,
): Understanding {
  const model = from.origin?.model ?? "";
  const column = columnNameFor(reading, model, words);
  const name = given !== undefined && /[\s\p{Lu}]/u.test(given) ? given : semanticNameFor(reading, from.table, words);
  const shown = reading.catalogue.columns.find((entry) => entry.table === from.table && entry.column.name.toLowerCase() === name.toLowerCase());
  const there = reading.catalogue.modelColumns.find((entry) => entry.model === model && entry.column.toLowerCase() === column.toLowerCase());
  if (shown !== undefined) alreadyThere(labelOf(shown));
  if (there !== undefined) alreadyThere(labelOf(there));
  return {
    status: "understood",
    intent: {
      kind: "add-column",
      column: {
        model,
        column,
        derivation,
        dataType,
        description,
        semantic: {
          table: from.table,
          name,
          type: columnTypeOf(dataType),
          display: { description, ...(format === undefined ? {} : { format }) },
        },
      },
    },
  };
}

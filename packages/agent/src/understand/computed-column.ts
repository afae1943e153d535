import type { Derivation, NewColumn, Understanding } from "@throughline/contracts";
import { columnTypeOf } from "../catalogue/build-catalogue.ts";
import type { ColumnEntry } from "../catalogue/catalogue.ts";
import { splitWords } from "../words/split-words.ts";
import { TIME_UNITS } from "../words/unit-words.ts";
import { momentsWithin, withoutGloss } from "./column-gloss.ts";
import { datePartColumn } from "./derived-column.ts";
import { DURATION_WORDS, durationColumn } from "./duration.ts";
import { plausible, rank } from "./mention.ts";
import { momentsCalled, ofMoment } from "./moment-named.ts";
import { chosenName, columnNameFor, semanticNameFor, titleCase } from "./names.ts";
import { addedColumn, columnFor } from "./new-column.ts";
import { isMoney } from "./number-columns.ts";
import { choiceOf } from "./object-choice.ts";
import { choose, quietly, type Reading } from "./outcome.ts";
import { tokenize, wordsOf } from "./tokens.ts";
import { refuseUnknown } from "./unknown-name.ts";

const COMPUTED =
  /^(?:add|create|make|build|compute|calculate|derive|define|introduce)\s+(?:a |an |the )?(?:new )?(?:derived |calculated |computed )?(?:column|field|attribute)\s*:?\s*(.*)$/iu;

export function readComputed(reading: Reading, text: string): Understanding | undefined {
  const dated =
    /^(?:(?:add|create|derive|extract)\s+)?(?:a |the )?((?:year|quarter|month|week|weekday|day of (?:the )?week|hour)\s+of\s+.+)$/iu.exec(
      text,
    )?.[1];
  if (dated !== undefined) {
    const part = readPart(reading, dated.replace(/\s+(?:to|in|on) (?:the )?\S+(?: \S+)? table$/iu, ""), undefined);
    if (part !== undefined) return part;
  }
  const rest = COMPUTED.exec(text)?.[1];
  const trailing =
    /^(?:add|create|make|build|compute|calculate|derive)\s+(?:a |an |the )?(?:new )?(.+?)\s+(?:column|field)(?:\s+(?:to|in|on)\s+.+)?$/iu.exec(
      text,
    )?.[1];
  const phrase = (rest ?? trailing)?.replace(
    /\s+(?:to|in|on)\s+(?:the\s+)?(?:[\p{L}\p{N}_]+\s+)?(?:table|model)$/iu,
    "",
  );
  if (phrase === undefined || phrase.trim() === "") return undefined;
  const named =
    /^(?:(?:called|named)\s+)?(?:"([^"]+)"|([\p{L}\p{N}_ ]+?))\s*(?:=|:|\bas\b|\bthat (?:is|shows|contains|has)\b|\bwhich (?:is|shows|contains)\b|\bwith\b|\bfor\b|\bshowing\b)\s*(.+)$/iu.exec(
      phrase,
    );
  const bare = /^(?:for|with|showing|that (?:is|shows|contains|has)|of|containing|holding)\s+(.+)$/iu.exec(phrase);
  const name = bare === null && named !== null ? chosenName(named[1] ?? named[2] ?? "") : undefined;
  const formula = bare?.[1] ?? named?.[3] ?? phrase;
  return readFormula(reading, formula, name) ?? refuseUnknown(reading, tokenize(formula));
}

function readFormula(reading: Reading, formula: string, name: string | undefined): Understanding | undefined {
  const glossed = withoutGloss(reading, formula);
  if (glossed !== undefined) return readGlossed(reading, glossed.formula, glossed.gloss, name);
  const moments = momentsWithin(reading, formula);
  if (moments !== undefined) return readGlossed(reading, formula, name ?? "", name);
  return arithmetic(reading, formula, name) ?? readPart(reading, formula, name) ?? readLasting(reading, formula, name);
}

/** The formula, with what its gloss says of the unit that a time is told in. */
function readGlossed(
  reading: Reading,
  formula: string,
  gloss: string,
  name: string | undefined,
): Understanding | undefined {
  const moments = momentsWithin(reading, formula);
  if (moments === undefined) return arithmetic(reading, formula, name);
  const words = wordsOf(tokenize(gloss));
  const unit = words.find((word) => TIME_UNITS[word] !== undefined);
  if (unit === undefined && !words.some((word) => DURATION_WORDS.has(word) || word === "wait")) return undefined;
  return readLasting(reading, `${unit ?? ""} ${moments}`, name);
}

function arithmetic(reading: Reading, formula: string, name: string | undefined): Understanding | undefined {
  const ratio = /^(?:the\s+)?(?:ratio\s+(?:of|between)\s+)?(.+?)\s+(?:divided by|\/|per|over|to)\s+(.+)$/iu.exec(
    formula,
  );
  const difference =
    /^(?:the\s+)?difference\s+(?:between|of)\s+(.+?)\s+and\s+(.+)$/iu.exec(formula) ??
    /^(.+?)\s+(?:minus|-|–|less)\s+(.+)$/iu.exec(formula);
  const sum =
    /^(?:the\s+)?(?:sum|total)\s+of\s+(.+?)\s+and\s+(.+)$/iu.exec(formula) ??
    /^(?:the\s+)?(.+?)\s+and\s+([^,]+?)(?=\s+(?:together|combined|added(?: up| together)?|summed(?: up)?)$)/iu.exec(
      formula,
    ) ??
    /^(.+?)\s+(?:plus|\+)\s+(.+)$/iu.exec(formula);
  const match = difference ?? sum ?? ratio;
  if (match === null) return undefined;
  const isNumber = (one: ColumnEntry): boolean => ["integer", "decimal", "double"].includes(one.type);
  const momentPair =
    difference !== null &&
    [match[1] ?? "", match[2] ?? ""].every(
      (side) =>
        plausible(
          rank(
            wordsOf(tokenize(side)),
            reading.catalogue.columns.filter((one) => one.type === "datetime"),
          ),
        ).length > 0,
    );
  if (momentPair) return readLasting(reading, `duration between ${match[2] ?? ""} and ${match[1] ?? ""}`, name);
  const sides = sum === null || difference !== null ? [match[1] ?? "", match[2] ?? ""] : termsOf(match[0]);
  // A comma or a bracket in a side says something that no column is called.
  if (sides.some((side) => /[,;()]/u.test(side))) return undefined;
  // "Parts plus labour plus fees": what is added to money is money.
  const clear = sides.flatMap((side) => quietly(() => columnFor(reading, side, isNumber)) ?? []);
  const areMoney = ratio === null && clear.length > 0 && clear.every((entry) => isMoney(entry));
  const isMeant = (one: ColumnEntry): boolean => isNumber(one) && (!areMoney || isMoney(one));
  const left = columnFor(reading, sides[0] ?? "", isMeant);
  const others = sides
    .slice(1)
    .map((side) => columnFor(reading, side, (one) => isMeant(one) && one.table === left.table));
  const all = [left, ...others];
  if (new Set(all).size !== all.length) return undefined;
  const [a = "", b = ""] = all.map((entry) => entry.origin?.column ?? "");
  const verb = difference !== null ? "minus" : sum !== null ? "plus" : "divided by";
  const derivation: Derivation =
    difference !== null
      ? { kind: "difference", left: a, right: b }
      : sum !== null
        ? { kind: "sum", columns: all.map((entry) => entry.origin?.column ?? "") }
        : { kind: "ratio", numerator: a, denominator: b };
  const types = all.map((entry) => dataTypeOf(reading, entry));
  const dataType =
    derivation.kind === "ratio"
      ? "double"
      : types.every((type) => columnTypeOf(type) === "integer")
        ? "bigint"
        : types.every((type) => columnTypeOf(type) === "decimal" || columnTypeOf(type) === "integer")
          ? "decimal(18, 2)"
          : "double";
  const separator = derivation.kind === "ratio" ? "per" : verb;
  const words =
    name === undefined
      ? all.flatMap((entry, at) => [...(at === 0 ? [] : [separator]), ...(entry.names[0] ?? [])])
      : splitWords(name);
  return addedColumn(
    reading,
    left,
    derivation,
    dataType,
    words,
    name,
    titleCase(all.map((entry) => entry.column.name).join(` ${separator} `)),
    `${all.map((entry) => entry.column.name).join(` ${verb} `)}.`,
    derivation.kind === "ratio" ? "#,0.00" : left.column.format,
  );
}

/** `net, tax and tip`, `net + tax + tip`: what is added up. */
function termsOf(said: string): readonly string[] {
  return said
    .replace(/^(?:the\s+)?(?:sum|total)\s+of\s+/iu, "")
    .split(/\s*(?:,|\+)\s*(?:and\s+|plus\s+)?|\s+(?:plus|and)\s+/iu)
    .filter((term) => term !== "");
}

function dataTypeOf(reading: Reading, entry: ColumnEntry): string | undefined {
  return reading.catalogue.modelColumns.find(
    (one) => one.model === entry.origin?.model && one.column === entry.origin.column,
  )?.dataType;
}

const PART_WORDS = {
  year: "year",
  quarter: "quarter",
  month: "month",
  week: "week",
  weekday: "weekday",
  hour: "hour",
} as const;

function readPart(reading: Reading, formula: string, name: string | undefined): Understanding | undefined {
  const clean = formula.replace(/day of (?:the )?week/iu, "weekday").replace(/hour of (?:the )?day/iu, "hour");
  const of =
    /^(?:the\s+)?(year|quarter|month|week|weekday|hour)\s+(?:(?:in|at|on|during)\s+which|of|from|in|when)\s+(?:the\s+|an?\s+)?(.+)$/iu.exec(
      clean,
    );
  const behind = /^(?:the\s+)?(.+?)\s+(year|quarter|month|week|weekday|hour)$/iu.exec(clean);
  const unit = (of?.[1] ?? behind?.[2])?.toLowerCase();
  const phrase = of?.[2] ?? behind?.[1];
  if (unit === undefined || phrase === undefined) return undefined;
  const said = wordsOf(tokenize(phrase));
  const found = momentsCalled(
    reading,
    said.some((word) => ["in", "out", "off", "up"].includes(word))
      ? said.filter((word) => word !== "of" && word !== "the")
      : ofMoment(said),
    undefined,
  );
  if (found.length === 0) return undefined;
  // A date has no hour; and of two that are called alike, people mean the one that they see.
  const timed = unit === "hour" ? found.filter((one) => one.type === "datetime") : found;
  const shown = timed.filter((one) => !one.column.hidden);
  const fitting = shown.length > 0 ? shown : timed.length > 0 ? timed : found;
  const entry = choose(reading, `moment:${said.join(" ")}`, `The ${unit} of which moment?`, fitting.map(choiceOf));
  const column = datePartColumn(reading, entry, PART_WORDS[unit as keyof typeof PART_WORDS]);
  return { status: "understood", intent: { kind: "add-column", column: withName(reading, column, name) } };
}

/** `duration between A and B`, `trip duration in hours`. */
function readLasting(reading: Reading, formula: string, name: string | undefined): Understanding | undefined {
  const words = wordsOf(tokenize(formula));
  const unitWord = words.find((word) => TIME_UNITS[word] !== undefined);
  const isFromTo =
    unitWord !== undefined && words.includes("from") && (words.includes("to") || words.includes("until"));
  // The "time of" something is a moment as well as what it takes.
  if (/^(?:the\s+)?time of\s/iu.test(formula) && unitWord === undefined) return undefined;
  if (!words.some((word) => DURATION_WORDS.has(word)) && !words.includes("between") && !isFromTo) return undefined;
  // The "in" of "in hours" goes with its unit; that of "check in" is part of a name.
  const named = words.filter(
    (word, at) =>
      TIME_UNITS[word] === undefined &&
      word !== "the" &&
      !(word === "in" && TIME_UNITS[words[at + 1] ?? ""] !== undefined),
  );
  const column = durationColumn(
    reading,
    named,
    unitWord === undefined ? "minutes" : (TIME_UNITS[unitWord] ?? "minutes"),
    undefined,
  );
  if (column === undefined) return undefined;
  return { status: "understood", intent: { kind: "add-column", column: withName(reading, column, name) } };
}

function withName(reading: Reading, column: NewColumn, given: string | undefined): NewColumn {
  const name = given ?? reading.called;
  if (name === undefined) return column;
  const words = splitWords(name);
  const semantic =
    column.semantic === undefined
      ? {}
      : { semantic: { ...column.semantic, name: semanticNameFor(reading, column.semantic.table, words) } };
  return { ...column, column: columnNameFor(reading, column.model, words), ...semantic };
}

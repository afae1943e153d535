import type { Filter, Formula, Intent, Understanding } from "@throughline/contracts";
import type { ColumnEntry } from "../catalogue/catalogue.ts";
import { splitBy } from "./by-phrase.ts";
import { comparedParts } from "./compared-parts.ts";
import { datePartColumn } from "./derived-column.ts";
import { readDifference } from "./difference.ts";
import { type Dimension, dimensionNamed, reaches } from "./dimension.ts";
import { takeFilters } from "./filters.ts";
import { measureComputing, tableOf } from "./known-formula.ts";
import { onlyFact } from "./main-table.ts";
import { measureGlossed } from "./measure-gloss.ts";
import { takeName } from "./measure-name.ts";
import { factNamed } from "./measure-named.ts";
import { rank } from "./mention.ts";
import { chosenName, titleCase } from "./names.ts";
import { askAboutNamesake } from "./namesake.ts";
import { decidedBy } from "./narrowed-reading.ts";
import { isNumber } from "./number-columns.ts";
import { labelOf } from "./object-choice.ts";
import { alreadyThere, Outcome, quietly, type Reading, refuse } from "./outcome.ts";
import { inPlainOrder } from "./plain-order.ts";
import { type Quantity, withFilters } from "./quantity.ts";
import { quantityNamed } from "./quantity-named.ts";
import { readRatio } from "./ratio.ts";
import { namesCondition } from "./row-words.ts";
import { readShare } from "./share.ts";
import { seenInParts, seenLike, shownBy } from "./shown-by.ts";
import { FILLERS, type Token, tokenize, wordsOf } from "./tokens.ts";
import { refuseUnsaidConditions } from "./unsaid-condition.ts";

/** Reads what follows "add …" as a measure: a number, perhaps a ratio or share, perhaps of some rows, perhaps by columns. */
export function readMeasure(reading: Reading, phrase: string): Understanding {
  const { given = reading.called, rest } = takeName(phrase);
  const glossed = measureGlossed(reading, rest);
  if (glossed === undefined) return readNumber(reading, rest, given);
  // Where the whole can be read, a part of it would be another number.
  const whole = withoutRefusal(() => readNumber(reading, rest, given));
  const name = glossed.name === undefined ? undefined : titleCase(chosenName(glossed.name));
  if (whole !== undefined && whole.status !== "question") return whole;
  // What the name leaves open, the formula may say.
  const said = withoutRefusal(() => readNumber(reading, glossed.formula, given ?? name));
  return (whole === undefined || said?.status !== "question" ? said : undefined) ?? readNumber(reading, rest, given);
}

/** Undefined where it ends in a refusal. */
function withoutRefusal(read: () => Understanding): Understanding | undefined {
  try {
    return read();
  } catch (outcome) {
    if (!(outcome instanceof Outcome)) throw outcome;
    return outcome.understanding.status === "refused" ? undefined : outcome.understanding;
  }
}

function readNumber(reading: Reading, rest: string, given: string | undefined): Understanding {
  const tokens = withListBehindRows(reading, tokenize(inPlainOrder(rest)));
  if (tokens.length === 0) refuse("nothing-asked", "the request does not say which number is wanted");
  const compared = comparedParts(reading, tokens);
  const split = splitBy(reading, compared?.number ?? tokens);
  const { number } = split;
  const by = [...split.by, ...(compared?.by ?? [])];
  const quantity = decidedBy(
    reading,
    [...by, ...seenPer(reading, number)].flatMap((one) => (one.kind === "column" ? [one.entry.table] : [])),
    (narrowed) =>
      readShare(narrowed, number, by) ??
      ratioOfSome(narrowed, number, by) ??
      readRatio(narrowed, number, by) ??
      readDifference(narrowed, number) ??
      quantityNamed(narrowed, number, "alone"),
  );
  return finish(reading, quantity, by, given, number);
}

/** "average cost per host": what stands behind "per" may be what the number is seen by. */
function seenPer(reading: Reading, tokens: readonly Token[]): readonly Dimension[] {
  const per = tokens.findIndex(({ word }) => word === "per");
  const words = per < 0 ? [] : wordsOf(tokens.slice(per + 1));
  const dimension = words.length === 0 ? undefined : quietly(() => dimensionNamed(reading, words, undefined));
  return dimension === undefined ? [] : [dimension];
}

/** "cost per order, region", "revenue per night and city": behind what it is divided by stands what it is seen by. */
function withListBehindRows(reading: Reading, tokens: readonly Token[]): readonly Token[] {
  const per = tokens.findIndex(({ word }) => word === "per");
  const link = tokens.findIndex(({ word }, at) => at > per && (word === "," || word === "and"));
  if (per < 1 || link < 0) return tokens;
  const { columns, measures, tables } = reading.catalogue;
  const facts = new Set(measures.map((entry) => entry.table));
  const divided = wordsOf(tokens.slice(per + 1, link));
  const rows = tables.filter((entry) => facts.has(entry.table.name));
  const numbers = columns.filter((entry) => isNumber(entry) && facts.has(entry.table));
  const isDivided = [rank(divided, rows), rank(divided, numbers), rank(divided, measures)].some(
    ([best]) => best?.exact,
  );
  const listed = wordsOf(tokens.slice(link + 1));
  const isListed = isDivided && quietly(() => dimensionNamed(reading, listed, undefined)) !== undefined;
  return isListed ? [...tokens.slice(0, link), ...tokenize("by"), ...tokens.slice(link + 1)] : tokens;
}

/** "price per unit in the North": the conditions are those of the whole ratio. */
function ratioOfSome(reading: Reading, tokens: readonly Token[], by: readonly Dimension[]): Quantity | undefined {
  const at = tokens.findIndex((token) => token.word === "per" || token.word === "divided");
  if (at < 0) return undefined;
  const part = tokens.slice(at);
  // "cost per order for returns": with a preposition a yes/no word is a condition, and nothing to divide by.
  const flags = part.some(({ word }) => ["for", "where", "with", "without", "excluding"].includes(word));
  const fact = factNamed(reading, tokens) ?? onlyFact(reading);
  // "weight per sales channel": a word of what it is seen by may be a value of something else.
  const behindPer = wordsOf(part.slice(1)).filter((word) => !FILLERS.has(word));
  if (part[0]?.word === "per" && isWholeDimension(reading, behindPer, fact)) return undefined;
  const taken = takeFilters(reading, part, fact, flags ? "flags" : "no-flags");
  const behind = { ...taken, rest: withoutConditions(reading, taken.rest, taken.filters) };
  if (behind.filters.length === 0 || behind.rest.length < 2) return undefined;
  const ratio = readRatio(reading, [...tokens.slice(0, at), ...behind.rest], by);
  if (ratio === undefined) return undefined;
  const filtered = withFilters(reading, ratio, behind.filters, behind.label);
  return seenLike(ratio, filtered);
}

function isWholeDimension(reading: Reading, words: readonly string[], fact: string | undefined): boolean {
  return words.length > 1 && quietly(() => dimensionNamed(reading, words, fact))?.kind === "column";
}

/** "per booking for business guests": whose rows the condition is of says nothing more. */
function withoutConditions(reading: Reading, tokens: readonly Token[], filters: readonly Filter[]): readonly Token[] {
  const facts = new Set(reading.catalogue.measures.map((entry) => entry.table));
  const last = tokens.at(-1)?.word ?? "";
  if (filters.some(({ column }) => facts.has(column.table))) return tokens;
  return tokens.length > 2 && namesCondition(reading, last, filters) ? tokens.slice(0, -1) : tokens;
}

/** The formula a phrase asks for, as the new content of a measure that exists. */
export function readFormula(reading: Reading, phrase: string): Formula {
  const tokens = tokenize(inPlainOrder(phrase));
  const quantity =
    readShare(reading, tokens, []) ??
    ratioOfSome(reading, tokens, []) ??
    readRatio(reading, tokens, []) ??
    readDifference(reading, tokens) ??
    quantityNamed(reading, tokens, "alone");
  if (quantity.columns.length > 0)
    refuse(
      "unsupported-change",
      "this formula needs a column that is not there yet",
      "Ask for the column first, or for a new measure.",
    );
  return quantity.formula;
}

function finish(
  reading: Reading,
  quantity: Quantity,
  dimensions: readonly Dimension[],
  given: string | undefined,
  asked: readonly Token[],
): Understanding {
  const { catalogue } = reading;
  const viaPer = shownBy.get(quantity);
  const by: ColumnEntry[] = [
    ...dimensions.flatMap((dimension) => (dimension.kind === "column" ? [dimension.entry] : [])),
    ...(viaPer === undefined ? [] : [viaPer]),
  ];
  const part = seenInParts.get(quantity) ?? dimensions.find((dimension) => dimension.kind === "part");
  for (const entry of by)
    if (reaches(reading, quantity.table, entry.table) === "none")
      refuse(
        "no-path",
        `${labelOf(entry)} is not related to ${quantity.table} by an active relationship`,
        "Ask for a column of a related table.",
      );
  refuseUnsaidConditions(reading, asked, quantity, by);
  const known = quantity.measure ?? measureComputing(catalogue, quantity.formula);
  if (part !== undefined && part.kind === "part") return withPart(reading, quantity, part, known !== undefined, given);
  if (known !== undefined) {
    const seenByText =
      by.length === 0
        ? ""
        : `; it can be seen by ${by.map((entry) => entry.column.name).join(" and ")}, which is related to it`;
    alreadyThere(
      `measure "${known.measure.name}" in ${known.table}: ${known.measure.expression.trim().replaceAll(/\s+/gu, " ")}${seenByText}`,
    );
  }
  if (given === undefined) askAboutNamesake(reading, asked, quantity);
  const name = given ?? quantity.name;
  const taken = catalogue.measures.find((entry) => entry.measure.name.toLowerCase() === name.toLowerCase());
  if (taken !== undefined && given === undefined)
    alreadyThere(
      `measure "${taken.measure.name}" in ${taken.table}: ${taken.measure.expression.trim().replaceAll(/\s+/gu, " ")}`,
    );
  if (taken !== undefined)
    refuse(
      "name-taken",
      `there is a measure "${taken.measure.name}" already, and it computes something else`,
      "Choose another name, or ask to change that measure.",
    );
  return { status: "understood", intent: intentOf(quantity, name, by, []) };
}

function intentOf(
  quantity: Quantity,
  name: string,
  by: readonly ColumnEntry[],
  more: readonly Quantity["columns"][number][],
): Intent {
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
function withPart(
  reading: Reading,
  quantity: Quantity,
  part: Dimension & { kind: "part" },
  measureExists: boolean,
  given: string | undefined,
): Understanding {
  const column = datePartColumn(reading, part.entry, part.part);
  const table = column.semantic?.table ?? part.entry.table;
  const name = column.semantic?.name ?? "";
  if (measureExists) return { status: "understood", intent: { kind: "add-column", column } };
  const intent = intentOf(quantity, given ?? quantity.name, [], [column]);
  if (intent.kind !== "add-measure") return { status: "understood", intent };
  return { status: "understood", intent: { ...intent, by: [{ table, column: name }] } };
}

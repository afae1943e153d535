import type { Aggregation, Formula, Understanding } from "@throughline/contracts";
import type { MeasureEntry } from "../catalogue/catalogue.ts";
import { splitAggregate } from "./aggregate-words.ts";
import { wishedFormula } from "./change-in-words.ts";
import { wishFor } from "./change-order.ts";
import { INTRODUCES } from "./condition.ts";
import { measureComputing, simpleFormulaOf } from "./known-formula.ts";
import { labelOf } from "./object-choice.ts";
import { objectNamed, objectsNamed } from "./object-named.ts";
import { alreadyThere, type Reading, refuse } from "./outcome.ts";
import { tryQuantity } from "./quantity-named.ts";
import { readFormula } from "./read-measure.ts";
import { isRowWord } from "./row-words.ts";
import { takeRowsSaid } from "./rows-said.ts";
import { FILLERS, tokenize, wordsOf } from "./tokens.ts";

const TO_FORMULA: readonly RegExp[] = [
  /^(?:change|redefine|update|modify|alter|switch|make|turn|adjust|convert|recalculate|compute|calculate|define)\s+(?:the\s+)?(?:(?:calculation|formula|definition|aggregation)\s+of\s+)?(.+?)\s+(?:to\s+be|to\s+use|to|into|as|so that it (?:is|uses|shows)|be|using|with|use)\s+(?:be\s+)?(.+)$/iu,
  /^(?:let|have)\s+(.+?)\s+be\s+(.+)$/iu,
  /^(?:make|turn)\s+(.+?)\s+(?:an?|the)\s+(.+)$/iu,
  /^(.+?)\s+(?:should|must|ought to|needs to|has to)\s+(?:be|use|show|become|return)\s+(.+)$/iu,
];

const EXCLUDE: readonly (readonly [RegExp, "without" | "only", 1 | 2])[] = [
  [
    /^(?:exclude|leave out|ignore|drop|filter out|remove|skip|omit|don't count|do not count)\s+(.+?)\s+(?:from|in|when calculating|for|out of)\s+(.+)$/iu,
    "without",
    2,
  ],
  [
    /^(?:change|update|modify|adjust|make|let|fix)?\s*(.+?)\s+(?:to|so that it|so it|should|must|needs to|has to)\s+(?:exclude|excludes|ignore|ignores|leave out|leaves out|not (?:count|include)|omit|omits|skip|skips|filter out|filters out)\s+(.+)$/iu,
    "without",
    1,
  ],
  [
    /^(?:change|update|modify|adjust|make|let|fix)?\s*(.+?)\s+(?:to|so that it|so it|should|must|needs to|has to)\s+(?:only|just)\s+(?:count|counts|include|includes|use|uses|consider|considers|show|shows|cover|covers|be for)\s+(.+)$/iu,
    "only",
    1,
  ],
  [
    /^(?:for|in|with)\s+(.+?),\s+(?:please\s+)?(?:exclude|leave out|ignore|skip|omit|drop|don't count|do not count)\s+(.+)$/iu,
    "without",
    1,
  ],
  [
    /^(.+?)\s+(?:without|excluding)\s+(.+?)\s+(?:from now on|in (?:the )?future|going forward|henceforth)$/iu,
    "without",
    1,
  ],
  [/^(?:only|just)\s+(?:count|include|use|consider)\s+(.+?)\s+(?:in|for)\s+(.+)$/iu, "only", 2],
  [
    /^(?:make|let|have|change|update)\s+(.+?)\s+(?:to\s+)?(?:only|just)\s+(?:count|include|use|consider|cover)\s+(.+)$/iu,
    "only",
    1,
  ],
  [
    /^(?:make|let|have|change|update)\s+(.+?)\s+(?:to\s+)?(?:count|include|use|consider|cover)\s+(?:only|just)\s+(.+)$/iu,
    "only",
    1,
  ],
  [/^(?:restrict|limit|filter)\s+(.+?)\s+(?:to|by|on|for)\s+(.+)$/iu, "only", 1],
];

/** What it is not to be any more; the "not" of "orders that were not cancelled" is a condition. */
const OTHER_THAN =
  /,?\s+(?:instead(?:\s+of\s+.+)?|rather than\s+.+|(?<!\b(?:is|are|was|were|be|been|has|have|had|do|does|did|that|which|who|and|but)\s+)not\s+.+)$/iu;

/** Reads a change to a measure that exists: other rows, another aggregation, another formula. */
export function readChange(reading: Reading, text: string): Understanding | undefined {
  return changedAsWished(reading, text) ?? changedRows(reading, text) ?? changedFormula(reading, text);
}

function changedAsWished(reading: Reading, text: string): Understanding | undefined {
  const wish = wishFor(reading, text);
  if (wish === undefined) return undefined;
  const measure = measureNamed(reading, wish.measure);
  const formula = wishedFormula(reading, measure, wish);
  return formula === undefined ? undefined : changed(measure, formula, reading);
}

function changedRows(reading: Reading, text: string): Understanding | undefined {
  for (const [pattern, mode, measureGroup] of EXCLUDE) {
    const match = pattern.exec(text);
    if (match === null) continue;
    const phrase = (measureGroup === 1 ? match[1] : match[2]) ?? "";
    const rows = (measureGroup === 1 ? match[2] : match[1]) ?? "";
    if (objectsNamed(reading.catalogue, phrase, ["measure"]).length === 0) continue;
    const measure = measureNamed(reading, phrase);
    const { filters, rest } = takeRowsSaid(reading, rows, mode, measure.table);
    const left = wordsOf(rest).filter((word) => !isAbout(reading, measure, word));
    if (filters.length === 0 || left.length > 0)
      refuse(
        "unknown-name",
        `no column has a value that is called "${rows}"`,
        'Name a value as the data has it, such as in "exclude cancelled from order count", or a yes/no column.',
      );
    const of = simpleFormulaOf(reading.catalogue, measure);
    if (of === undefined) return cannotChange(measure);
    return changed(measure, { kind: "filtered", of, filters: [...filters] }, reading);
  }
  return undefined;
}

/** Words for the rows themselves: `exclude cancelled orders`. */
function isAbout(reading: Reading, measure: MeasureEntry, word: string): boolean {
  return (
    ["excluding", "only", "value", "values"].includes(word) ||
    INTRODUCES.has(word) ||
    FILLERS.has(word) ||
    isRowWord(reading, word) ||
    objectsNamed(reading.catalogue, word, ["table"]).some(
      (thing) => thing.kind === "table" && thing.table.name === measure.table,
    )
  );
}

const AGGREGATIONS: readonly (readonly [RegExp, Aggregation])[] = [
  [/^(?:an? |the )?(?:average|avg|mean)\b/iu, "average"],
  [/^(?:an? |the )?(?:sum|total)\b/iu, "sum"],
  [/^(?:an? |the )?(?:minimum|min|lowest|smallest)\b/iu, "min"],
  [/^(?:an? |the )?(?:maximum|max|highest|largest)\b/iu, "max"],
  [/^(?:an? |the )?(?:distinct count|unique count|count distinct|count of distinct)\b/iu, "distinct-count"],
  [/^(?:an? |the )?count\b/iu, "count"],
];

function changedFormula(reading: Reading, text: string): Understanding | undefined {
  for (const pattern of TO_FORMULA) {
    const match = pattern.exec(text);
    if (match === null) continue;
    const phrase = (match[1] ?? "").replace(/\s+from (?:an? )?(?:sum|average|count|total|min|max)\w*$/iu, "");
    if (objectsNamed(reading.catalogue, phrase, ["measure"]).length === 0) continue;
    const measure = measureNamed(reading, phrase);
    const wanted = (match[2] ?? "").replace(OTHER_THAN, "");
    // Where, with or for what it should be is no number.
    if (/^(?:with|in|on|under|at|for|from|by|like|among|before|after|beside)\s/iu.test(wanted)) continue;
    const aggregation = AGGREGATIONS.find(([words]) => words.test(wanted));
    const rest =
      aggregation === undefined
        ? wanted
        : wanted.replace(aggregation[0], "").replace(/^\s*(?:of\s+)?(?:it|them|values?|aggregation)?\s*$/iu, "");
    if (aggregation !== undefined && rest.trim() === "") {
      const now = simpleFormulaOf(reading.catalogue, measure);
      if (now?.kind === "aggregate") return changed(measure, { ...now, function: aggregation[1] }, reading);
      return changed(measure, aggregateNamed(reading, measure, aggregation[1]), reading);
    }
    return changed(measure, readFormula(reading, wanted), reading);
  }
  return undefined;
}

/** A measure that computes an average in its own way is still called after what it averages. */
function aggregateNamed(reading: Reading, measure: MeasureEntry, aggregation: Aggregation): Formula {
  const { rest } = splitAggregate(
    tokenize(measure.measure.name.replace(/[Øø]/u, "average ").replaceAll(/\[[^\]]*\]|\([^)]*\)/gu, "")),
  );
  const formula =
    rest.length === 0 ? undefined : tryQuantity(reading, [...tokenize(aggregation), ...rest], "alone")?.formula;
  return formula?.kind === "aggregate" ? formula : cannotChange(measure);
}

function measureNamed(reading: Reading, phrase: string): MeasureEntry {
  const found = objectNamed(reading, phrase, ["measure"]);
  return found.kind === "measure" ? found : refuse("unknown-name", `there is no measure called "${phrase}"`);
}

function cannotChange(measure: MeasureEntry): never {
  return refuse(
    "unsupported-change",
    `the formula of ${labelOf(measure)} is not one that can be changed by a sentence: ${measure.measure.expression.trim().replaceAll(/\s+/gu, " ")}`,
    'Ask for its whole new formula ("change X to A divided by B"), or for a new measure.',
  );
}

function changed(measure: MeasureEntry, formula: Formula, reading: Reading): Understanding {
  const ref = { table: measure.table, measure: measure.measure.name };
  const same = measureComputing(reading.catalogue, formula);
  if (same === measure) alreadyThere(`${labelOf(measure)} computes that already`);
  if (mentions(formula, ref.measure))
    refuse(
      "circular",
      `${labelOf(measure)} would be computed from itself`,
      "Name other measures or columns in its formula.",
    );
  return { status: "understood", intent: { kind: "change-measure", measure: ref, formula } };
}

function mentions(formula: Formula, measure: string): boolean {
  switch (formula.kind) {
    case "measure":
      return formula.measure.measure === measure;
    case "ratio":
      return mentions(formula.numerator, measure) || mentions(formula.denominator, measure);
    case "filtered":
    case "share":
      return mentions(formula.of, measure);
    case "difference":
      return mentions(formula.left, measure) || mentions(formula.right, measure);
    case "total":
      return formula.terms.some((term) => mentions(term, measure));
    case "aggregate":
    case "rows":
      return false;
  }
}

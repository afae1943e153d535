import type { ColumnRef, Formula } from "@throughline/contracts";
import type { MeasureEntry } from "../catalogue/catalogue.ts";
import { splitAggregate, stripped } from "./aggregate-words.ts";
import { type Dimension, reaches } from "./dimension.ts";
import { takeFilters } from "./filters.ts";
import { simpleFormulaOf } from "./known-formula.ts";
import { onlyFact, rowsMeant } from "./main-table.ts";
import { factNamed, measureNamed } from "./measure-named.ts";
import { filteredFormulaOf } from "./measure-parts.ts";
import { titleCase } from "./names.ts";
import { choose, type Reading, refuse } from "./outcome.ts";
import { percentFormat } from "./percent-format.ts";
import { besideConditions } from "./plain-quantity.ts";
import { ofMeasure, type Quantity, rowsOf, withFilters } from "./quantity.ts";
import { isPart } from "./quantity-choice.ts";
import { quantityNamed, tryQuantity } from "./quantity-named.ts";
import { ratioOf } from "./ratio-of.ts";
import { isRowWord, namesCondition } from "./row-words.ts";
import { rawOf, type Token, textOf, wordsBefore, wordsOf } from "./tokens.ts";
import { isContradicted } from "./unclear-condition.ts";

/** `share of x`, `x as a percentage of the total`. */
export function readShare(reading: Reading, tokens: readonly Token[], by: readonly Dimension[]): Quantity | undefined {
  const text = textOf(tokens);
  const leading =
    /^(?:the )?(?:share|percentage|percent|proportion|fraction|portion|part|%|pct)(?: share)? of (?:the )?/u.exec(text);
  if (leading !== null) {
    const rest = tokens.slice(wordsBefore(text, leading[0].length));
    return shareWithin(reading, rest) ?? shareOf(reading, withoutTotal(rest), by, rest);
  }
  const trailing =
    /^(.+?) (?:as |in )?(?:a |an |the )?(?:share|percentage|percent|proportion|fraction|portion|%|pct) of (?:the |all )?(?:overall |grand )?(.+)$/u.exec(
      text,
    );
  if (trailing === null) return rateOf(reading, tokens, text);
  const numerator = tokens.slice(0, wordsBefore(text, (trailing[1] ?? "").length));
  // "average discount percent of new orders" averages a column that is called so.
  if (["average", "min", "max"].includes(splitAggregate(numerator).aggregate ?? "")) return undefined;
  const denominator = tokens.slice(tokens.length - (trailing[2] ?? "").split(" ").length);
  const kept = numerator.filter((token) => !["as", "a", "in"].includes(token.word) || token !== numerator.at(-1));
  if (/^(?:the )?(?:grand |overall )?(?:total|all|everything|whole|sum)$/u.test(trailing[2] ?? ""))
    return shareOf(reading, kept, by, kept);
  return partOf(reading, kept, denominator);
}

/**
 * "share of family bookings that were cancelled", "share of returns among new customers": what stands before "that", or behind
 * "among", is the whole, whose conditions are those of the part too.
 */
function shareWithin(reading: Reading, tokens: readonly Token[]): Quantity | undefined {
  const at = tokens.findIndex(({ word }) => WITHIN.has(word));
  if (at < 1) return undefined;
  const isAmong = !OF_PART.has(tokens[at]?.word ?? "");
  const sides = [tokens.slice(0, at), tokens.slice(at + 1)];
  const [whole = [], part = []] = isAmong ? [...sides].reverse() : sides;
  const of = takeFilters(reading, whole, factNamed(reading, tokens) ?? onlyFact(reading));
  if (of.filters.length === 0) return undefined;
  const share = shareOf(reading, isAmong ? part : [...of.rest, ...tokens.slice(at)], [], tokens);
  return { ...withFilters(reading, share, of.filters, of.label), format: percentFormat(reading) };
}

const OF_PART = new Set("that which who whose where with without".split(" "));
const WITHIN = new Set([...OF_PART, "among", "amongst"]);

/**
 * "cash as a share of revenue" is the cash part of it: what is only a condition is one of the whole. "Fees as a share of sales
 * for new customers": a condition behind is of both.
 */
function partOf(reading: Reading, part: readonly Token[], whole: readonly Token[]): Quantity {
  const hasCondition = whole.some(({ word }) => ["for", "where", "with", "without", "excluding"].includes(word));
  const behind = hasCondition ? takeFilters(reading, whole, undefined) : undefined;
  const ofBoth = behind !== undefined && behind.filters.length > 0 && behind.rest.length > 0 ? behind : undefined;
  const beside = ofBoth === undefined ? undefined : besideConditions(reading, ofBoth.rest, ofBoth.filters, "ratio");
  const right = beside ?? quantityNamed(reading, ofBoth === undefined ? whole : stripped(ofBoth.rest), "ratio");
  const { filters, rest, label } = takeFilters(reading, part, undefined);
  const isCondition =
    filters.length > 0 &&
    filters.every((filter) => reaches(reading, right.table, filter.column.table) !== "none") &&
    wordsOf(rest).every((word) => isRowWord(reading, word) || namesCondition(reading, word, filters));
  const left = isCondition ? withFilters(reading, right, filters, label) : quantityNamed(reading, part, "ratio");
  const ratio = ratioOf(reading, left, right, `${left.name} % of ${right.name}`);
  const found = ofBoth === undefined ? ratio : withFilters(reading, ratio, ofBoth.filters, ofBoth.label);
  return { ...found, format: percentFormat(reading) };
}

/** `no-show rate`, `refunded %`: of the rows that could have it, those that do. A measure that is called so is meant first. */
function rateOf(reading: Reading, tokens: readonly Token[], text: string): Quantity | undefined {
  if (!/ (?:rate|%|percentage|percent|pct|share|quota)$/u.test(text)) return undefined;
  if (measureNamed(reading, tokens) !== undefined) return undefined;
  const what = tokens.slice(0, -1);
  const { filters, rest, label } = takeFilters(reading, what, undefined);
  const rows =
    filters.length > 0 && wordsOf(rest).every((word) => isRowWord(reading, word))
      ? rest.length === 0
        ? rowsMeant(reading, filters)
        : (tryQuantity(reading, rest, "ratio") ?? rowsMeant(reading, filters))
      : undefined;
  if (rows !== undefined) {
    const rate = sharePart(reading, withFilters(reading, rows, filters, label), rows);
    return { ...rate, name: titleCase(`${label} rate`) };
  }
  const of = tryQuantity(reading, what, "alone");
  // Without its sign it would be another number.
  const isSign = / (?:%|percentage|percent|pct)$/u.test(text);
  const isOther = of?.measure === undefined ? isSign && of?.formula.kind === "filtered" : !isPart(of.measure);
  if (isOther)
    refuse(
      "unclear-formula",
      `it is not said of what "${rawOf(what)}" is a part`,
      'Say "… as a percentage of …", with the number that it is a part of.',
    );
  return undefined;
}

/** "share of valid orders": the number with the condition, by the number without it. */
function partOfWhole(reading: Reading, tokens: readonly Token[]): Quantity | undefined {
  const { filters, rest, label } = takeFilters(reading, tokens, factNamed(reading, tokens) ?? onlyFact(reading));
  if (filters.length > 0) {
    const whole =
      rest.length === 0
        ? rowsMeant(reading, filters)
        : (tryQuantity(reading, rest, "ratio") ?? besideConditions(reading, rest, filters, "ratio"));
    if (whole === undefined || isContradicted(reading, whole, filters)) return undefined;
    const of = withFilters(reading, whole, filters, label);
    return sharePart(reading, of, whole);
  }
  const of = tryQuantity(reading, tokens, "ratio");
  // A plain aggregate has no condition that its share could leave out.
  if (of?.measure === undefined || simpleFormulaOf(reading.catalogue, of.measure) !== undefined) return undefined;
  const wider = widerMeasures(reading, of.measure);
  if (wider.length === 0) {
    const condition = filteredFormulaOf(reading.catalogue, of.measure);
    const whole = condition === undefined ? undefined : wholeOf(reading, condition.of);
    return whole === undefined ? undefined : sharePart(reading, of, whole);
  }
  const phrase = rawOf(tokens);
  const choices = [
    ...wider.map((entry) => ({
      id: `of:${entry.measure.name}`,
      text: `${of.name} divided by ${entry.measure.name}`,
      value: entry,
    })),
    { id: "of-all", text: `${of.name} of what is shown, divided by ${of.name} of everything`, value: undefined },
  ];
  const chosen = choose(reading, `share:${phrase.toLowerCase()}`, `The share of ${phrase} in what?`, choices);
  return chosen === undefined ? undefined : sharePart(reading, of, ofMeasure(chosen));
}

/** Of a measure with a condition of its own, the measure that it is a part of. */
function wholeOf(reading: Reading, formula: Formula): Quantity | undefined {
  if (formula.kind === "rows") {
    const table = reading.catalogue.tables.find((one) => one.table.name === formula.table);
    return table === undefined ? undefined : rowsOf(reading, table);
  }
  if (formula.kind !== "measure") return undefined;
  const entry = reading.catalogue.measures.find(
    (one) => one.table === formula.measure.table && one.measure.name === formula.measure.measure,
  );
  return entry === undefined ? undefined : ofMeasure(entry);
}

function sharePart(reading: Reading, of: Quantity, whole: Quantity): Quantity {
  const name = `Share of ${of.name}`;
  return {
    ...ratioOf(reading, of, whole, name),
    format: percentFormat(reading),
    description: `${of.name} as a share of ${whole.name}.`,
  };
}

/** Measures whose name is this one's without a word: Order Count for Open Order Count. */
function widerMeasures(reading: Reading, of: MeasureEntry): readonly MeasureEntry[] {
  const words = of.names[0] ?? [];
  return reading.catalogue.measures.filter((entry) => {
    const other = entry.names[0] ?? [];
    return (
      entry !== of &&
      entry.table === of.table &&
      other.length > 1 &&
      other.length < words.length &&
      other.every((word) => words.includes(word))
    );
  });
}

function withoutTotal(tokens: readonly Token[]): readonly Token[] {
  const text = textOf(tokens);
  const ending = / (?:in|of|out of|from|to) (?:the )?(?:grand |overall )?(?:total|all|everything)$/u.exec(text);
  return ending === null ? tokens : tokens.slice(0, text.slice(0, ending.index).split(" ").length);
}

function shareOf(
  reading: Reading,
  tokens: readonly Token[],
  by: readonly Dimension[],
  said: readonly Token[],
): Quantity {
  const part = partOfWhole(reading, tokens);
  if (part !== undefined) return part;
  const of = quantityNamed(reading, tokens, "ratio");
  const given = `Share of ${titleCase(rawOf(said))}`;
  const named = reading.catalogue.measures.find((entry) => entry.measure.name.toLowerCase() === given.toLowerCase());
  if (named !== undefined) return ofMeasure(named);
  const filtered = of.measure === undefined ? of.formula : of.formula;
  if (filtered.kind === "filtered") {
    const whole: Quantity = { ...of, formula: filtered.of };
    return {
      ...ratioOf(reading, of, whole, `Share of ${of.name}`),
      format: percentFormat(reading),
      description: `${of.name} as a share of all.`,
    };
  }
  const over =
    by.length > 0
      ? by.map((dimension): ColumnRef => ({ table: dimension.entry.table, column: dimension.entry.column.name }))
      : [{ table: of.table }];
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

import type { Formula } from "@throughline/contracts";
import { splitAggregate, stripped } from "./aggregate-words.ts";
import { formulaOf } from "./measure-parts.ts";
import { quietly, type Reading, refuse } from "./outcome.ts";
import type { Quantity } from "./quantity.ts";
import { quantityNamed, sumOf, TOGETHER, tryQuantity } from "./quantity-named.ts";
import { isOfMoney, termsAlike } from "./terms-alike.ts";
import { type Token, textOf, wordsBefore } from "./tokens.ts";

/** What is said to be an average is one, in a difference too. */
function term(reading: Reading, tokens: readonly Token[]): Quantity {
  return quantityNamed(reading, tokens, isSumless(tokens) ? "alone" : "ratio");
}

function isSumless(tokens: readonly Token[]): boolean {
  return ["average", "min", "max"].includes(splitAggregate(stripped(tokens)).aggregate ?? "");
}

/** "average of a plus b" may be of each or of their sum, row by row. */
function refuseHalfAveraged(left: readonly Token[], right: readonly Token[]): void {
  if (!isSumless(left) || splitAggregate(stripped(right)).aggregate !== undefined) return;
  refuse(
    "unclear-formula",
    "it is not clear what is averaged: the first number, or both together",
    "Say the average of each, or ask first for a column that adds the two.",
  );
}

/** "revenue after fees", where both are amounts; "orders after March" has a condition. */
function whatIsLeft(reading: Reading, tokens: readonly Token[], text: string): RegExpExecArray | undefined {
  const after = / (?<minus>after|net of) (?:deducting |subtracting |taking off )?/u.exec(text);
  if (after === null) return undefined;
  const end = after.index + after[0].length;
  const sides = [tokens.slice(0, wordsBefore(text, after.index)), tokens.slice(wordsBefore(text, end))];
  const formulas = sides.map((side) => quietly(() => tryQuantity(reading, side, "ratio"))?.formula);
  return formulas.every((formula) => formula !== undefined && isOfMoney(reading, formula)) ? after : undefined;
}

function bothOf(reading: Reading, left: readonly Token[], right: readonly Token[]): readonly [Quantity, Quantity] {
  const [one, other] = termsAlike(reading, [
    (answered) => readDifference(answered, left) ?? term(answered, left),
    (answered) => term(answered, right),
  ]);
  return [one as Quantity, other as Quantity];
}

const OPERATOR = / (?:(?<minus>minus|less|-|–)|plus|\+) (?!than\b)/gu;

/** `x minus y`, `difference between x and y`; of several, the last is computed last. */
export function readDifference(reading: Reading, tokens: readonly Token[]): Quantity | undefined {
  const text = textOf(tokens);
  const between = /^(?:the )?difference (?:between|of) (.+) (?:and|to|-) (.+)$/u.exec(text);
  if (between !== null) {
    const start = wordsBefore(text, text.indexOf(between[1] ?? "", 10));
    const length = (between[1] ?? "").split(" ").length;
    const right = tokens.slice(-(between[2] ?? "").split(" ").length);
    return minusOf(term(reading, tokens.slice(start, start + length)), term(reading, right));
  }
  // "a + b added up" says the same again.
  const end = / \+ | plus /u.test(text) ? (TOGETHER.exec(text)?.index ?? text.length) : text.length;
  if (end < text.length) return readDifference(reading, tokens.slice(0, wordsBefore(text, end)));
  const split = [...text.matchAll(OPERATOR)].at(-1) ?? whatIsLeft(reading, tokens, text);
  // "sales - north only" has a dash before a condition.
  if (split === undefined || (/[-–]/u.test(split[0]) && / only$/u.test(text))) return undefined;
  const left = tokens.slice(0, wordsBefore(text, split.index));
  const right = tokens.slice(wordsBefore(text, split.index + split[0].length));
  refuseHalfAveraged(left, right);
  const [one, other] = bothOf(reading, left, right);
  // "revenue minus returns" means what the returns cost, and not how many they are.
  if (isCount(reading, one.formula) !== isCount(reading, other.formula) && !isSumless(left) && !isSumless(right))
    refuse(
      "unclear-formula",
      `${one.name} and ${other.name} are not of one kind: one of them counts`,
      "Say which number of both is meant.",
    );
  return split.groups?.["minus"] === undefined ? sumOf(one, [other]) : minusOf(one, other);
}

/** Counts rows or members, perhaps some of them only. */
function isCount(reading: Reading, formula: Formula): boolean {
  switch (formula.kind) {
    case "rows":
      return true;
    case "aggregate": {
      const { table, column } = formula.column;
      const entry = reading.catalogue.columns.find((one) => one.table === table && one.column.name === column);
      return (
        ["count", "distinct-count"].includes(formula.function) || (entry !== undefined && entry.type === "integer")
      );
    }
    case "filtered":
      return isCount(reading, formula.of);
    case "measure": {
      const entry = reading.catalogue.measures.find((one) => one.measure.name === formula.measure.measure);
      const own = entry === undefined ? undefined : formulaOf(reading.catalogue, entry);
      return own !== undefined && own.kind !== "ratio" && isCount(reading, own);
    }
    case "total":
    case "difference":
    case "ratio":
    case "share":
      return false;
  }
}

function minusOf(one: Quantity, other: Quantity): Quantity {
  const formula: Formula = { kind: "difference", left: one.formula, right: other.formula };
  return {
    formula,
    table: one.table,
    name: `${one.name} minus ${other.name}`,
    description: `${one.name} minus ${other.name}.`,
    ...(one.format === undefined ? {} : { format: one.format }),
    ...(one.folder === undefined ? {} : { folder: one.folder }),
    columns: [...one.columns, ...other.columns],
  };
}

import type { Formula } from "@throughline/contracts";
import { splitAggregate, stripped } from "./aggregate-words.ts";
import { NEGATES } from "./condition.ts";
import { takeFilters } from "./filters.ts";
import { quietly, type Reading, refuse } from "./outcome.ts";
import { plainQuantity } from "./plain-quantity.ts";
import type { Quantity } from "./quantity.ts";
import { termsAlike } from "./terms-alike.ts";
import { rawOf, type Token, textOf, wordsBefore } from "./tokens.ts";
import { refuseUnknown } from "./unknown-name.ts";

/**
 * Reads a phrase as one number, which may be the sum of others. `within: ratio` reads averages as sums: a ratio of totals is
 * what "average x per y" means.
 */
export function quantityNamed(reading: Reading, tokens: readonly Token[], within: "alone" | "ratio"): Quantity {
  return tryQuantity(reading, tokens, within) ?? refuseUnknown(reading, stripped(tokens));
}

export function tryQuantity(
  reading: Reading,
  tokens: readonly Token[],
  within: "alone" | "ratio",
): Quantity | undefined {
  const several = severalSaid(reading, tokens);
  return several === undefined ? plainQuantity(reading, tokens, within) : addedUp(tokens, several);
}

/** What says that several numbers are one, added up. */
export const TOGETHER =
  /,? (?:all )?(?:together|combined|added|summed|taken together|(?:added|summed|taken) (?:up|together)|in total|in sum|altogether)$/u;
const OF_SEVERAL = /^(?:the )?(?:combined |overall |grand )?(?:total|sum|combined)(?: of)?(?: the)? (?=\S)/u;

interface Several {
  readonly terms: readonly Quantity[];
  /** A word says that they are one number, added up. */
  readonly areAdded: boolean;
}

/** The numbers of "a, b and c", where each is one by itself and another than the others. */
function severalSaid(reading: Reading, tokens: readonly Token[]): Several | undefined {
  const text = textOf(tokens);
  if (!/ (?:and|plus|\+|&) /u.test(text) || /\b(?:between|from)\b/u.test(text)) return undefined;
  const opens = OF_SEVERAL.exec(text)?.[0] ?? "";
  const closes = TOGETHER.exec(text)?.index ?? text.length;
  const listed = tokens.slice(wordsBefore(text, opens.length), wordsBefore(text, closes));
  const terms = separated(listed).map((term) => stripped(term));
  if (terms.length < 2 || terms.some((term) => isNoNumber(reading, term))) return undefined;
  const found = quietly(() =>
    termsAlike(
      reading,
      terms.map((term) => (answered) => plainQuantity(answered, term, "ratio") ?? refuseUnknown(reading, term)),
    ),
  );
  const quantities = found ?? [];
  const formulas = new Set(quantities.map((one) => JSON.stringify(one.formula)));
  if (formulas.size < terms.length) return undefined;
  refuseHalfRestricted(terms, quantities);
  // "total a and total b" may as well be two measures.
  const isSum = opens !== "" && terms.every((term) => splitAggregate(term).aggregate === undefined);
  return { terms: quantities, areAdded: isSum || closes < text.length };
}

/** "Parts and labour for warranty cases": a condition behind the last of them may be one of all. */
function refuseHalfRestricted(terms: readonly (readonly Token[])[], quantities: readonly Quantity[]): void {
  const [last, ...others] = quantities.map(({ formula }) => formula.kind === "filtered").reverse();
  const isBehind =
    terms
      .at(-1)
      ?.slice(1)
      .some(({ word }) => BEHIND.has(word)) === true;
  if (last !== true || others.some((isRestricted) => isRestricted) || !isBehind) return;
  refuse(
    "unclear-formula",
    "it is not clear whether the condition is one of all the numbers or only of the last",
    "Say it before the numbers, or ask first for each number with its condition.",
  );
}

const BEHIND = new Set("for where with in at on from by of".split(" "));

/** "billed for a and b": what is only a condition, or is left out, belongs to the number before it. */
function isNoNumber(reading: Reading, term: readonly Token[]): boolean {
  if (term.length === 0 || term.some(({ word }) => NEGATES.has(word))) return true;
  return quietly(() => takeFilters(reading, term, undefined))?.rest.length === 0;
}

/** "the sum of a, b and c", "a and b together". Without such a word they are several requests. */
function addedUp(tokens: readonly Token[], { terms, areAdded }: Several): Quantity {
  const [first, ...others] = terms;
  return first !== undefined && areAdded
    ? sumOf(first, others)
    : refuse(
        "several-changes",
        `"${rawOf(tokens)}" are several numbers`,
        'Ask for one at a time, or say "together" for their sum.',
      );
}

function separated(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const terms: Token[][] = [[]];
  for (const token of tokens) {
    if (["and", "plus", "+", "&", ","].includes(token.word)) terms.push([]);
    else terms.at(-1)?.push(token);
  }
  return terms.filter((term) => term.length > 0);
}

/** Several numbers added up. */
export function sumOf(first: Quantity, others: readonly Quantity[]): Quantity {
  const terms = [first, ...others];
  const formula: Formula = { kind: "total", terms: terms.map((term) => term.formula) };
  const name = terms.map((term) => term.name).join(" plus ");
  return {
    formula,
    table: first.table,
    name,
    description: `${name}.`,
    ...(first.format === undefined ? {} : { format: first.format }),
    ...(first.folder === undefined ? {} : { folder: first.folder }),
    columns: terms.flatMap((term) => term.columns),
  };
}

import type { Formula } from "@throughline/contracts";
import { splitAggregate, stripped } from "./aggregate-words.ts";
import type { Reading } from "./outcome.ts";
import { plainQuantity } from "./plain-quantity.ts";
import type { Quantity } from "./quantity.ts";
import { type Token, wordsBefore } from "./tokens.ts";
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
  return plainQuantity(reading, tokens, within) ?? addedUp(reading, tokens);
}

const TOGETHER =
  /,? (?:all )?(?:together|combined|added|summed|taken together|(?:added|summed|taken) (?:up|together)|in total|in sum|altogether)$/u;
const OF_SEVERAL = /^(?:the )?(?:combined |overall |grand )?(?:total|sum|combined)(?: of)?(?: the)? (?=\S)/u;

/** "the sum of a, b and c", "a and b together": each is a number of its own. Without such a word they are several requests. */
function addedUp(reading: Reading, tokens: readonly Token[]): Quantity | undefined {
  const text = tokens.map((token) => token.word).join(" ");
  const opens = OF_SEVERAL.exec(text)?.[0] ?? "";
  const closes = TOGETHER.exec(text)?.index ?? text.length;
  if ((opens === "" && closes === text.length) || !/ (?:and|plus|\+) /u.test(text)) return undefined;
  const listed = tokens.slice(wordsBefore(text, opens.length), wordsBefore(text, closes));
  const terms = separated(listed).map((term) => stripped(term));
  if (terms.length < 2 || terms.some((term) => term.length === 0)) return undefined;
  // "total a and total b" may as well be two measures.
  if (opens !== "" && terms.some((term) => splitAggregate(term).aggregate !== undefined)) return undefined;
  const found = terms.map((term) => plainQuantity(reading, term, "ratio"));
  const [first, ...others] = found.filter((one) => one !== undefined);
  return first === undefined || others.length + 1 < terms.length ? undefined : sumOf(first, others);
}

function separated(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const terms: Token[][] = [[]];
  for (const token of tokens) {
    if (["and", "plus", "+", ","].includes(token.word)) terms.push([]);
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

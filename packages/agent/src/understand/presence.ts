import type { ColumnEntry } from "../catalogue/catalogue.ts";
import { type Found, usable } from "./condition.ts";
import { rank } from "./mention.ts";
import { isAdditive, isNumber, isTally } from "./number-columns.ts";
import type { Reading } from "./outcome.ts";
import { type Token, wordsOf } from "./tokens.ts";

const HAS = /^(?:(?:with|having|had|have|has|including|includes?|included) (?:(?:at least one|any|an?|some) )?)(?=\S)/u;
const LACKS =
  /^(?:without (?:(?:any|an?) )?|(?:with|having|had|have|has) (?:no|zero) |(?:did not|didn't|do not|don't) (?:have|include) (?:(?:any|an?) )?)(?=\S)/u;

const MOST_WORDS = 3;

/** "bookings with children", "orders without a discount": some of what a column counts or adds up, or none. */
export function takePresence(reading: Reading, tokens: readonly Token[], table: string | undefined): Found | undefined {
  for (let at = 1; at < tokens.length; at += 1) {
    const text = tokens
      .slice(at)
      .map((token) => (token.kind === "word" ? token.word : "\u0001"))
      .join(" ");
    const lacks = LACKS.exec(text);
    const said = lacks ?? HAS.exec(text);
    if (said === null) continue;
    const from = at + said[0].trim().split(" ").length;
    const named = columnAt(reading, tokens, from, table);
    if (named === undefined) continue;
    const { entry, end } = named;
    return {
      filter: {
        column: { table: entry.table, column: entry.column.name },
        operator: lacks === null ? ">" : "=",
        values: [0],
      },
      rest: [...tokens.slice(0, at), ...tokens.slice(end)],
      label: `${lacks === null ? "with" : "without"} ${entry.column.name}`,
    };
  }
  return undefined;
}

/** A column that is wholly said and that has nothing where there is nothing; a score or a rate of 0 is one too. */
function columnAt(
  reading: Reading,
  tokens: readonly Token[],
  from: number,
  table: string | undefined,
): { entry: ColumnEntry; end: number } | undefined {
  const columns = usable(reading, table).filter((entry) => isNumber(entry) && (isAdditive(entry) || isTally(entry)));
  for (let length = Math.min(MOST_WORDS, tokens.length - from); length >= 1; length -= 1) {
    const words = wordsOf(tokens.slice(from, from + length));
    const [match, other] = rank(words, columns).filter(({ score }) => score > 0.8);
    if (match !== undefined && (other === undefined || match.exact !== other.exact || match.score > other.score + 0.05))
      return { entry: match.thing, end: from + length };
  }
  return undefined;
}

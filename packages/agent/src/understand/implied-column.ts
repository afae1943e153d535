import type { Aggregation } from "@throughline/contracts";
import type { ColumnEntry } from "../catalogue/catalogue.ts";
import { quantityWords } from "../words/unit-words.ts";
import { wordLikeness } from "../words/word-likeness.ts";
import type { Aggregate } from "./aggregate-words.ts";
import { plausible, rank } from "./mention.ts";
import { isNumber } from "./number-columns.ts";
import { choiceOf } from "./object-choice.ts";
import { choose, type Reading } from "./outcome.ts";
import { aggregated, type Quantity } from "./quantity.ts";

/** Superlatives that say by which quantity. */
const IMPLIES: Readonly<Record<string, readonly string[]>> = {
  heaviest: ["weight"],
  lightest: ["weight"],
  "most expensive": ["price", "cost", "amount"],
  cheapest: ["price", "cost", "amount"],
};

/** `heaviest order`: the rows are named, and the column by the quantity that the superlative is about. */
export function impliedColumn(
  reading: Reading,
  aggregate: Aggregate,
  words: readonly string[],
  said: string | undefined,
): Quantity | undefined {
  const quantities =
    IMPLIES[said?.replace(/^the /u, "") ?? ""]?.flatMap((word) => [word, ...quantityWords(word)]) ?? [];
  const [table] = plausible(rank(words, reading.catalogue.tables));
  if (table === undefined || quantities.length === 0) return undefined;
  const columns = reading.catalogue.columns.filter(
    (entry) =>
      entry.table === table.thing.table.name &&
      isNumber(entry) &&
      entry.names.some((name) => name.some((part) => quantities.some((word) => wordLikeness(word, part) >= 0.95))),
  );
  return byWhich(reading, aggregate, `${said} ${words.join(" ")}`, columns);
}

/** `longest trip`: the rows are named, and what of them is not. */
export function whichColumn(reading: Reading, aggregate: Aggregate, words: readonly string[]): Quantity | undefined {
  const [table] = plausible(rank(words, reading.catalogue.tables)).filter((match) => match.exact);
  if (table === undefined) return undefined;
  const columns = reading.catalogue.columns.filter(
    (entry) => entry.table === table.thing.table.name && isNumber(entry),
  );
  return byWhich(reading, aggregate, `${aggregate} ${words.join(" ")}`, columns);
}

function byWhich(
  reading: Reading,
  aggregate: Aggregate,
  phrase: string,
  columns: readonly ColumnEntry[],
): Quantity | undefined {
  if (columns.length === 0) return undefined;
  return aggregated(
    reading,
    aggregate as Aggregation,
    choose(reading, `column:${phrase}`, `The ${phrase} by which column?`, columns.map(choiceOf)),
  );
}

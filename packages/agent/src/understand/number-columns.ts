import type { ColumnEntry } from "../catalogue/catalogue.ts";
import { singular } from "../words/split-words.ts";

export function isNumber(entry: ColumnEntry): boolean {
  return (
    ["integer", "decimal", "double"].includes(entry.type) && !entry.column.hidden && !entry.column.key && !isCode(entry)
  );
}

/** Whole numbers that stand for something are not added up. */
function isCode(entry: ColumnEntry): boolean {
  const words = entry.names.flat();
  return (
    entry.type === "integer" &&
    words.some((word) =>
      ["key", "id", "code", "nr", "year", "month", "week", "weekday", "quarter", "day", "jahr", "monat"].includes(word),
    )
  );
}

const AMOUNTS = new Set(
  "amount amt tip tips discount discounts revenue rev cost costs tax taxes fee fees sales commission expense expenses turnover billed paid vat net gross eur usd gbp chf euro betrag kosten umsatz erlos".split(
    " ",
  ),
);
const RATES = new Set(
  "rate per avg average mean price share ratio percent pct score unit star stars rating grade level".split(" "),
);

/** What is used up or made, by its unit. */
const USED = new Set("hours hrs kwh mwh gwh".split(" "));

/** Money, hours and energy are added up when nobody says how: "the tax by country" is its sum. A rate or a price is not. */
export function isAdditive(entry: ColumnEntry): boolean {
  return isMoney(entry) || (isAmount(entry) && entry.names.flat().some((word) => USED.has(word)));
}

export function isMoney(entry: ColumnEntry): boolean {
  return isAmount(entry) && entry.names.flat().some((word) => AMOUNTS.has(word));
}

function isAmount(entry: ColumnEntry): boolean {
  return ["decimal", "double"].includes(entry.type) && !(entry.names[0] ?? []).some((word) => RATES.has(word));
}

const TALLIES = new Set("count number qty quantity anzahl menge num".split(" "));

/**
 * A number that counts something itself, by its name or because it is called after many: "number of guests" is the sum of
 * Guest Count, "number of adults" of Adults.
 */
export function isTally(entry: ColumnEntry): boolean {
  if (!isNumber(entry)) return false;
  if (entry.names.flat().some((word) => TALLIES.has(word))) return true;
  const words = entry.names[0] ?? [];
  const last = words.at(-1) ?? "";
  return entry.type === "integer" && singular(last) !== last && !words.some((word) => RATES.has(word));
}

/** What somebody gives or not: reviews are counted where there is one. */
export function isRating(entry: ColumnEntry): boolean {
  return isNumber(entry) && entry.names.flat().some((word) => ["score", "rating", "grade"].includes(word));
}

export function isMoment(entry: Pick<ColumnEntry, "type">): boolean {
  return entry.type === "datetime" || entry.type === "date";
}

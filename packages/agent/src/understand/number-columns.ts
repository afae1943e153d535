import type { ColumnEntry } from "../catalogue/catalogue.ts";

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
      ["key", "id", "code", "nr", "year", "month", "weekday", "quarter", "day", "jahr", "monat"].includes(word),
    )
  );
}

const AMOUNTS = new Set(
  "amount amt revenue rev cost costs tax taxes fee fees sales commission expense expenses turnover billed paid betrag kosten umsatz erlos".split(
    " ",
  ),
);
const RATES = new Set("rate per avg average mean price share ratio percent pct score unit".split(" "));

/** Money that is added up when nobody says how: "the tax by country" is its sum. A rate or a price is not. */
export function isAdditive(entry: ColumnEntry): boolean {
  const words = entry.names[0] ?? [];
  const isRate = words.some((word) => RATES.has(word));
  return ["decimal", "double"].includes(entry.type) && !isRate && entry.names.flat().some((word) => AMOUNTS.has(word));
}

export function isMoment(entry: ColumnEntry): boolean {
  return entry.type === "datetime" || entry.type === "date";
}

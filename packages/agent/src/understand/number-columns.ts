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

export function isMoment(entry: ColumnEntry): boolean {
  return entry.type === "datetime" || entry.type === "date";
}

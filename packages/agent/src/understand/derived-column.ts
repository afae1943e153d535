import type { Derivation, NewColumn } from "@throughline/contracts";
import type { ColumnEntry } from "../catalogue/catalogue.ts";
import { columnNameFor, semanticNameFor } from "./names.ts";
import { alreadyThere, type Reading, refuse } from "./outcome.ts";

/** A column for a part of a moment, in the model and in the table. */
export function datePartColumn(
  reading: Reading,
  entry: ColumnEntry,
  part: (Derivation & { kind: "date-part" })["part"],
): NewColumn {
  const { origin } = entry;
  if (origin === undefined) return refuse("not-derivable", `${entry.column.name} does not come from a dbt model`);
  const stem = (entry.names[0] ?? []).filter(
    (word) => !["at", "am", "date", "time", "datetime", "timestamp", "on"].includes(word),
  );
  const words = [...stem, part];
  const isText = part === "weekday";
  const name = semanticNameFor(reading, entry.table, words);
  const exists = reading.catalogue.columns.find(
    (other) => other.table === entry.table && other.column.name.toLowerCase() === name.toLowerCase(),
  );
  if (exists !== undefined) alreadyThere(`column "${exists.column.name}" of ${exists.table}`);
  const title = part.slice(0, 1).toUpperCase() + part.slice(1);
  return {
    model: origin.model,
    column: columnNameFor(reading, origin.model, words),
    derivation: { kind: "date-part", column: origin.column, part },
    dataType: isText ? "varchar" : "integer",
    description: `${title} of ${origin.column}.`,
    semantic: {
      table: entry.table,
      name,
      type: isText ? "string" : "integer",
      display: { description: `${title} of ${entry.column.name}.`, ...(isText ? {} : { format: "0" }) },
    },
  };
}

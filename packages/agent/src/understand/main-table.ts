import type { Filter } from "@throughline/contracts";
import type { Reading } from "./outcome.ts";
import { type Quantity, rowsOf } from "./quantity.ts";

export function onlyFact(reading: Reading): string | undefined {
  const facts = new Set(reading.catalogue.measures.map((entry) => entry.table));
  const [only, other] = [...facts];
  return other === undefined ? only : undefined;
}

/** Rows of the one table with measures; of several, the one whose own columns the conditions are all about. */
export function rowsMeant(reading: Reading, filters: readonly Filter[]): Quantity | undefined {
  const [first] = filters;
  const own = filters.every((filter) => filter.column.table === first?.column.table) ? first?.column.table : undefined;
  const isFact = reading.catalogue.measures.some((entry) => entry.table === own);
  const facts = new Set(reading.catalogue.measures.map((entry) => entry.table));
  // Of conditions on several tables, one is of the rows and the others of what belongs to them.
  const [fact, another] = [...new Set(filters.map((filter) => filter.column.table))].filter((table) =>
    facts.has(table),
  );
  const named = another === undefined ? fact : undefined;
  return rowsOfTable(reading, onlyFact(reading) ?? (isFact ? own : named));
}

function rowsOfTable(reading: Reading, table: string | undefined): Quantity | undefined {
  const entry = reading.catalogue.tables.find((other) => other.table.name === table);
  return entry === undefined ? undefined : rowsOf(reading, entry);
}

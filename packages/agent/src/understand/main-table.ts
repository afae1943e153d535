import type { Reading } from "./outcome.ts";
import { type Quantity, rowsOf } from "./quantity.ts";

export function onlyFact(reading: Reading): string | undefined {
  const facts = new Set(reading.catalogue.measures.map((entry) => entry.table));
  const [only, other] = [...facts];
  return other === undefined ? only : undefined;
}

export function onlyRows(reading: Reading): Quantity | undefined {
  const table = onlyFact(reading);
  const entry = reading.catalogue.tables.find((other) => other.table.name === table);
  return entry === undefined ? undefined : rowsOf(reading, entry);
}

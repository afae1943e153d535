import type { Filter } from "@throughline/contracts";
import type { Catalogue } from "../catalogue/catalogue.ts";
import { reaches } from "./dimension.ts";
import type { Reading } from "./outcome.ts";

const remembered = new WeakMap<Catalogue, Map<string, Catalogue>>();

/** The project as far as the conditions can restrict it: "spa revenue" is revenue of the table that has a spa. */
export function narrowedTo(reading: Reading, filters: readonly Filter[]): Reading {
  const { catalogue } = reading;
  const tables = [...new Set(filters.map((filter) => filter.column.table))].sort();
  const known = remembered.get(catalogue) ?? new Map<string, Catalogue>();
  remembered.set(catalogue, known);
  const key = JSON.stringify(tables);
  const isReached = ({ table }: { readonly table: string }): boolean =>
    tables.every((other) => reaches(reading, table, other) !== "none");
  const narrowed = known.get(key) ?? {
    ...catalogue,
    measures: catalogue.measures.filter(isReached),
    columns: catalogue.columns.filter(isReached),
  };
  known.set(key, narrowed);
  return { ...reading, catalogue: narrowed };
}

import type { Filter } from "@throughline/contracts";
import type { Catalogue } from "../catalogue/catalogue.ts";
import { reaches } from "./dimension.ts";
import { Outcome, quietly, type Reading } from "./outcome.ts";

const remembered = new WeakMap<Catalogue, Map<string, Catalogue>>();

/** The project as far as the conditions can restrict it: "spa revenue" is revenue of the table that has a spa. */
export function narrowedTo(reading: Reading, filters: readonly Filter[]): Reading {
  return reachedBy(
    reading,
    filters.map((filter) => filter.column.table),
  );
}

/** "cost by host": of several costs the one is meant that has hosts. What stays open is asked of all. */
export function decidedBy<T>(reading: Reading, tables: readonly string[], read: (reading: Reading) => T): T {
  try {
    return read(reading);
  } catch (outcome) {
    const isOpen = outcome instanceof Outcome && outcome.understanding.status === "question";
    const found = isOpen && tables.length > 0 ? quietly(() => read(reachedBy(reading, tables))) : undefined;
    if (found !== undefined) return found;
    throw outcome;
  }
}

function reachedBy(reading: Reading, of: readonly string[]): Reading {
  const { catalogue } = reading;
  const tables = [...new Set(of)].sort();
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

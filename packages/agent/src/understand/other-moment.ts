import type { Filter } from "@throughline/contracts";
import type { Catalogue } from "../catalogue/catalogue.ts";
import { isSameEvent } from "../words/event-words.ts";
import { isMoment } from "./number-columns.ts";
import type { Reading } from "./outcome.ts";
import { type Token, wordsOf } from "./tokens.ts";

/**
 * "Orders shipped in 2025", where the calendar is of the day they were placed: the year is that of another moment, and orders
 * of that year would be other orders.
 */
export function isOfOtherMoment(
  { catalogue }: Reading,
  tokens: readonly Token[],
  filters: readonly Filter[],
  fact: string,
): boolean {
  const calendars = new Set(catalogue.tables.flatMap((entry) => (entry.table.calendar ? [entry.table.name] : [])));
  if (!filters.some(({ column }) => calendars.has(column.table))) return false;
  const said = wordsOf(tokens).filter((word) => /(?:ed|id|nt)$/u.test(word));
  const happened = catalogue.columns.filter(
    (entry) =>
      entry.table === fact && isMoment(entry) && said.some((word) => isSameEvent(word, entry.names[0]?.[0] ?? "")),
  );
  const followed = followedColumns(catalogue, fact, calendars);
  const isFollowed = (name: readonly string[]): boolean =>
    followed.some((other) => isSameEvent(name[0] ?? "", other[0] ?? ""));
  return happened.some(({ names: [name = []] }) => !isFollowed(name));
}

/** The names of the columns by which the rows of a table reach the calendar. */
function followedColumns(
  catalogue: Catalogue,
  fact: string,
  calendars: ReadonlySet<string>,
): readonly (readonly string[])[] {
  const model = catalogue.tables.find((entry) => entry.table.name === fact)?.model;
  const from = (model?.relationships ?? []).flatMap((one) =>
    one.active && one.from.table === fact && calendars.has(one.to.table) ? [one.from.column] : [],
  );
  return catalogue.columns.flatMap((entry) =>
    entry.table === fact && from.includes(entry.column.name) ? [entry.names[0] ?? []] : [],
  );
}

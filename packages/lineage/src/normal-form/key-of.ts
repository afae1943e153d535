import { fold } from "../sql/query-facts.ts";
import type { NormalQuery } from "./normal-form.ts";
import { placesOf } from "./places.ts";
import { rowsText, textOf } from "./text.ts";

/**
 * What an order of queries is decided by: the same for all queries that are one, as far as that can be had. What it leaves open
 * stays as it is written, and may then be called another query.
 */
export function keyOf(query: NormalQuery): string {
  const places = placesOf(query);
  const columns = query.columns.map(({ name, term }) => ({ name: fold(name), text: textOf(term, places) }));
  const texts = columns.map(({ text }) => text).sort();
  return JSON.stringify([rowsText(query), texts, columns.map(({ name, text }) => `${name} ${text}`).sort()]);
}

export function byText([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

import type { ColumnEntry } from "../catalogue/catalogue.ts";
import { isSameEvent } from "../words/event-words.ts";
import { wordLikeness } from "../words/word-likeness.ts";
import { NEGATES } from "./condition.ts";
import { isMoment } from "./number-columns.ts";
import type { Reading } from "./outcome.ts";
import { aggregated, type Quantity } from "./quantity.ts";
import { FILLERS, type Token, wordsOf } from "./tokens.ts";

/** What is said around rows and what happened to them. */
const AROUND = new Set(
  "how many number count of have has had been was were got get gets yet already so far which who we they".split(" "),
);

/** Words of a name that say no more than that something happened, or why. */
const TELLS = new Set("at on date time dt ts datetime timestamp reason grund".split(" "));

/** "invoices that have been paid": rows that have the moment, or the reason, of what happened to them. */
export function countedByEvent(reading: Reading, tokens: readonly Token[]): Quantity | undefined {
  if (tokens.some(({ kind, word }) => NEGATES.has(word) || kind === "number")) return undefined;
  const said = wordsOf(tokens).filter((word) => !FILLERS.has(word) && !AROUND.has(word));
  const found = reading.catalogue.columns.filter((entry) => tellsOf(reading, entry, said));
  const shown = found.filter((entry) => !entry.column.hidden);
  const [only, other] = shown.length > 0 ? shown : found;
  return only === undefined || other !== undefined ? undefined : aggregated(reading, "count", only);
}

function tellsOf(reading: Reading, entry: ColumnEntry, said: readonly string[]): boolean {
  if (!reading.catalogue.measures.some((measure) => measure.table === entry.table)) return false;
  const [name = []] = entry.names;
  const event = name.filter((word) => !TELLS.has(word));
  if (event.length !== 1 || event.length === name.length) return false;
  if (!isMoment(entry) && !name.some((word) => word === "reason" || word === "grund")) return false;
  const happened = said.filter((word) => isSameEvent(word, event[0] ?? ""));
  const rows = said.filter((word) => !happened.includes(word));
  const table = reading.catalogue.tables.find((one) => one.table.name === entry.table);
  const isRows = table?.names.some(
    (words) => rows.length > 0 && rows.every((word) => words.some((other) => wordLikeness(other, word) >= 0.95)),
  );
  return happened.length === 1 && isRows === true;
}

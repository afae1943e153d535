import type { ColumnRef, Derivation } from "@throughline/contracts";
import type { ColumnEntry, TableEntry } from "../catalogue/catalogue.ts";
import { eventRoot } from "../words/event-words.ts";
import { wordLikeness } from "../words/word-likeness.ts";
import { plausible, rank } from "./mention.ts";
import { choiceOf, labelOf } from "./object-choice.ts";
import { choose, type Reading, refuse } from "./outcome.ts";

/** A column to see a measure by, or the part of a date that must become one. */
export type Dimension =
  | { readonly kind: "column"; readonly entry: ColumnEntry }
  | { readonly kind: "part"; readonly entry: ColumnEntry; readonly part: (Derivation & { kind: "date-part" })["part"] };

/** Words for parts of time, as people say "by …". */
const PARTS: Readonly<Record<string, (Derivation & { kind: "date-part" })["part"]>> = {
  year: "year",
  quarter: "quarter",
  month: "month",
  week: "week",
  weekday: "weekday",
  hour: "hour",
};

/** What a phrase names as something to see numbers of `table` by; undefined when it names nothing of the kind. */
export function dimensionNamed(
  reading: Reading,
  words: readonly string[],
  table: string | undefined,
): Dimension | undefined {
  const { catalogue } = reading;
  const joined = words
    .join(" ")
    .replace(/^day (?:of (?:the )?)?week$/u, "weekday")
    .replace(/^hour (?:of (?:the )?)?day$/u, "hour");
  const said = joined.split(" ");
  const reachable = catalogue.columns.filter(
    (entry) =>
      !entry.column.hidden &&
      isCategory(entry) &&
      (table === undefined || reaches(reading, table, entry.table) !== "none"),
  );
  const [unit] = said;
  const isPart = said.length === 1 && unit !== undefined && PARTS[unit] !== undefined;
  const facts = new Set(catalogue.measures.map((entry) => entry.table));
  const ofRows = rank(
    said,
    catalogue.tables.filter((entry) => facts.has(entry.table.name)),
  );
  // What a row is called by is no column that has the word in its name.
  const isRow = ofRows.some((match) => match.exact);
  const found = plausible(rank(said, reachable));
  const matches = (found.length > 0 ? found : plausible(rank(inOwnForms(said, reachable), reachable))).filter(
    (match) => match.exact || ((!isPart || match.score > 0.7) && !isRow),
  );
  // "Per disputed invoice" is per invoice of some, and no way to see it by Disputed.
  const isOfSome = (entry: ColumnEntry): boolean =>
    entry.type === "boolean" &&
    facts.has(entry.table) &&
    said.length > 1 &&
    entry.contextWords.some((other) => wordLikeness(other, said.at(-1) ?? "") >= 0.95);
  if (matches.some(({ thing }) => isOfSome(thing))) return undefined;
  if (matches.length > 0) {
    const best = narrowed(
      matches.map((match) => match.thing),
      table,
    );
    const phrase = said.join(" ");
    return {
      kind: "column",
      entry: choose(reading, `dimension:${phrase}`, `Which column is meant by "${phrase}"?`, best.map(choiceOf)),
    };
  }
  if (isRow) return undefined;
  const ofTable = labelColumn(reading, said, table);
  if (ofTable !== undefined) return { kind: "column", entry: ofTable };
  const byRole = withRole(reading, said, table);
  if (byRole !== undefined) return { kind: "column", entry: byRole };
  if (said.length === 1 && (unit === "day" || unit === "date")) return calendarDay(reading, table);
  return datePart(reading, said, table);
}

/** "By payment method" is by Pay Method: the words in the forms that one name has them in. */
function inOwnForms(words: readonly string[], entries: readonly ColumnEntry[]): readonly string[] {
  const parts = [...new Set(entries.flatMap((entry) => entry.names.flat()))].filter((part) => part.length > 2);
  const forms = words.map((word) =>
    word.length < 5 || parts.includes(word)
      ? [word]
      : [word, ...parts.filter((part) => eventRoot(part) === eventRoot(word))],
  );
  const phrases = forms.reduce<readonly (readonly string[])[]>(
    (begun, next) => begun.flatMap((before) => next.map((form) => [...before, form])),
    [[]],
  );
  const named = phrases.slice(0, MOST_PHRASES).filter((phrase) => plausible(rank(phrase, entries)).length > 0);
  const [only = words, other] = named;
  return other === undefined ? only : words;
}

const MOST_PHRASES = 16;

/** Numbers are measured, not grouped by; whole numbers may be codes. */
export function isCategory(entry: ColumnEntry): boolean {
  return (
    entry.type !== "decimal" &&
    entry.type !== "double" &&
    !(entry.type === "datetime" && !entry.column.key && entry.column.calculated)
  );
}

/** Of columns that fit alike, the one in the table asked about or, if none is, all of them. */
function narrowed(entries: readonly ColumnEntry[], table: string | undefined): readonly ColumnEntry[] {
  const [first] = entries;
  if (first === undefined || entries.length === 1) return entries;
  const texts = entries.filter((entry) => entry.type === "string");
  const kept = texts.length > 0 ? texts : entries;
  const own = kept.filter((entry) => entry.table === table);
  return own.length === 1 ? own : kept;
}

/** `by zone` where zone is a table: the column that names its rows. */
function labelColumn(reading: Reading, words: readonly string[], table: string | undefined): ColumnEntry | undefined {
  const tables = reading.catalogue.tables.filter(
    (entry) =>
      entry.table.name !== table && (table === undefined || reaches(reading, table, entry.table.name) === "active"),
  );
  const [match, other] = plausible(rank(words, tables));
  if (match === undefined || other !== undefined) return undefined;
  const columns = reading.catalogue.columns.filter(
    (entry) => entry.table === match.thing.table.name && !entry.column.hidden && entry.type === "string",
  );
  const named = columns.filter((entry) =>
    entry.names.some((name) => name.includes("name") || name.includes("bezeichnung")),
  );
  const phrase = words.join(" ");
  const choices = named.length === 1 ? named : columns;
  return choices.length === 0
    ? undefined
    : choose(
        reading,
        `dimension:${phrase}`,
        `Which column of ${match.thing.table.name} is meant by "${phrase}"?`,
        choices.map(choiceOf),
      );
}

/** `by pickup zone`: one word names the column, the rest the relationship that leads there. */
function withRole(reading: Reading, words: readonly string[], table: string | undefined): ColumnEntry | undefined {
  if (words.length < 2 || table === undefined) return undefined;
  for (let cut = 1; cut < words.length; cut += 1) {
    const role = words.slice(0, cut);
    const rest = words.slice(cut);
    const candidates = reading.catalogue.columns.filter((entry) => !entry.column.hidden && entry.table !== table);
    const matches = plausible(rank(rest, candidates)).filter((match) => match.exact);
    for (const match of matches) {
      const model = match.thing.model;
      const via = model.relationships.filter(
        (other) => other.from.table === table && other.to.table === match.thing.table,
      );
      const meant = via.find((other) => role.every((word) => fitsColumn(reading, other.from, word)));
      if (meant === undefined) continue;
      if (meant.active) return match.thing;
      refuse(
        "inactive-path",
        `${labelOf(match.thing)} can be reached by ${meant.from.table}[${meant.from.column}] only through an inactive relationship`,
        `Ask for it by ${rest.join(" ")}, which follows the active relationship.`,
      );
    }
  }
  return undefined;
}

function fitsColumn(reading: Reading, ref: ColumnRef, word: string): boolean {
  const entry = reading.catalogue.columns.find(
    (other) => other.table === ref.table && other.column.name === ref.column,
  );
  return entry?.names.some((name) => name.some((part) => wordLikeness(part, word) >= 0.85)) ?? false;
}

function calendarDay(reading: Reading, table: string | undefined): Dimension | undefined {
  const days = reading.catalogue.columns.filter(
    (entry) =>
      !entry.column.hidden &&
      (entry.type === "date" || (entry.type === "datetime" && entry.column.key)) &&
      (table === undefined || reaches(reading, table, entry.table) !== "none"),
  );
  const calendars = reading.catalogue.tables.filter((entry: TableEntry) => entry.table.calendar);
  const inCalendar = days.filter((entry) => calendars.some((calendar) => calendar.table.name === entry.table));
  const choices = inCalendar.length > 0 ? inCalendar : days;
  const [only, other] = choices;
  return only !== undefined && other === undefined ? { kind: "column", entry: only } : undefined;
}

/** `by pickup hour`: a part of a moment the table has. */
function datePart(reading: Reading, words: readonly string[], table: string | undefined): Dimension | undefined {
  const at = words.findIndex((word) => PARTS[word] !== undefined);
  const part = PARTS[words[at] ?? ""];
  if (part === undefined) return undefined;
  const rest = words.filter((word, index) => index !== at && !["of", "the", "day", "start", "time"].includes(word));
  const moments = reading.catalogue.columns.filter(
    (entry) =>
      entry.type === "datetime" &&
      !entry.column.hidden &&
      entry.origin !== undefined &&
      (table === undefined || entry.table === table),
  );
  if (moments.length === 0) return undefined;
  const fitting = rest.length === 0 ? moments : plausible(rank(rest, moments)).map((match) => match.thing);
  if (fitting.length === 0) return undefined;
  const phrase = words.join(" ");
  const entry = choose(reading, `moment:${phrase}`, `The ${part} of which moment?`, fitting.map(choiceOf));
  return { kind: "part", entry, part };
}

/** Whether filters on `to` reach `from`, through active relationships only. */
export function reaches(reading: Reading, from: string, to: string): "same" | "active" | "none" {
  if (from === to) return "same";
  const model = reading.catalogue.tables.find((entry) => entry.table.name === from)?.model;
  const seen = new Set([from]);
  const queue = [from];
  for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
    for (const relationship of model?.relationships ?? []) {
      if (!relationship.active || relationship.from.table !== at || seen.has(relationship.to.table)) continue;
      if (relationship.to.table === to) return "active";
      seen.add(relationship.to.table);
      queue.push(relationship.to.table);
    }
  }
  return "none";
}

import type { ColumnEntry, TableEntry } from "../catalogue/catalogue.ts";
import { wordLikeness } from "../words/word-likeness.ts";
import { plausible, rank } from "./mention.ts";
import { isMoment, isRating, isTally } from "./number-columns.ts";
import { choiceOf, idOf } from "./object-choice.ts";
import { type Choice, choose, type Reading, refuse } from "./outcome.ts";
import { aggregated, ofMeasure, type Quantity, rowsOf } from "./quantity.ts";
import { isPart, pickColumn, whollySaid } from "./quantity-choice.ts";
import { withoutRowNoun } from "./row-words.ts";

export function countOf(
  reading: Reading,
  aggregate: "count" | "distinct-count",
  words: readonly string[],
): Quantity | undefined {
  const facts = reading.catalogue.tables.filter((entry) => !entry.table.hidden);
  // Amounts and measurements are summed; nobody counts how many different ones there are without saying so.
  const counted = (entry: ColumnEntry) => aggregate === "distinct-count" || !["decimal", "double"].includes(entry.type);
  const keys = reading.catalogue.columns
    .filter((entry) => entry.type !== "boolean" && counted(entry))
    .filter((entry) => !entry.column.hidden || entry.names.flat().some((word) => ["key", "id"].includes(word)));
  const tables = plausible(rank(words, facts));
  const columns = plausible(rank(words, keys));
  const bestTable = tables[0];
  const bestColumn = columns[0];
  const distinctValues = () => {
    const entries = columns.map((match) => match.thing);
    return aggregated(reading, "distinct-count", pickCounted(reading, words, entries));
  };
  if (aggregate === "count") {
    const rows = withoutRowNoun(words);
    const [whole] = rows.length < words.length ? plausible(rank(rows, facts)) : [];
    if (whole?.exact && (bestTable === undefined || !bestTable.exact)) return countedRows(reading, rows, [whole.thing]);
    const named = plausible(rank(words, whollySaid(reading, words))).filter(
      (match) => (match.exact || match.score > 0.9) && !isPart(match.thing),
    );
    if (named.length === 1 && named[0] !== undefined && (bestTable === undefined || named[0].score > bestTable.score))
      return ofMeasure(named[0].thing);
    if (
      bestTable !== undefined &&
      (bestColumn === undefined || bestTable.score >= bestColumn.score - 0.15 || bestTable.exact)
    )
      return countedRows(
        reading,
        words,
        tables.map((match) => match.thing),
      );
    if (bestColumn === undefined) return undefined;
    const tallies = columns.filter((match) => isTally(match.thing));
    if (tallies.length > 0) return aggregated(reading, "sum", pickColumn(reading, words, tallies));
    const rated = columns.filter((match) => isRating(match.thing));
    if (rated.length > 0) return aggregated(reading, "count", pickColumn(reading, words, rated));
    if (!columns.every((match) => isWhollyNamed(match.thing, words))) return undefined;
    // "Subscriptions that started in 2025" are rows; nobody asks for so many starts without saying that they differ.
    if (columns.every(({ thing }) => isMoment(thing)))
      refuse("unknown-name", `nothing in this project is called "${words.join(" ")}"`);
    return distinctValues();
  }
  if (bestColumn === undefined) return undefined;
  const owner = tables.find((match) => match.thing.table.name === bestColumn.thing.table)?.thing;
  const isMember = owner !== undefined && !reading.catalogue.measures.some((entry) => entry.table === owner.table.name);
  if (isMember && columns.every((match) => match.thing.table === owner.table.name))
    return occurring(reading, owner) ?? countedRows(reading, words, [owner]);
  return distinctValues();
}

/** Different members are counted where they occur, when there is one place where they do. */
function occurring(reading: Reading, owner: TableEntry): Quantity | undefined {
  const pointing = owner.model.relationships.filter((relationship) => relationship.to.table === owner.table.name);
  if (pointing.length > 1) return undefined;
  const [only, other] = keysTo(reading, owner);
  return only === undefined || other !== undefined ? undefined : aggregated(reading, "distinct-count", only);
}

/** The columns by which rows of other tables point to a table. */
function keysTo(reading: Reading, entry: TableEntry): readonly ColumnEntry[] {
  return entry.model.relationships
    .filter((relationship) => relationship.active && relationship.to.table === entry.table.name)
    .flatMap((relationship) =>
      reading.catalogue.columns.filter(
        (column) => column.table === relationship.from.table && column.column.name === relationship.from.column,
      ),
    );
}

/** Parts of a name that nobody says when they count what it stands for. */
const SILENT = new Set("key id name number no nr code".split(" "));

/** "Number of vendors" counts Vendor; "number of taxis" does not count Taxi Color. */
function isWhollyNamed(entry: ColumnEntry, words: readonly string[]): boolean {
  return entry.names.some((name) =>
    name.every((part) => SILENT.has(part) || words.some((word) => wordLikeness(word, part) > 0)),
  );
}

/** Of a key and the column of another table it points to, the one beside the measures counts what really occurs. */
function pickCounted(reading: Reading, words: readonly string[], entries: readonly ColumnEntry[]): ColumnEntry {
  const pointedTo = (entry: ColumnEntry): boolean =>
    entry.model.relationships.some(
      ({ active, from, to }) =>
        active &&
        to.table === entry.table &&
        to.column === entry.column.name &&
        entries.some((other) => other.table === from.table && other.column.name === from.column),
    );
  const own = entries.filter((entry) => !pointedTo(entry));
  const shown = own.filter((entry) => !entry.column.hidden);
  // Of columns that are called alike, the one that the project counts already.
  const isAlike = own.every((entry) => entry.column.name === own[0]?.column.name);
  const counted = own.filter((entry) => aggregated(reading, "distinct-count", entry).measure !== undefined);
  if (isAlike && counted.length === 1 && counted[0] !== undefined) return counted[0];
  const phrase = words.join(" ");
  return choose(
    reading,
    `counted:${phrase}`,
    `Count which column for "${phrase}"?`,
    (shown.length > 0 ? shown : own).map(choiceOf),
  );
}

/** Rows of a table with measures are counted; members of another could be counted in two ways, so that is asked. */
function countedRows(reading: Reading, words: readonly string[], tables: readonly TableEntry[]): Quantity {
  const phrase = words.join(" ");
  const choices: Choice<Quantity>[] = tables.flatMap((entry) => {
    const rows: Choice<Quantity> = {
      id: `rows:${entry.table.name}`,
      text: `rows of ${entry.table.name}`,
      value: rowsOf(reading, entry),
    };
    if (reading.catalogue.measures.some((measure) => measure.table === entry.table.name)) return [rows];
    // In several places other members may occur in each: counted are those that there are.
    if (new Set(keysTo(reading, entry).map((column) => column.table)).size > 1) return [rows];
    const isReached = reading.catalogue.columns.some((column) => column.table === entry.table.name);
    const used = keysTo(reading, entry).map(
      (column): Choice<Quantity> => ({
        id: `distinct:${idOf(column)}`,
        text: `those that occur in ${column.table}`,
        value: aggregated(reading, "distinct-count", column),
      }),
    );
    // Conditions on other tables leave out what they do not reach.
    return isReached || used.length === 0 ? [...used, rows] : used;
  });
  return choose(reading, `count:${phrase}`, `Which ${phrase} are counted?`, choices);
}

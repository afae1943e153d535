import type { Derivation, NewColumn } from "@throughline/contracts";
import type { ColumnEntry } from "../catalogue/catalogue.ts";
import { isSameEvent } from "../words/event-words.ts";
import { singular } from "../words/split-words.ts";
import { momentsCalled, ofMoment } from "./moment-named.ts";
import { columnNameFor, semanticNameFor } from "./names.ts";
import { choiceOf } from "./object-choice.ts";
import { choose, type Reading, refuse } from "./outcome.ts";

/** Words for the time something takes. */
export const DURATION_WORDS: ReadonlySet<string> = new Set(
  "duration durations time times dauer laufzeit elapsed turnaround length stay".split(" "),
);

/** Words for beginnings and ends, as columns of moments are called or described. */
const BEGINS = new Set(
  "start started starts begin began begun from open opened create created order ordered depart departed departure check in on entry entered submit submitted request requested sent shipped received placed aufgegeben angenommen beginn start bestellt erstellt annahme accepted admitted".split(
    " ",
  ),
);
const ENDS = new Set(
  "end ended ends finish finished until close closed complete completed deliver delivered delivery arrive arrived arrival out off exit exited resolve resolved return returned done zugestellt zustellung ende beendet geliefert abgeschlossen ubergabe discharged settled paid".split(
    " ",
  ),
);

type Unit = (Derivation & { kind: "duration" })["unit"];

interface Pair {
  readonly start: ColumnEntry;
  readonly end: ColumnEntry;
}

/** The new column for a duration that the words ask for; the unit is minutes unless they name another. */
export function durationColumn(
  reading: Reading,
  words: readonly string[],
  unit: Unit,
  table: string | undefined,
): NewColumn | undefined {
  const pair = momentsFor(reading, words, unit, table);
  if (pair === undefined) return undefined;
  const { origin } = pair.start;
  const endOrigin = pair.end.origin;
  if (origin === undefined || endOrigin === undefined || origin.model !== endOrigin.model)
    return refuse("not-derivable", "the two moments do not come from the same dbt model");
  const isBetween = words.some((word) => word === "between" || word === "from");
  return durationBetween(
    reading,
    pair,
    isBetween ? [...stem(pair.start), "to", ...stem(pair.end)] : words,
    unit,
    isBetween,
  );
}

/** `Pickup At` without the words that only say it is a moment. */
function stem(entry: ColumnEntry): string[] {
  const words = (entry.names[0] ?? []).filter(
    (word) => !["at", "am", "on", "date", "time", "datetime", "timestamp", "ts"].includes(word),
  );
  return words.length > 0 ? words : [...(entry.names[0] ?? [])];
}

function durationBetween(
  reading: Reading,
  pair: Pair,
  words: readonly string[],
  unit: Unit,
  isNamed: boolean,
): NewColumn {
  const model = pair.start.origin?.model ?? "";
  const start = pair.start.origin?.column ?? "";
  const end = pair.end.origin?.column ?? "";
  const named = words.length > 0 ? words : ["duration"];
  const nameWords = (isNamed || named.some((word) => DURATION_WORDS.has(word)) ? named : [...named, "duration"]).map(
    singular,
  );
  const title = `${unit[0]?.toUpperCase()}${unit.slice(1)}`;
  return {
    model,
    column: columnNameFor(reading, model, [...nameWords, unit]),
    derivation: { kind: "duration", start, end, unit },
    dataType: unit === "seconds" ? "bigint" : "double",
    description: `${title} from ${start} to ${end}.`,
    semantic: {
      table: pair.start.table,
      name: semanticNameFor(reading, pair.start.table, [...nameWords, unit]),
      type: unit === "seconds" ? "integer" : "double",
      display: {
        description: `${title} from ${pair.start.column.name} to ${pair.end.column.name}.`,
        format: "#,0.00",
      },
    },
  };
}

/** The one pair of moments that can be meant; a question when there are several, undefined when there is none. */
function momentsFor(
  reading: Reading,
  words: readonly string[],
  unit: Unit,
  table: string | undefined,
): Pair | undefined {
  const moments = reading.catalogue.columns.filter(
    (entry) =>
      entry.type === "datetime" &&
      !entry.column.hidden &&
      !entry.column.calculated &&
      entry.origin !== undefined &&
      (table === undefined || entry.table === table),
  );
  const between = betweenNamed(reading, words, unit, table);
  if (between !== undefined) return between;
  const pairs = moments.flatMap((one, at) =>
    moments.slice(at + 1).flatMap((other): Pair[] => (other.table === one.table ? [ordered(one, other)] : [])),
  );
  const sure = pairs.filter((pair) => direction(pair.start) === "begin" && direction(pair.end) === "end");
  // What begins and ends in one table says nothing of the times of another.
  const found = pairs.filter(
    (pair) => sure.includes(pair) || !sure.some((other) => other.start.table === pair.start.table),
  );
  const named = found.filter(({ start }) =>
    words.some((word) => start.contextWords.includes(singular(word)) || start.contextWords.includes(word)),
  );
  const kept = named.length > 0 ? named : found;
  const fitting = kept.length === 1 ? withDays(reading, kept) : kept;
  if (fitting.length === 0) return undefined;
  return choose(
    reading,
    `duration:${words.join(" ")}`,
    "From which moment to which?",
    fitting.map((pair) => ({
      id: `${pair.start.table}[${pair.start.column.name}]..[${pair.end.column.name}]`,
      text: `from ${pair.start.column.name} to ${pair.end.column.name}`,
      value: pair,
    })),
  );
}

/** Where a day is told of something else too, the one pair of times is not the only time that can be meant. */
function withDays({ catalogue }: Reading, [only]: readonly Pair[]): readonly Pair[] {
  if (only === undefined) return [];
  const isSame = (entry: ColumnEntry, other: ColumnEntry): boolean =>
    (entry.names[0] ?? []).some((word) => (other.names[0] ?? []).some((own) => isSameEvent(word, own)));
  const days = catalogue.columns.filter(
    (entry) =>
      entry.table === only.start.table &&
      entry.type === "date" &&
      !entry.column.hidden &&
      !entry.column.calculated &&
      entry.origin !== undefined &&
      !isSame(entry, only.start) &&
      !isSame(entry, only.end),
  );
  return [only, ...days.flatMap((day) => [ordered(day, only.end), ordered(only.start, day)])];
}

/** `between A and B`, `from A to B`. */
function betweenNamed(
  reading: Reading,
  words: readonly string[],
  unit: Unit,
  table: string | undefined,
): Pair | undefined {
  const from = words.findIndex((word) => word === "between" || word === "from");
  if (from < 0) return undefined;
  const to = words.findIndex((word, at) => at > from && (word === "and" || word === "to" || word === "until"));
  if (to < 0) return undefined;
  // "between 1 and 3 miles" is no time between two moments.
  if (/^\d/u.test(words[from + 1] ?? "")) return undefined;
  const sides = [words.slice(from + 1, to), words.slice(to + 1)].map(ofMoment);
  const [first = [], second = []] = sides.map((side) => momentsCalled(reading, side, table));
  // Both happen to the same thing: a moment of another table is not meant.
  const tables = new Set(
    first.map((entry) => entry.table).filter((one) => second.some((entry) => entry.table === one)),
  );
  const pick = (found: readonly ColumnEntry[], side: readonly string[]): ColumnEntry => {
    const said = side.join(" ");
    if (found.length === 0) refuse("unknown-name", `there is no moment called "${said}"`);
    const kept = tables.size > 0 ? found.filter((entry) => tables.has(entry.table)) : found;
    const told = toldFor(unit, kept);
    return choose(reading, `moment:${said}`, `Which moment is "${said}"?`, told.map(choiceOf));
  };
  return { start: pick(first, sides[0] ?? []), end: pick(second, sides[1] ?? []) };
}

/** Where the day and the time of something are both told, less than days are measured from the time. */
function toldFor(unit: Unit, moments: readonly ColumnEntry[]): readonly ColumnEntry[] {
  const times = moments.filter((entry) => entry.type === "datetime");
  return unit === "days" || times.length === 0 ? moments : times;
}

/** By what the names or descriptions say; else in the order of the table, which is the order things happen in. */
function ordered(one: ColumnEntry, other: ColumnEntry): Pair {
  const backwards =
    direction(one) === "end" && direction(other) !== "end"
      ? true
      : direction(other) === "begin" && direction(one) !== "begin";
  return backwards ? { start: other, end: one } : { start: one, end: other };
}

function direction(entry: ColumnEntry): "begin" | "end" | undefined {
  for (const words of [entry.names.flat(), entry.descriptionWords]) {
    const meaningful = words.filter((word) => !["in", "on", "from"].includes(word) || words === entry.descriptionWords);
    const begins = meaningful.some((word) => BEGINS.has(word));
    const ends = meaningful.some((word) => ENDS.has(word));
    if (begins !== ends) return begins ? "begin" : "end";
  }
  return undefined;
}

/** True for words that a duration's name may have beside the names of the catalogue. */
export function saysEvent(word: string): boolean {
  return BEGINS.has(word) || ENDS.has(word);
}

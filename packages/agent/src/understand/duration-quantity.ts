import type { Aggregation, NewColumn } from "@throughline/contracts";
import { singular } from "../words/split-words.ts";
import { TIME_UNITS } from "../words/unit-words.ts";
import type { Aggregate } from "./aggregate-words.ts";
import { DURATION_WORDS, durationColumn, saysEvent } from "./duration.ts";
import { rank } from "./mention.ts";
import { aggregateName, titleCase } from "./names.ts";
import { isMoment } from "./number-columns.ts";
import type { Reading } from "./outcome.ts";
import { aggregated, type Quantity, usualFolder } from "./quantity.ts";
import { FILLERS, KIND_WORDS } from "./tokens.ts";

/** A time that says of itself nothing of what it is between; with two moments it need not. */
const WAITS = new Set("wait waits waiting delay lag gap lead".split(" "));

/** The time something takes, from two moments the table has. */
export function asDuration(
  reading: Reading,
  aggregate: Aggregate,
  words: readonly string[],
  within: "alone" | "ratio",
): Quantity | undefined {
  const unitWord = words.find((word) => TIME_UNITS[word] !== undefined);
  const isBetween = words.some((word) => word === "between" || word === "from");
  if (!words.some((word) => DURATION_WORDS.has(word)) && !(within === "ratio" && unitWord !== undefined) && !isBetween)
    return undefined;
  const unit = unitWord === undefined ? "minutes" : (TIME_UNITS[unitWord] ?? "minutes");
  const named = words.filter(
    (word, at) =>
      (isBetween && word === "and") ||
      (TIME_UNITS[word] === undefined &&
        (!FILLERS.has(word) || (isBetween && word === "to")) &&
        !KIND_WORDS.has(word) &&
        !(word === "in" && (!isBetween || TIME_UNITS[words[at + 1] ?? ""] !== undefined)) &&
        word !== "per"),
  );
  const beforeBetween = isBetween
    ? named.slice(
        0,
        named.findIndex((word) => word === "between" || word === "from"),
      )
    : named;
  const unexplained = beforeBetween.filter(
    (word) =>
      !DURATION_WORDS.has(word) && !(isBetween && WAITS.has(word)) && !saysEvent(word) && !explains(reading, word),
  );
  if (unexplained.length > 0) return undefined;
  const column = durationColumn(reading, named, unit, durationTable(reading, named));
  if (column?.semantic === undefined) return undefined;
  const { table, name } = column.semantic;
  const exists = reading.catalogue.columns.find((entry) => entry.table === table && entry.column.name === name);
  const wanted: Aggregation = within === "ratio" ? "sum" : (aggregate as Aggregation);
  if (exists !== undefined) return aggregated(reading, wanted, exists);
  const folder = usualFolder(reading, table);
  const title = titleCase(
    isBetween
      ? spoken(column)
      : (named.some((word) => DURATION_WORDS.has(word)) ? named : [...named, "duration"]).map(singular).join(" "),
  );
  const verb = {
    sum: "Sum",
    average: "Average",
    min: "Shortest",
    max: "Longest",
    count: "Number",
    "distinct-count": "Number",
  }[wanted];
  return {
    formula: { kind: "aggregate", function: wanted, column: { table, column: name } },
    table,
    name: aggregateName(reading, wanted, title),
    description: `${verb} of ${name}.`,
    format: "#,0.00",
    ...(folder === undefined ? {} : { folder }),
    columns: [column],
  };
}

/** `pickup to dropoff time`, from the column's own name. */
function spoken(column: NewColumn): string {
  const words = (column.semantic?.name ?? column.column).split(" ");
  return `${words.slice(0, -1).join(" ")} Time`;
}

/** A word of a duration's name that the project knows: the table, its rows, or one of the moments. */
function explains(reading: Reading, word: string): boolean {
  const moments = reading.catalogue.columns.filter(isMoment);
  return rank([word], reading.catalogue.tables).length > 0 || rank([word], moments).length > 0;
}

function durationTable(reading: Reading, words: readonly string[]): string | undefined {
  for (const word of words) {
    if (DURATION_WORDS.has(word)) continue;
    const found = rank([word], reading.catalogue.tables).find((match) => match.score > 0.6)?.thing.table.name;
    if (
      found !== undefined &&
      reading.catalogue.columns.some((entry) => entry.table === found && entry.type === "datetime")
    )
      return found;
  }
  return undefined;
}

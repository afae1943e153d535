import type { Derivation, Understanding } from "@throughline/contracts";
import { columnTypeOf } from "../catalogue/build-catalogue.ts";
import type { ColumnEntry } from "../catalogue/catalogue.ts";
import { splitWords } from "../words/split-words.ts";
import { plausible, rank } from "./mention.ts";
import { columnNameFor, semanticNameFor } from "./names.ts";
import { choiceOf, labelOf } from "./object-choice.ts";
import { alreadyThere, choose, type Reading, refuse } from "./outcome.ts";
import { tokenize, wordsOf } from "./tokens.ts";
import { refuseUnknown } from "./unknown-name.ts";

export function columnFor(reading: Reading, phrase: string, fits: (entry: ColumnEntry) => boolean): ColumnEntry {
  const words = wordsOf(tokenize(phrase));
  const candidates = reading.catalogue.columns.filter((entry) => fits(entry) && !entry.column.hidden);
  const named = plausible(rank(words, candidates)).map((match) => match.thing);
  const found = named.length > 0 ? named : ofRows(reading, phrase, candidates);
  if (found.length === 0) return refuseUnknown(reading, tokenize(phrase));
  const entry = choose(
    reading,
    `column:${words.join(" ")}`,
    `Which column is meant by "${phrase.trim()}"?`,
    found.map(choiceOf),
  );
  if (entry.origin === undefined)
    refuse(
      "not-derivable",
      `${labelOf(entry)} does not come from a dbt model of this project`,
      "Only columns of dbt models can be computed with.",
    );
  return entry;
}

/** `price per order`, `price of each order`: a column is one of its rows anyway. */
function ofRows(reading: Reading, phrase: string, candidates: readonly ColumnEntry[]): readonly ColumnEntry[] {
  const match = /^(.+?)\s+(?:per|of (?:each|every|an?|the)|for (?:each|every|an?))\s+(.+)$/iu.exec(phrase);
  if (match === null) return [];
  const tables = plausible(rank(wordsOf(tokenize(match[2] ?? "")), reading.catalogue.tables));
  const found = plausible(rank(wordsOf(tokenize(match[1] ?? "")), candidates)).map((one) => one.thing);
  return found.filter((entry) => tables.some((table) => table.thing.table.name === entry.table));
}

export function addedColumn(
  reading: Reading,
  from: ColumnEntry,
  derivation: Derivation,
  dataType: string,
  words: readonly string[],
  givenWithin: string | undefined,
  shown: string,
  description: string,
  format?: string,
): Understanding {
  const model = from.origin?.model ?? "";
  const given = givenWithin ?? reading.called;
  const column = columnNameFor(reading, model, given === undefined ? words : splitWords(given));
  const name =
    given === undefined ? shown : /[\s\p{Lu}]/u.test(given) ? given : semanticNameFor(reading, from.table, words);
  const same = reading.catalogue.columns.find(
    (entry) => entry.table === from.table && entry.column.name.toLowerCase() === name.toLowerCase(),
  );
  const there = reading.catalogue.modelColumns.find(
    (entry) => entry.model === model && entry.column.toLowerCase() === column.toLowerCase(),
  );
  if (same !== undefined) alreadyThere(labelOf(same));
  if (there !== undefined) alreadyThere(labelOf(there));
  return {
    status: "understood",
    intent: {
      kind: "add-column",
      column: {
        model,
        column,
        derivation,
        dataType,
        description,
        semantic: {
          table: from.table,
          name,
          type: columnTypeOf(dataType),
          display: { description, ...(format === undefined ? {} : { format }) },
        },
      },
    },
  };
}

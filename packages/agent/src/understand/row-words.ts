import type { Filter } from "@throughline/contracts";
import type { Catalogue, Recognisable } from "../catalogue/catalogue.ts";
import { isShortFor } from "../words/abbreviations.ts";
import { wordLikeness } from "../words/word-likeness.ts";
import { simpleFormulaOf } from "./known-formula.ts";
import { plausible, rank } from "./mention.ts";
import type { Reading } from "./outcome.ts";
import { FILLERS, tokenize, wordsOf } from "./tokens.ts";

/** What a row of any table may be called. */
export const ANY_ROWS: ReadonlySet<string> = new Set(
  "line lines row rows record records entry entries item items case cases one ones".split(" "),
);

/** Words that people who are counted or who pay are called by, whatever a table calls them. */
const PEOPLE = new Set(
  "people person persons client clients customer customers user users member members traveller travellers traveler travelers visitor visitors owner owners holder holders buyer buyers shopper shoppers reader readers family families household households company companies".split(
    " ",
  ),
);

const COUNTS = new Set("number count total of the no nr anzahl".split(" "));

const remembered = new WeakMap<Catalogue, readonly string[]>();

/** What the rows of the project's tables are called, by the table or by the measure that counts them. */
function rowNames(catalogue: Catalogue): readonly string[] {
  const known = remembered.get(catalogue);
  if (known !== undefined) return known;
  const counting = catalogue.measures.filter((entry) => simpleFormulaOf(catalogue, entry)?.kind === "rows");
  const names = [...catalogue.tables, ...counting].map((entry) =>
    (entry.names[0] ?? []).filter((word) => !COUNTS.has(word)),
  );
  const found = names.flatMap((name) => (name.length === 1 ? name : []));
  remembered.set(catalogue, found);
  return found;
}

/** Says which rows are meant, and nothing of them: `orders`, `lines`, `customers`. */
export function isRowWord(reading: Reading, word: string): boolean {
  if (ANY_ROWS.has(word) || PEOPLE.has(word)) return true;
  if (rowNames(reading.catalogue).some((name) => wordLikeness(name, word) >= 0.95)) return true;
  const facts = new Set(reading.catalogue.measures.map((entry) => entry.table));
  const tables = reading.catalogue.tables.filter((entry) => facts.has(entry.table.name));
  return plausible(rank([word], tables)).length > 0;
}

/** "order lines", "lines of orders" are orders; a line alone is what it is called by. */
export function withoutRowNoun(words: readonly string[]): readonly string[] {
  const named = words.filter((word) => !ANY_ROWS.has(word) && !FILLERS.has(word) && word !== "in");
  return named.length > 0 ? named : words;
}

/** The column or the table that a condition is about, said beside it: "cash payments". */
export function namesCondition(reading: Reading, word: string, filters: readonly Filter[]): boolean {
  const { columns } = reading.catalogue;
  return filters.some(({ column }) => {
    const entry = columns.find((other) => other.table === column.table && other.column.name === column.column);
    const words = [...(entry?.names.flat() ?? []), ...(entry?.contextWords ?? [])];
    return words.some((other) => wordLikeness(other, word) >= 0.95 || isShortFor(other, word));
  });
}

/** "every claim": the rows of a table, and no column that is named after them. */
export function namesRows({ tables, columns, modelColumns }: Catalogue, phrase: string): boolean {
  const words = wordsOf(tokenize(phrase));
  const isName = (name: readonly string[]): boolean =>
    name.length === words.length && name.every((part, at) => wordLikeness(part, words[at] ?? "") >= 0.95);
  const isWhole = (things: readonly Recognisable[]): boolean => things.some((thing) => thing.names.some(isName));
  return isWhole(tables) && !isWhole(columns) && !isWhole(modelColumns);
}

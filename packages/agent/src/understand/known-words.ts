import type { Catalogue } from "../catalogue/catalogue.ts";
import { splitWords } from "../words/split-words.ts";

/** Every word of every name and value of the project, and common words that look like words of the grammar. */
export function knownWords(catalogue: Catalogue): ReadonlySet<string> {
  const { measures, columns, tables, modelColumns } = catalogue;
  const names = [...measures, ...columns, ...tables, ...modelColumns].flatMap((entry) => entry.names.flat());
  const values = columns.flatMap((entry) =>
    (entry.values ?? []).flatMap((value) => (typeof value === "string" ? splitWords(value) : [])),
  );
  return new Set([...names, ...values, ...COMMON]);
}

const COMMON =
  "other later label labels table tables value might right light under order orders share shape start state sheet files fields miles names renamed removed changed created folder decimal world hidden visit exist metrics measured emptied county country amount mount round found".split(
    " ",
  );

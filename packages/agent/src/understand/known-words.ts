import type { Catalogue } from "../catalogue/catalogue.ts";
import { type Vocabulary, vocabularyOf } from "../words/spelling.ts";
import { splitWords } from "../words/split-words.ts";
import { unitWords } from "../words/unit-words.ts";

const names = new WeakMap<Catalogue, ReadonlySet<string>>();

/** Every word of every name and value of the project. */
export function knownWords(catalogue: Catalogue): ReadonlySet<string> {
  const known = names.get(catalogue) ?? new Set(namesAndValues(catalogue));
  names.set(catalogue, known);
  return known;
}

function namesAndValues({ measures, columns, tables, modelColumns, inputFields }: Catalogue): string[] {
  return [
    ...[...measures, ...columns, ...tables, ...modelColumns].flatMap((entry) => entry.names.flat()),
    ...columns.flatMap((entry) =>
      (entry.values ?? []).flatMap((value) => (typeof value === "string" ? splitWords(value) : [])),
    ),
    ...inputFields.flatMap((field) => splitWords(field.name)),
  ];
}

const vocabularies = new WeakMap<Catalogue, Vocabulary>();

/** The words that a sentence about this project may be meant to have. */
export function vocabulary(catalogue: Catalogue): Vocabulary {
  const { measures, columns, tables, modelColumns } = catalogue;
  const described = [...measures, ...columns, ...tables, ...modelColumns].flatMap((entry) => entry.descriptionWords);
  const known = vocabularies.get(catalogue) ?? vocabularyOf([...knownWords(catalogue), ...described, ...unitWords()]);
  vocabularies.set(catalogue, known);
  return known;
}

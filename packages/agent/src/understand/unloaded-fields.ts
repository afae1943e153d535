import type { Catalogue, Recognisable, SourceEntry } from "../catalogue/catalogue.ts";
import { sameName } from "../dbt/final-select.ts";
import { spokenNames } from "../words/abbreviations.ts";
import { splitWords } from "../words/split-words.ts";
import { plausible, rank } from "./mention.ts";

/** A field that is in the files and is not loaded. */
export interface UnloadedField {
  readonly field: string;
  readonly type: string;
  readonly source: SourceEntry;
}

/** Unloaded fields that a phrase names. */
export function fieldsNamed(
  catalogue: Catalogue,
  words: readonly string[],
): readonly { thing: UnloadedField & { names: string[][] }; exact: boolean }[] {
  return plausible(rank(words, recognisableFields(catalogue))).map((match) => ({
    thing: match.thing,
    exact: match.exact,
  }));
}

type RecognisableField = UnloadedField & Recognisable & { names: string[][] };

const remembered = new WeakMap<Catalogue, readonly RecognisableField[]>();

function recognisableFields(catalogue: Catalogue): readonly RecognisableField[] {
  const fields =
    remembered.get(catalogue) ??
    unloadedFields(catalogue).map((field) => ({
      ...field,
      names: spokenNames(field.field),
      contextWords: [],
      descriptionWords: [],
    }));
  remembered.set(catalogue, fields);
  return fields;
}

/** Fields of files, each with the source table whose other columns are in the same files. */
function unloadedFields(catalogue: Catalogue): readonly UnloadedField[] {
  const isLoaded = (field: string, source: SourceEntry): boolean =>
    source.columns.some((column) => sameField(column, field));
  return catalogue.inputFields.flatMap((input): UnloadedField[] => {
    const beside = catalogue.inputFields.filter((other) => other.files.some((file) => input.files.includes(file)));
    const counted = catalogue.sources
      .map((source) => ({ source, count: beside.filter((other) => isLoaded(other.name, source)).length }))
      .sort((a, b) => b.count - a.count);
    const best = counted[0];
    if (best === undefined || best.count === 0 || isLoaded(input.name, best.source)) return [];
    return [{ field: input.name, type: input.type, source: best.source }];
  });
}

/** Loaders write names in snake_case, whatever the files have. */
export function sameField(column: string, field: string): boolean {
  return sameName(column, field) || splitWords(column).join("") === splitWords(field).join("");
}

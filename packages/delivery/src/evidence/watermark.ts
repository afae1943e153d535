/** A subquery of the model's own table, as its author writes it: the words between its `select` and `from {{ this }}`. */
const OWN = /\bselect\b((?:(?!\bselect\b)[\s\S])*?)\bfrom\s+\{\{\s*this\s*\}\}/gi;

/** A name that is not called as a function. */
const NAME = /"((?:[^"]|"")+)"|[\p{L}_][\p{L}\p{N}_$]*(?![\p{L}\p{N}_$]|\s*\()/gu;

/**
 * The columns of its own table that an incremental model reads to know what is new, such as `updated_at` of
 * `(select max(updated_at) from {{ this }})`, in the order it reads them. `columns` are those that the table has.
 */
export function watermarkOf(code: string, columns: readonly string[]): string[] {
  const known = new Map(columns.map((column) => [column.toLowerCase(), column]));
  const found = [...code.matchAll(OWN)].flatMap(([, list = ""]) =>
    [...list.matchAll(NAME)].flatMap(([name, quoted]) => {
      const column = known.get((quoted?.replaceAll('""', '"') ?? name).toLowerCase());
      return column === undefined ? [] : [column];
    }),
  );
  return [...new Set(found)];
}

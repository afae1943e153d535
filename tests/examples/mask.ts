/**
 * What differs from one run to the next, in the order it is replaced. Ids are recognised by the form in which they are shown,
 * never by being hexadecimal alone: numbers of the data are so too.
 */
const MASKS: readonly (readonly [RegExp, string])[] = [
  [/\b([rpv])-[0-9a-f]{10,16}\b/g, "$1-…"],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, "…"],
  [/\b(?:[0-9a-f]{64}|[0-9a-f]{40})\b/g, "…"],
  [/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g, "…"],
  [/\b\d+(?:\.\d+)? s$/gm, "… s"],
  [/^(Merged as )[0-9a-f]{12}$/gm, "$1…"],
  [/^\d+( entries, whole)/gm, "…$1"],
  // A commit in a list: indented, then its author.
  [/^( +)[0-9a-f]{7,12}(?= \S[^:\n]*: )/gm, "$1…"],
  // What dbt appends to the name of a test.
  [/(\.\w+\.\w+)\.[0-9a-f]{10}(?=: )/g, "$1.…"],
];

/** Tables of a load, in whatever order they came in. */
const LOADED = /^(Data version \d+ is production \()(.+)(\)\.)$/gm;

/** The text without what is another in each run: times, dates, hashes, ids, and the order of what ran side by side. */
export function mask(text: string): string {
  return MASKS.reduce((masked, [pattern, word]) => masked.replace(pattern, word), text).replace(
    LOADED,
    (_, before: string, tables: string, after: string) => `${before}${tables.split(", ").sort().join(", ")}${after}`,
  );
}

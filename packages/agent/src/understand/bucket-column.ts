import type { Derivation, Understanding } from "@throughline/contracts";
import type { ColumnEntry } from "../catalogue/catalogue.ts";
import { renderedTextProblem } from "../dbt/yaml-scalar.ts";
import { splitWords } from "../words/split-words.ts";
import { plausible, rank } from "./mention.ts";
import { chosenName, titleCase } from "./names.ts";
import { addedColumn, columnFor } from "./new-column.ts";
import { type Reading, refuse } from "./outcome.ts";
import { type Range, rangesIn } from "./ranges.ts";

const KINDS = "(?:buckets?|bands?|bins?|groups?|class(?:es)?|categor(?:y|ies)|ranges?|segments?|tiers?)";
/** Nothing but what is measured, and the ranges; only ranges that can be read make it one. */
const TERSE = new RegExp(
  String.raw`^(?:(?:add|create|make|build|define|give (?:us|me))\s+)?(?:an? |the )?(?:new )?(?:column\s+(?:with|for)\s+(?:the\s+)?)?(?:${KINDS}\s+(?:for|of|on)\s+)?(?:the\s+)?([^:\d,]+?)(?:\s+(?:in(?:to)?\s+)?${KINDS})?(?:\s+column)?\s*:\s*(.*\d.*)$`,
  "iu",
);

const BUCKETS: readonly RegExp[] = [
  /^(?:bucket|band|bin|group|split|classify|categori[sz]e|segment|divide|cut|label|tier|range)\s+(?:the\s+)?([^:\d]+?)(?:\s+(?:into|in|as|to|by)(?:\s+(?:\d+\s+)?(?:buckets?|bands?|bins?|groups?|classes|categories|ranges?|segments?|tiers?))?)?\s*:\s*(.+)$/iu,
  /^(?:bucket|band|bin|group|split|classify|categori[sz]e|segment|divide|cut|label|tier|class|range)\s+(?:the\s+)?([^\d:]+?)\s+(?:into|in|as|to|by)\b\s*:?\s*(?:(?:\d+|two|three|four|five|six)\s+)?(?:(?:buckets?|bands?|bins?|groups?|classes|categories|ranges?|segments?|tiers?)\s*(?:of|called|:|-|,)?\s*)?(.+)$/iu,
  /^(?:add|create|make|build|define)\s+(?:a |an |the )?(?:new )?(.+?)\s+(?:buckets?|bands?|bins?|groups?|class(?:es)?|categor(?:y|ies)|ranges?|segments?|tiers?)(?:\s+column)?\s*(?:[:,-]|with|of|as|where)\s*(.+)$/iu,
  /^(?:add|create|make|build|define)\s+(?:a |an |the )?(?:new )?(?:column\s+(?:with|for)\s+)?(?:buckets?|bands?|bins?|groups?|categor(?:y|ies)|ranges?|segments?|tiers?)\s+(?:for|of|on)\s+(.+?)\s*(?:[:,-]|with|as|where)\s*(.+)$/iu,
  // "add bands for the score: low under 5, …", "pain bands: mild below 4, …", "size: small up to 60, …"
  TERSE,
];

export function readBuckets(reading: Reading, text: string): Understanding | undefined {
  const short = text.replace(
    /^(?:add|create|make|build|define)\s+(?:a |an |the )?(?:new )?(?:column|field)\s+(?:that|which|to)\s+(?:buckets?|groups?|bands?|bins?|classif(?:y|ies)|categori[sz]es?|splits?|divides?)\s+/iu,
    "bucket ",
  );
  for (const pattern of BUCKETS) {
    const match = pattern.exec(short);
    if (match === null || !/\d/u.test(match[2] ?? "")) continue;
    const { name, phrase } = namedPart(match[1] ?? "", match[2] ?? "");
    const ranges = rangesIn(phrase.list);
    if (ranges === undefined && pattern === TERSE) continue;
    if (ranges === undefined)
      return refuse(
        "unclear-ranges",
        "the ranges cannot be read",
        'Say them like "short under 2, medium 2 to 10, long over 10".',
      );
    const counted = pattern === TERSE ? countedColumn(reading, phrase.column, ranges) : undefined;
    const entry = counted ?? columnFor(reading, phrase.column, isNumeric);
    return bucketed(reading, entry, ranges, name ?? (counted === undefined ? undefined : titleCase(phrase.column)));
  }
  return undefined;
}

const isNumeric = (entry: ColumnEntry): boolean => ["integer", "decimal", "double"].includes(entry.type);

/** "hotel size: small up to 60 rooms": no column is called so, and what the numbers count names one. */
function countedColumn(reading: Reading, phrase: string, ranges: readonly Range[]): ColumnEntry | undefined {
  const numbers = reading.catalogue.columns.filter((entry) => isNumeric(entry) && !entry.column.hidden);
  const [unit] = ranges.flatMap((range) => range.unit ?? []);
  if (unit === undefined || plausible(rank(splitWords(phrase), numbers)).length > 0) return undefined;
  const found = plausible(rank([unit], numbers)).map((match) => match.thing);
  // A name of its own is told from talk by its length, and says nothing else.
  return found.length === 1 && phrase.trim().split(/\s+/u).length <= 3 ? found[0] : undefined;
}

function namedPart(column: string, list: string): { name?: string; phrase: { column: string; list: string } } {
  const called = /^(.*?)[\s,]+(?:called|named|and call it|and name it)\s+(?:"([^"]+)"|([\p{L}\p{N} _-]+))$/iu.exec(
    list,
  );
  if (called === null) return { phrase: { column, list } };
  return { name: chosenName(called[2] ?? called[3] ?? ""), phrase: { column, list: called[1] ?? "" } };
}

function bucketed(
  reading: Reading,
  entry: ColumnEntry,
  ranges: readonly Range[],
  given: string | undefined,
): Understanding {
  const hint = 'Say them without gaps, like "short under 2, medium 2 to 10, long over 10".';
  const sorted = [...ranges].sort((a, b) => lowEnd(a) - lowEnd(b));
  const bounds: number[] = [];
  const inclusive: boolean[] = [];
  for (const [at, range] of sorted.slice(0, -1).entries()) {
    const next = sorted[at + 1];
    const bound = range.to ?? next?.from;
    // Whole numbers leave no gap between "up to 1" and "2 to 5".
    if (bound !== undefined && entry.type === "integer" && next?.from === bound + 1 && range.includesTo !== false) {
      bounds.push(bound);
      inclusive.push(true);
      continue;
    }
    if (bound === undefined || next === undefined || (next.from !== undefined && next.from !== bound))
      return refuse(
        "unclear-ranges",
        `between "${range.label}" and "${next?.label}" there is a gap or an overlap`,
        hint,
      );
    if (range.includesTo === true && next.includesFrom === true && next.from === bound)
      return refuse("unclear-ranges", `${bound} is said to be "${range.label}" and "${next.label}"`, hint);
    if (bounds.length > 0 && bound <= (bounds.at(-1) ?? bound))
      return refuse("unclear-ranges", "the ranges overlap", hint);
    bounds.push(bound);
    inclusive.push(belongsBelow(range, next));
  }
  const [first] = sorted;
  const last = sorted.at(-1);
  // What is counted begins at one, and a scale of whole numbers ends where its last range does.
  const isWhole = entry.type === "integer";
  if (first?.from !== undefined && first.from !== 0 && !(isWhole && first.from === 1))
    refuse("unclear-ranges", `nothing is said of numbers below ${first.from}`, hint);
  if (last?.to !== undefined && !(isWhole && last.from !== undefined && last.to > last.from))
    refuse("unclear-ranges", `nothing is said of numbers above ${last.to}`, hint);
  const labels = sorted.map((range) => range.label);
  for (const label of labels) {
    const problem = /[{}\n]/u.test(label) ? "it contains braces" : renderedTextProblem(label);
    if (problem !== undefined)
      refuse("unsafe-text", `the name "${label}" cannot be written: ${problem}`, "Use plain words for the ranges.");
  }
  if (new Set(labels).size !== labels.length) refuse("unclear-ranges", "two ranges have the same name", hint);
  const derivation: Derivation = {
    kind: "bucket",
    column: entry.origin?.column ?? "",
    bounds,
    labels,
    ...(inclusive.some(Boolean) ? { inclusive } : {}),
  };
  const words = given === undefined ? [...(entry.names[0] ?? []), "bucket"] : splitWords(given);
  return addedColumn(
    reading,
    entry,
    derivation,
    "varchar",
    words,
    given,
    `${entry.column.name} Bucket`,
    `Range of ${entry.column.name}: ${labels.join(", ")}.`,
  );
}

/** Where a range begins; one that only says its upper end begins somewhere before that. */
function lowEnd({ from, to }: Range): number {
  return from ?? (to === undefined ? Number.NEGATIVE_INFINITY : to - Number.EPSILON * Math.max(1, Math.abs(to)));
}

/** "2 to 10, over 10": 10 belongs below. "2 to 10, 10 and more": above. Between two plain ranges: above, as usual. */
function belongsBelow(range: Range, next: Range): boolean {
  if (range.includesTo !== undefined) return range.includesTo;
  return next.includesFrom === false;
}

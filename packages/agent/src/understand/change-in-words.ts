import type { Aggregation, Filter, Formula } from "@throughline/contracts";
import type { MeasureEntry } from "../catalogue/catalogue.ts";
import { wordLikeness } from "../words/word-likeness.ts";
import type { Wish } from "./change-order.ts";
import { takeFilters } from "./filters.ts";
import { tableOf } from "./known-formula.ts";
import { filteredFormulaOf, formulaOf, ratioFormulaOf } from "./measure-parts.ts";
import { plausible, rank } from "./mention.ts";
import { objectsNamed } from "./object-named.ts";
import type { Reading } from "./outcome.ts";
import { readFormula } from "./read-measure.ts";
import { isRowWord } from "./row-words.ts";
import { takeRowsSaid } from "./rows-said.ts";
import { tokenize, wordsOf } from "./tokens.ts";

const INSTEAD = /\s*,?\s*\b(?:instead of|rather than|and not|in place of|not)\s+(.+)$/iu;
const AGGREGATIONS: Readonly<Record<string, Aggregation>> = {
  average: "average",
  avg: "average",
  mean: "average",
  sum: "sum",
  total: "sum",
  minimum: "min",
  min: "min",
  lowest: "min",
  smallest: "min",
  maximum: "max",
  max: "max",
  highest: "max",
  largest: "max",
};

/** The formula that a measure has when it does what is wished; undefined when the wish is of another form. */
export function wishedFormula(reading: Reading, measure: MeasureEntry, { does }: Wish): Formula | undefined {
  const [, only, not, verb = "", rest = ""] =
    /^(only |just )?(not )?(count|use|take|look at|consider|include|exclude|leave out|ignore|skip|omit|sum|average|divide|be divided|cover|show|filter|disregard|drop)\b\s*(.*)$/iu.exec(
      does,
    ) ?? [];
  const [said = "", insteadOf] = splitInstead(rest);
  if (/^(?:exclude|leave out|ignore|skip|omit|disregard|drop)$/iu.test(verb) || not !== undefined)
    return narrowed(reading, measure, said, "without");
  const also = /^(?:also\s+)?(.+?)(?:\s+(?:too|as well|in addition))?$/iu.exec(said);
  if (only === undefined && /^(?:include|count|cover)$/iu.test(verb) && also !== null && also[1] !== said)
    return widened(reading, measure, also[1] ?? "");
  const restricted = /^(?:only|just)\s+(.+)$|^(?:at )?only\s+(.+)$/iu.exec(said);
  if (only !== undefined || restricted !== null)
    return narrowed(reading, measure, restricted?.[1] ?? restricted?.[2] ?? said, "only", /^count$/iu.test(verb));
  if (/^cover$/iu.test(verb)) return unrestricted(reading, measure, said);
  if (/^(?:divide|be divided)$/iu.test(verb)) return dividedBy(reading, measure, said);
  if (/^count$/iu.test(verb)) return counted(reading, said);
  if (/^(?:sum|average)$/iu.test(verb))
    return /^(?:up\s+)?(?:it|them)?$/iu.test(said)
      ? undefined
      : readFormula(reading, `${verb.toLowerCase() === "sum" ? "total" : "average"} ${said}`);
  if (!/^(?:use|take|show|look at|consider)$/iu.test(verb)) return undefined;
  return reaggregated(reading, measure, said) ?? otherValue(reading, measure, said, insteadOf);
}

function splitInstead(rest: string): readonly [string, string | undefined] {
  const plain = rest.replace(/\s*,?\s*\binstead$/iu, "");
  const match = INSTEAD.exec(plain);
  return match === null ? [plain, undefined] : [plain.slice(0, match.index), match[1]];
}

/** "use the average instead": the same column, aggregated in another way. */
function reaggregated(reading: Reading, measure: MeasureEntry, said: string): Formula | undefined {
  const word = /^(?:the |an? )?(\p{L}+)$/iu.exec(said)?.[1]?.toLowerCase() ?? "";
  const aggregation = AGGREGATIONS[word];
  const now = aggregation === undefined ? undefined : formulaOf(reading.catalogue, measure);
  return now?.kind === "aggregate" && aggregation !== undefined ? { ...now, function: aggregation } : undefined;
}

/** "count distinct customers", "count cash orders". */
function counted(reading: Reading, said: string): Formula {
  return readFormula(reading, `number of ${said.replace(/^(?:the )?(?:number of )?/iu, "")}`);
}

/** "cover all regions": the number that the measure has of one region, of all of them. */
function unrestricted(reading: Reading, measure: MeasureEntry, said: string): Formula | undefined {
  const what = /^(?:all|every|any)(?: the| of the| kinds of| possible)?\s+([\p{L}\s]+)$/iu.exec(said.trim())?.[1];
  const now = what === undefined ? undefined : filteredFormulaOf(reading.catalogue, measure);
  if (what === undefined || now === undefined) return undefined;
  const named = plausible(rank(wordsOf(tokenize(what)), reading.catalogue.columns)).map((match) => match.thing);
  const isNamed = (filter: Filter): boolean =>
    named.some((entry) => entry.table === filter.column.table && entry.column.name === filter.column.column);
  return now.filters.every(isNamed) ? now.of : undefined;
}

/** "also include the north": one value more of the condition that the measure has. */
function widened(reading: Reading, measure: MeasureEntry, said: string): Formula | undefined {
  const now = filteredFormulaOf(reading.catalogue, measure);
  const [own, another] = now?.filters ?? [];
  const more = onlyFilter(reading, measure, said);
  if (now === undefined || own === undefined || another !== undefined || more?.operator !== "=") return undefined;
  if (more.column.table !== own.column.table || more.column.column !== own.column.column) return undefined;
  const values = [...own.values, ...more.values].sort((a, b) => (String(a) < String(b) ? -1 : 1));
  return { ...now, filters: [{ ...own, operator: "in", values }] };
}

/** "divide by the total": the denominator of a ratio is another one. */
function dividedBy(reading: Reading, measure: MeasureEntry, said: string): Formula | undefined {
  const by = /^by\s+(.+)$/iu.exec(said)?.[1];
  const now = by === undefined ? undefined : ratioFormulaOf(reading.catalogue, measure);
  if (by === undefined || now === undefined) return undefined;
  return { ...now, denominator: readFormula(reading, by) };
}

/** "use West instead of South": the value of the one filter that the measure has is another one. */
function otherValue(
  reading: Reading,
  measure: MeasureEntry,
  said: string,
  insteadOf: string | undefined,
): Formula | undefined {
  const now = filteredFormulaOf(reading.catalogue, measure);
  const [old] = now?.filters ?? [];
  if (now === undefined || old === undefined) return undefined;
  const wanted = onlyFilter(reading, measure, said);
  if (wanted === undefined || wanted.column.table !== old.column.table || wanted.column.column !== old.column.column)
    return undefined;
  if (insteadOf !== undefined && !tokensSay(insteadOf, old)) return undefined;
  return { ...now, filters: [wanted] };
}

function tokensSay(phrase: string, filter: Filter): boolean {
  const value = wordsOf(tokenize(String(filter.values[0])));
  const words = wordsOf(tokenize(phrase));
  return value.every((part) => words.some((word) => wordLikeness(word, part) >= 0.85));
}

function onlyFilter(reading: Reading, measure: MeasureEntry, said: string): Filter | undefined {
  const { filters, rest } = takeFilters(reading, tokenize(`for ${said}`), measure.table);
  const [only, other] = filters;
  return other === undefined && left(reading, measure, wordsOf(rest), filters).length === 0 ? only : undefined;
}

/** The number that the measure has, of fewer rows. */
function narrowed(
  reading: Reading,
  measure: MeasureEntry,
  rows: string,
  mode: "without" | "only",
  counts = false,
): Formula | undefined {
  const { filters, rest } = takeRowsSaid(reading, rows.replace(/^at\s+/iu, ""), mode, measure.table);
  if (filters.length === 0 || left(reading, measure, wordsOf(rest), filters).length > 0) return undefined;
  const now = formulaOf(reading.catalogue, measure);
  // "Returns should count only damaged orders": counted are those rows, whatever was counted before.
  if (now?.kind === "filtered" && mode === "only" && counts) return { ...now, filters: [...filters] };
  if (now?.kind === "ratio") return narrowedNumerator(now, filters);
  if (now?.kind === "filtered") return { ...now, filters: [...now.filters, ...filters] };
  return now?.kind === "aggregate" || now?.kind === "rows"
    ? { kind: "filtered", of: now, filters: [...filters] }
    : undefined;
}

/** A condition on rows that only the upper number of a ratio is of. */
function narrowedNumerator(now: Formula & { kind: "ratio" }, filters: readonly Filter[]): Formula | undefined {
  const table = tableOf(now.numerator);
  return filters.every((filter) => filter.column.table === table) && tableOf(now.denominator) !== table
    ? { ...now, numerator: { kind: "filtered", of: now.numerator, filters: [...filters] } }
    : undefined;
}

const EMPTY = new Set(
  "excluding for only just ones rows records the with value values those that which whose at".split(" "),
);

/** Words that neither the conditions, the rows themselves nor the table that has the value explain. */
function left(
  reading: Reading,
  measure: MeasureEntry,
  words: readonly string[],
  filters: readonly Filter[],
): readonly string[] {
  const tables = new Set([measure.table, ...filters.map((filter) => filter.column.table)]);
  return words.filter(
    (word) =>
      !EMPTY.has(word) &&
      !isRowWord(reading, word) &&
      !objectsNamed(reading.catalogue, word, ["table"]).some(
        (thing) => thing.kind === "table" && tables.has(thing.table.name),
      ),
  );
}

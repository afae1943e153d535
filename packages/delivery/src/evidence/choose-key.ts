import type { Pair, Side } from "../duckdb/pair.ts";
import { type ComparedColumn, type ComparedTable, countOf, partsOf, picking } from "./compared-table.ts";

/** Columns tried as a key when none is declared: each costs a pass over the column on both sides. */
const ATTEMPTS = 3;

/** A key that tells the rows of both sides apart, or none; `why` says what was found of those that were asked for. */
export interface ChosenKey {
  readonly key: readonly ComparedColumn[];
  readonly why: string | undefined;
}

/**
 * The first of the candidates that is a key on both sides, as the data has it, not as anybody declared it; without one, a
 * single column that is one.
 */
export async function chooseKey(
  pair: Pair,
  table: ComparedTable,
  candidates: readonly (readonly string[])[],
): Promise<ChosenKey> {
  const problems: string[] = [];
  for (const candidate of candidates) {
    if (candidate.length === 0) continue;
    const key = candidate.map((name) =>
      table.columns.find((column) => column.name.toLowerCase() === name.toLowerCase()),
    );
    const problem = key.includes(undefined)
      ? "is not on both sides"
      : await problemOf(pair, table, key as readonly ComparedColumn[]);
    if (problem === undefined) return { key: key as readonly ComparedColumn[], why: undefined };
    problems.push(`${candidate.join(", ")} ${problem}`);
  }
  const declared = problems.length > 0 ? problems.join("; ") : "no key is declared";
  for (const column of await promising(pair, table)) {
    if ((await problemOf(pair, table, [column])) === undefined) {
      return { key: [column], why: `${declared}; ${column.name} tells all rows apart` };
    }
  }
  return { key: [], why: `${declared}; no single column tells all rows apart` };
}

/** What keeps these columns from being a key, with the side; undefined when nothing does. */
async function problemOf(
  pair: Pair,
  table: ComparedTable,
  key: readonly ComparedColumn[],
): Promise<string | undefined> {
  for (const side of ["before", "after"] as const) {
    const values = valuesOf(key, side);
    const from = table.from[side];
    const empty = await countOf(pair, `${from} where ${values.map((value) => `${value} is null`).join(" or ")}`);
    if (empty > 0) return `is empty in ${empty} ${plural(empty, "row")} ${side} the change`;
    let repeated = 0;
    for (const part of partsOf(table)) {
      const names = values.join(", ");
      const picked = `${from}${picking(values, table, part)}`;
      repeated += await countOf(pair, `(select 1 from ${picked} group by ${names} having count(*) > 1)`);
    }
    if (repeated > 0) return `has ${repeated} ${plural(repeated, "value")} more than once ${side} the change`;
  }
  return undefined;
}

/** Columns without NULL and with about as many values as there are rows, by a count that is cheap and not exact. */
async function promising(pair: Pair, table: ComparedTable): Promise<ComparedColumn[]> {
  const columns = table.columns.filter((column) => column.canBeKey);
  if (columns.length === 0) return [];
  const good = columns.map(() => true);
  for (const side of ["before", "after"] as const) {
    const counts = valuesOf(columns, side).flatMap((value) => [`count(${value})`, `approx_count_distinct(${value})`]);
    const { rows } = await pair.query(`select ${counts.join(", ")} from ${table.from[side]}`);
    const numbers = (rows[0] ?? []).map(Number);
    for (const at of columns.keys()) {
      const [filled = 0, distinct = 0] = numbers.slice(2 * at);
      if (filled < table.rows[side] || distinct < 0.8 * filled - 2) good[at] = false;
    }
  }
  return columns.filter((_, at) => good[at]).slice(0, ATTEMPTS);
}

function valuesOf(columns: readonly ComparedColumn[], side: Side): string[] {
  return columns.map((column) => column.comparison.comparable(column[side]));
}

function plural(count: number, word: string): string {
  return count === 1 ? word : `${word}s`;
}

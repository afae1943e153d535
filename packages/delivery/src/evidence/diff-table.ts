import type { TableDiff } from "@throughline/contracts";
import { identifier } from "../duckdb/identifier.ts";
import type { Pair, Side } from "../duckdb/pair.ts";
import { chooseKey } from "./choose-key.ts";
import {
  type ComparedColumn,
  type ComparedTable,
  columnsOf,
  commonColumns,
  countOf,
  type Place,
} from "./compared-table.ts";
import { diffKeyed } from "./diff-keyed.ts";
import { diffMultiset } from "./diff-multiset.ts";
import { SAMPLE_COLUMNS } from "./row-samples.ts";

/** How much of a table is compared, at most. */
export interface DiffLimits {
  /** With more rows than this on either side, one in so many is compared that this many are left. */
  readonly maxRows: number;
  readonly maxColumns: number;
  /** A table of more values, rows by columns, is compared in parts: it takes longer, and leaves nothing out. */
  readonly valuesAtOnce: number;
}

/** Fifty million values are about 1.2 GiB while they are joined, of the 2 GiB that a pair has. */
const LIMITS: DiffLimits = { maxRows: 20_000_000, maxColumns: 300, valuesAtOnce: 50_000_000 };

/** What is compared, and what is known of it. */
export interface DiffQuestion {
  readonly model: string;
  readonly before: Place;
  readonly after: Place;
  /** Candidate keys, the most trusted first: each is verified in the data before it is used. */
  readonly keys: readonly (readonly string[])[];
  /** Whether a column's values must not be shown. */
  readonly isSensitive: (column: string) => boolean;
  readonly limits?: Partial<DiffLimits>;
}

/**
 * How the rows of a table differ between the two databases of a pair, over the columns that both sides have. The same files
 * give the same answer, to the letter. A table that is missing is `not-compared`; what takes too long or needs too
 * much memory is a failure (`tools.query-timeout`, `tools.query-memory`). A view names the database it was made in, which the pair
 * does not know by that name: it is copied first (see `copyRelations`).
 */
export async function diffTable(pair: Pair, question: DiffQuestion): Promise<TableDiff> {
  const { model, before, after, isSensitive } = question;
  const limits = { ...LIMITS, ...question.limits };
  const [had, has] = [await columnsOf(pair, "before", before), await columnsOf(pair, "after", after)];
  const from = {
    before: `"before".${identifier(before.schema, before.relation)}`,
    after: `"after".${identifier(after.schema, after.relation)}`,
  };
  const rows = {
    before: had.length > 0 ? await countOf(pair, from.before) : 0,
    after: has.length > 0 ? await countOf(pair, from.after) : 0,
  };
  if (had.length === 0 || has.length === 0) return notCompared(model, rows, missing(had.length > 0, has.length > 0));
  const common = commonColumns(had, has, isSensitive);
  if (common.length === 0) return notCompared(model, rows, "both sides have no column in common");

  const most = Math.max(rows.before, rows.after);
  const oneIn = Math.max(1, Math.ceil(most / limits.maxRows));
  const values = (most / oneIn) * Math.min(common.length, limits.maxColumns);
  const parts = Math.max(1, Math.ceil(values / limits.valuesAtOnce));
  const whole: ComparedTable = { from, rows, columns: common, oneIn, parts };
  const { key, why } = await chooseKey(pair, whole, question.keys);
  const table = { ...whole, columns: withinLimit(common, key, limits.maxColumns) };
  const found = key.length > 0 ? await diffKeyed(pair, table, key) : await diffMultiset(pair, table);
  return {
    model,
    how: key.length > 0 ? "keyed" : "multiset",
    ...(why === undefined ? {} : { reason: why }),
    key: key.map((column) => column.name),
    rows: { ...rows, ...found.rows },
    columns: found.columns,
    samples: found.samples,
    caps: [
      ...(oneIn > 1 ? [`compared 1 in ${oneIn} rows`] : []),
      ...(table.columns.length < common.length
        ? [`compared the first ${table.columns.length} of ${common.length} columns`]
        : []),
      ...(found.samples.length > 0 && table.columns.length - key.length > SAMPLE_COLUMNS
        ? [`rows are shown with at most ${SAMPLE_COLUMNS} columns beside the key`]
        : []),
    ],
  };
}

/** The key's columns, and as many others as the limit leaves room for, in their order. */
function withinLimit(
  columns: readonly ComparedColumn[],
  key: readonly ComparedColumn[],
  most: number,
): readonly ComparedColumn[] {
  let room = most - key.length;
  return columns.filter((column) => key.includes(column) || room-- > 0);
}

function missing(before: boolean, after: boolean): string {
  if (!before && !after) return "neither side has the table";
  return before ? "the table is gone after the change" : "there is no such table before the change";
}

function notCompared(model: string, rows: Record<Side, number>, reason: string): TableDiff {
  return {
    model,
    how: "not-compared",
    reason,
    key: [],
    rows: { ...rows, added: 0, removed: 0, changed: null },
    columns: [],
    samples: [],
    caps: [],
  };
}

import type { TableDiff } from "@throughline/contracts";
import type { Pair, Side } from "../duckdb/pair.ts";
import { type ComparedColumn, type ComparedTable, partsOf, picking } from "./compared-table.ts";
import { changedRow, oneSided, SAMPLE_COLUMNS, SAMPLE_ROWS, shownValue } from "./row-samples.ts";

/** What is counted and shown of a table's differences, however they are found. */
export type Differences = Pick<TableDiff, "columns" | "samples"> & {
  readonly rows: Pick<TableDiff["rows"], "added" | "removed" | "changed">;
};

/** The columns of a comparison by key, and what of its SQL does not depend on the part of the table. */
interface Keyed {
  readonly table: ComparedTable;
  readonly key: readonly ComparedColumn[];
  readonly others: readonly ComparedColumn[];
  /** When two rows have the same key. */
  readonly on: string;
  /** Of each other column, whether it differs between two rows. */
  readonly differs: readonly string[];
}

interface Counts {
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  readonly both: number;
  readonly columns: readonly number[];
}

/**
 * Row by row under a key that is one on both sides. One pass counts for all columns; others show rows, where there are any.
 * A table in parts shows rows of its first parts.
 */
export async function diffKeyed(
  pair: Pair,
  table: ComparedTable,
  key: readonly ComparedColumn[],
): Promise<Differences> {
  const others = table.columns.filter((column) => !key.includes(column));
  const keyed: Keyed = {
    table,
    key,
    others,
    on: key.map((_, at) => `b.k${at} = a.k${at}`).join(" and "),
    differs: others.map((column, at) => `not (${column.comparison.same(`b.v${at}`, `a.v${at}`)})`),
  };
  const parts: Counts[] = [];
  for (const part of partsOf(table)) parts.push(await countPart(pair, keyed, part));

  const samples: TableDiff["samples"] = [];
  for (const change of ["added", "removed", "changed"] as const) {
    let room = SAMPLE_ROWS;
    for (const [part, counts] of parts.entries()) {
      if (room === 0 || counts[change] === 0) continue;
      const rows = await (change === "changed"
        ? changedRows(pair, keyed, part, room)
        : oneSidedRows(pair, keyed, change, part, room));
      room -= rows.length;
      samples.push(...rows);
    }
  }
  const total = (of: (counts: Counts) => number) => parts.reduce((sum, counts) => sum + of(counts), 0);
  const both = total((counts) => counts.both);
  const columns = others.flatMap(({ name }, at) => {
    const changed = total((counts) => counts.columns[at] ?? 0);
    return changed > 0 ? [{ column: name, changed, rate: 1 - changed / both }] : [];
  });
  const rows = {
    added: total((counts) => counts.added),
    removed: total((counts) => counts.removed),
    changed: total((counts) => counts.changed),
  };
  return { rows, columns, samples };
}

async function countPart(pair: Pair, keyed: Keyed, part: number): Promise<Counts> {
  const differing = keyed.differs.map((differs, at) => `, matched and ${differs} as d${at}`);
  const flags = keyed.differs.map((_, at) => `d${at}`);
  const { rows } = await pair.query(`
    with b as (${keyedRows(keyed, "before", part)}), a as (${keyedRows(keyed, "after", part)}),
    compared as (
      select b.k0 is null as added, a.k0 is null as removed, not added and not removed as matched${differing.join("")}
      from b full outer join a on ${keyed.on})
    select count(*) filter (where added), count(*) filter (where removed), count(*) filter (where matched),
      count(*) filter (where ${flags.join(" or ") || "false"})${flags.map((flag) => `, count(*) filter (where ${flag})`).join("")}
    from compared`);
  const [added = 0, removed = 0, both = 0, changed = 0, ...columns] = (rows[0] ?? []).map(Number);
  return { added, removed, changed, both, columns };
}

async function oneSidedRows(pair: Pair, keyed: Keyed, change: "added" | "removed", part: number, most: number) {
  const [side, other] = change === "added" ? (["after", "before"] as const) : (["before", "after"] as const);
  const few = keyed.others.slice(0, SAMPLE_COLUMNS);
  const values = [
    ...keyed.key.map((column, at) => shownValue(column, `cast(b.r${at} as varchar)`)),
    ...few.map((column, at) => shownValue(column, `cast(b.v${at} as varchar)`)),
  ];
  const { rows } = await pair.query(`
    with b as (${keyedRows(keyed, side, part)}), a as (${keyedRows(keyed, other, part)})
    select ${values.join(", ")} from b anti join a on ${keyed.on} order by ${inOrder(keyed)} limit ${most}`);
  return rows.map((row) => oneSided(change, [...keyed.key, ...few], row));
}

async function changedRows(pair: Pair, keyed: Keyed, part: number, most: number) {
  const values = (column: ComparedColumn, name: string, differs: string) =>
    `${["b", "a"].map((row) => shownValue(column, `cast(${row}.${name} as varchar)`)).join(", ")}, ${differs}`;
  const selected = [
    ...keyed.key.map((column, at) => values(column, `r${at}`, "false")),
    ...keyed.others.map((column, at) => values(column, `v${at}`, keyed.differs[at] ?? "false")),
  ];
  const { rows } = await pair.query(`
    with b as (${keyedRows(keyed, "before", part)}), a as (${keyedRows(keyed, "after", part)})
    select ${selected.join(", ")} from b join a on ${keyed.on}
    where ${keyed.differs.join(" or ")} order by ${inOrder(keyed)} limit ${most}`);
  return rows.map((row) => changedRow(keyed.key, keyed.others, row));
}

function inOrder(keyed: Keyed): string {
  return keyed.key.map((_, at) => `b.k${at}`).join(", ");
}

/** One side's rows of a part: the key's comparable values as `k0`…, as they are as `r0`…, the other columns as `v0`…. */
function keyedRows({ table, key, others }: Keyed, side: Side, part: number): string {
  const keys = key.map((column) => column.comparison.comparable(column[side]));
  const selected = [
    ...keys.map((value, at) => `${value} as k${at}`),
    ...key.map((column, at) => `${column[side]} as r${at}`),
    ...others.map((column, at) => `${column[side]} as v${at}`),
  ];
  return `select ${selected.join(", ")} from ${table.from[side]}${picking(keys, table, part)}`;
}

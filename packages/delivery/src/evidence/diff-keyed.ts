import type { TableDiff } from "@throughline/contracts";
import type { Pair, Side } from "../duckdb/pair.ts";
import { type ComparedColumn, type ComparedTable, picking } from "./compared-table.ts";
import { changedRow, oneSided, SAMPLE_COLUMNS, SAMPLE_ROWS, shownValue } from "./row-samples.ts";

/** What is counted and shown of a table's differences, however they are found. */
export type Differences = Pick<TableDiff, "columns" | "samples"> & {
  readonly rows: Pick<TableDiff["rows"], "added" | "removed" | "changed">;
};

/** Row by row under a key that is one on both sides: one pass counts for all columns, others show rows where there are any. */
export async function diffKeyed(
  pair: Pair,
  table: ComparedTable,
  key: readonly ComparedColumn[],
): Promise<Differences> {
  const others = table.columns.filter((column) => !key.includes(column));
  const differs = others.map(
    (column, at) => `b.k0 is not null and a.k0 is not null and not (${column.comparison.same(`b.v${at}`, `a.v${at}`)})`,
  );
  const on = key.map((_, at) => `b.k${at} = a.k${at}`).join(" and ");
  const rowsOf = (side: Side) => keyedRows(table, key, others, side);
  const { rows } = await pair.query(`
    with b as (${rowsOf("before")}), a as (${rowsOf("after")}),
    compared as (
      select b.k0 is null as added, a.k0 is null as removed${differs.map((differ, at) => `, ${differ} as d${at}`).join("")}
      from b full outer join a on ${on})
    select count(*) filter (where added), count(*) filter (where removed), count(*) filter (where not added and not removed),
      count(*) filter (where ${others.map((_, at) => `d${at}`).join(" or ") || "false"})
      ${others.map((_, at) => `, count(*) filter (where d${at})`).join("")}
    from compared`);
  const [added = 0, removed = 0, both = 0, changed = 0, ...counts] = (rows[0] ?? []).map(Number);
  const columns = others.flatMap(({ name }, at) => {
    const count = counts[at] ?? 0;
    return count > 0 ? [{ column: name, changed: count, rate: 1 - count / both }] : [];
  });

  const samples: TableDiff["samples"] = [];
  const order = key.map((_, at) => `k${at}`).join(", ");
  for (const [change, side, other, count] of [
    ["added", "after", "before", added],
    ["removed", "before", "after", removed],
  ] as const) {
    if (count === 0) continue;
    const shown = [...key, ...others.slice(0, SAMPLE_COLUMNS)];
    const values = [
      ...key.map((column, at) => shownValue(column, `cast(b.r${at} as varchar)`)),
      ...others.slice(0, SAMPLE_COLUMNS).map((column, at) => shownValue(column, `cast(b.v${at} as varchar)`)),
    ];
    const found = await pair.query(`
      with b as (${rowsOf(side)}), a as (${rowsOf(other)})
      select ${values.join(", ")} from b anti join a on ${on} order by ${order} limit ${SAMPLE_ROWS}`);
    samples.push(...found.rows.map((row) => oneSided(change, shown, row)));
  }
  if (changed > 0) {
    const both = (column: ComparedColumn, name: string, differ: string) =>
      `${["b", "a"].map((row) => shownValue(column, `cast(${row}.${name} as varchar)`)).join(", ")}, ${differ}`;
    const values = [
      ...key.map((column, at) => both(column, `r${at}`, "false")),
      ...others.map((column, at) => both(column, `v${at}`, differs[at] ?? "false")),
    ];
    const found = await pair.query(`
      with b as (${rowsOf("before")}), a as (${rowsOf("after")})
      select ${values.join(", ")} from b join a on ${on}
      where ${differs.map((differ) => `(${differ})`).join(" or ")}
      order by ${key.map((_, at) => `b.k${at}`).join(", ")} limit ${SAMPLE_ROWS}`);
    samples.push(...found.rows.map((row) => changedRow(key, others, row)));
  }
  return { rows: { added, removed, changed }, columns, samples };
}

/** One side's rows: the key's comparable values as `k0`…, as they are as `r0`…, the other columns as `v0`…. */
function keyedRows(
  table: ComparedTable,
  key: readonly ComparedColumn[],
  others: readonly ComparedColumn[],
  side: Side,
): string {
  const keys = key.map((column) => column.comparison.comparable(column[side]));
  const selected = [
    ...keys.map((value, at) => `${value} as k${at}`),
    ...key.map((column, at) => `${column[side]} as r${at}`),
    ...others.map((column, at) => `${column[side]} as v${at}`),
  ];
  return `select ${selected.join(", ")} from ${table.from[side]}${picking(keys, table.oneIn)}`;
}

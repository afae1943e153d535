import type { TableDiff } from "@throughline/contracts";
import type { Pair, Side } from "../duckdb/pair.ts";
import { type ComparedTable, picking } from "./compared-table.ts";
import type { Differences } from "./diff-keyed.ts";
import { oneSided, SAMPLE_COLUMNS, SAMPLE_ROWS, shownValue } from "./row-samples.ts";

/**
 * The rows of both sides as bags: how often each row is more on one side. A row that changed is one removed and one added.
 * A column differs by as many of its values as have no counterpart on the other side. One query, because what the bags
 * have no counterpart for is found once.
 */
export async function diffMultiset(pair: Pair, table: ComparedTable): Promise<Differences> {
  const names = table.columns.map((_, at) => `g${at}`);
  const unmatched = names.map(
    (name) => `(
      select greatest(sum(greatest(w, 0)), sum(greatest(-w, 0)))
      from (select sum(w) as w from surplus group by ${name}))`,
  );
  const shown = table.columns.slice(0, SAMPLE_COLUMNS);
  const values = shown.map((column, at) => shownValue(column, column.comparison.shown(`g${at}`)));
  const few = (side: "w > 0" | "w < 0") => `(
    select list([${values.join(", ")}] order by ${names.join(", ")})
    from (select * from surplus where ${side} order by ${names.join(", ")} limit ${SAMPLE_ROWS}))`;
  const { rows } = await pair.query(`
    with surplus as materialized (
      select ${names.join(", ")}, sum(w) as w
      from (${bagOf(table, "before", -1)} union all ${bagOf(table, "after", 1)})
      group by ${names.join(", ")} having sum(w) <> 0)
    select ${few("w > 0")}, ${few("w < 0")},
      (select sum(greatest(w, 0)) from surplus), (select sum(greatest(-w, 0)) from surplus), ${unmatched.join(", ")}`);
  const [more, fewer, ...numbers] = rows[0] ?? [];
  const [added = 0, removed = 0, ...counts] = numbers.map(Number);
  const compared = await comparedRows(pair, table);
  const columns = table.columns.flatMap(({ name }, at) => {
    const changed = counts[at] ?? 0;
    return changed > 0 ? [{ column: name, changed, rate: 1 - changed / compared }] : [];
  });
  const samples: TableDiff["samples"] = [
    ...((more ?? []) as unknown[][]).map((row) => oneSided("added", shown, row)),
    ...((fewer ?? []) as unknown[][]).map((row) => oneSided("removed", shown, row)),
  ];
  return { rows: { added, removed, changed: null }, columns, samples };
}

/** One side's rows, each counting as `weight`, its values as `g0`… in a form in which equal ones are identical. */
function bagOf(table: ComparedTable, side: Side, weight: number): string {
  const values = groupedValues(table, side);
  const selected = values.map((value, at) => `${value} as g${at}`);
  return `select ${selected.join(", ")}, ${weight} as w from ${table.from[side]}${picking(values, table.oneIn)}`;
}

/** How many rows the larger bag has, of those that are looked at. */
async function comparedRows(pair: Pair, table: ComparedTable): Promise<number> {
  if (table.oneIn === 1) return Math.max(table.rows.before, table.rows.after);
  const counts = (["before", "after"] as const).map(
    (side) => `(select count(*) from ${table.from[side]}${picking(groupedValues(table, side), table.oneIn)})`,
  );
  const { rows } = await pair.query(`select greatest(${counts.join(", ")})`);
  return Number(rows[0]?.[0]);
}

function groupedValues(table: ComparedTable, side: Side): string[] {
  return table.columns.map((column) => column.comparison.grouped(column[side]));
}

import type { TableDiff } from "@throughline/contracts";
import type { Pair, Side } from "../duckdb/pair.ts";
import { type ComparedTable, partsOf, picking } from "./compared-table.ts";
import type { Differences } from "./diff-keyed.ts";
import { oneSided, SAMPLE_COLUMNS, SAMPLE_ROWS, shownValue } from "./row-samples.ts";

/** Rows that one side has more often, with how often as `w`: in memory, because what follows looks at them again and again. */
const SURPLUS = "temp.main.surplus";

/**
 * The rows of both sides as bags: how often each row is more on one side. A row that changed is one removed and one added.
 * A column differs by as many of its values as have no counterpart on the other side.
 */
export async function diffMultiset(pair: Pair, table: ComparedTable): Promise<Differences> {
  const names = table.columns.map((_, at) => `g${at}`).join(", ");
  for (const part of partsOf(table)) {
    const query = `
      select ${names}, sum(w) as w
      from (${bagOf(table, "before", -1, part)} union all ${bagOf(table, "after", 1, part)})
      group by ${names} having sum(w) <> 0`;
    await pair.query(
      part === 0 ? `create or replace temp table surplus as ${query}` : `insert into ${SURPLUS} ${query}`,
    );
  }
  try {
    const compared = Math.max(await comparedRows(pair, table, "before"), await comparedRows(pair, table, "after"));
    const { rows } = await pair.query(`
      select sum(greatest(w, 0)), sum(greatest(-w, 0))${table.columns.map((_, at) => `, (${unmatched(`g${at}`)})`).join("")}
      from ${SURPLUS}`);
    const [added = 0, removed = 0, ...counts] = (rows[0] ?? []).map(Number);
    const columns = table.columns.flatMap(({ name }, at) => {
      const changed = counts[at] ?? 0;
      return changed > 0 ? [{ column: name, changed, rate: 1 - changed / compared }] : [];
    });
    const samples = [
      ...(added > 0 ? await surplusRows(pair, table, "added") : []),
      ...(removed > 0 ? await surplusRows(pair, table, "removed") : []),
    ];
    return { rows: { added, removed, changed: null }, columns, samples };
  } finally {
    await pair.query(`drop table ${SURPLUS}`);
  }
}

/** How many values of one column have no counterpart: what all rows have more often, their surplus has. */
function unmatched(name: string): string {
  return `
    select greatest(sum(greatest(w, 0)), sum(greatest(-w, 0)))
    from (select sum(w) as w from ${SURPLUS} group by ${name})`;
}

async function surplusRows(
  pair: Pair,
  table: ComparedTable,
  change: "added" | "removed",
): Promise<TableDiff["samples"]> {
  const shown = table.columns.slice(0, SAMPLE_COLUMNS);
  const values = shown.map((column, at) => shownValue(column, column.comparison.shown(`g${at}`)));
  const { rows } = await pair.query(`
    select ${values.join(", ")} from ${SURPLUS} where w ${change === "added" ? ">" : "<"} 0
    order by ${table.columns.map((_, at) => `g${at}`).join(", ")} limit ${SAMPLE_ROWS}`);
  return rows.map((row) => oneSided(change, shown, row));
}

/** One side's rows of a part, each counting as `weight`; its values as `g0`…, in a form in which equal ones are identical. */
function bagOf(table: ComparedTable, side: Side, weight: number, part: number): string {
  const values = groupedValues(table, side);
  const selected = values.map((value, at) => `${value} as g${at}`);
  return `select ${selected.join(", ")}, ${weight} as w from ${table.from[side]}${picking(values, table, part)}`;
}

/** How many rows of a side are looked at. */
async function comparedRows(pair: Pair, table: ComparedTable, side: Side): Promise<number> {
  if (table.oneIn === 1) return table.rows[side];
  const picked = picking(groupedValues(table, side), { oneIn: table.oneIn, parts: 1 }, 0);
  const { rows } = await pair.query(`select count(*) from ${table.from[side]}${picked}`);
  return Number(rows[0]?.[0]);
}

function groupedValues(table: ComparedTable, side: Side): string[] {
  return table.columns.map((column) => column.comparison.grouped(column[side]));
}

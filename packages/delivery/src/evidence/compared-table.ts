import { identifier, literal } from "../duckdb/identifier.ts";
import type { Pair, Side } from "../duckdb/pair.ts";
import { type Comparison, canBeKey, comparisonOf } from "./comparison.ts";

/** A table's place in one of the two databases. */
export interface Place {
  readonly schema: string;
  readonly relation: string;
}

/** A column that both sides have; `name` is the one it has after. */
export interface ComparedColumn {
  readonly name: string;
  /** Its names as SQL identifiers. */
  readonly before: string;
  readonly after: string;
  readonly comparison: Comparison;
  readonly canBeKey: boolean;
  /** Its values are read to compare them, and never shown. */
  readonly sensitive: boolean;
}

/** One table on both sides, each as something to select from, and which of its rows are looked at. */
export interface ComparedTable {
  readonly from: Readonly<Record<Side, string>>;
  readonly rows: Readonly<Record<Side, number>>;
  readonly columns: readonly ComparedColumn[];
  /** Only one in so many rows is compared, the same on both sides; 1 is all of them. */
  readonly oneIn: number;
  /** The rows are compared in so many parts, one after the other, because memory does not hold them all. */
  readonly parts: number;
}

/** Names and types of a table's columns, in order; empty when the database does not have it. */
export async function columnsOf(pair: Pair, side: Side, place: Place): Promise<{ name: string; type: string }[]> {
  const { rows } = await pair.query(`
    select column_name, data_type from duckdb_columns()
    where database_name = '${side}' and lower(schema_name) = lower(${literal(place.schema)})
      and lower(table_name) = lower(${literal(place.relation)})
    order by column_index`);
  return rows.map(([name, type]) => ({ name: String(name), type: String(type) }));
}

/** The columns of both sides, in the order they have after. DuckDB does not tell names apart by case. */
export function commonColumns(
  before: readonly { name: string; type: string }[],
  after: readonly { name: string; type: string }[],
  isSensitive: (column: string) => boolean,
): ComparedColumn[] {
  const had = new Map(before.map((column) => [column.name.toLowerCase(), column]));
  return after.flatMap((now) => {
    const then = had.get(now.name.toLowerCase());
    if (!then) return [];
    return [
      {
        name: now.name,
        before: identifier(then.name),
        after: identifier(now.name),
        comparison: comparisonOf(then.type, now.type),
        canBeKey: canBeKey(then.type) && canBeKey(now.type),
        sensitive: isSensitive(now.name) || isSensitive(then.name),
      },
    ];
  });
}

/** How many rows there are of something to select from. */
export async function countOf(pair: Pair, from: string): Promise<number> {
  const { rows } = await pair.query(`select count(*) from ${from}`);
  return Number(rows[0]?.[0]);
}

export function partsOf(table: ComparedTable): number[] {
  return Array.from({ length: table.parts }, (_, part) => part);
}

/** A condition that picks the same rows on both sides, by values that are comparable; empty when all rows are picked. */
export function picking(
  values: readonly string[],
  { oneIn, parts }: Pick<ComparedTable, "oneIn" | "parts">,
  part: number,
): string {
  const hash = `hash(${values.join(", ")})`;
  const conditions = [
    ...(oneIn > 1 ? [`${hash} % ${oneIn} = 0`] : []),
    ...(parts > 1 ? [`${hash} // ${oneIn} % ${parts} = ${part}`] : []),
  ];
  return conditions.length > 0 ? ` where ${conditions.join(" and ")}` : "";
}

import { isSensitiveName, type WarehouseFacts } from "@throughline/contracts";
import { identifier } from "./identifier.ts";
import type { Snapshot } from "./snapshot.ts";

/** Columns with at most this many values show them all: enough for codes and names of kinds, too few for identities. */
const FEW_VALUES = 50;

/** Longer values are texts, not names of kinds. */
const LONG_VALUE = 80;

type Relation = WarehouseFacts["relations"][number];

/** Relations, columns, types, row counts and the values of low-cardinality text columns of one snapshot. */
export async function readFacts(snapshot: Snapshot): Promise<WarehouseFacts["relations"]> {
  const { rows } = await snapshot.query(`
    select table_schema, table_name, column_name, data_type
    from information_schema.columns
    where table_schema not in ('information_schema', 'pg_catalog') and table_catalog = current_database()
    order by table_schema, table_name, ordinal_position`);
  const relations = new Map<string, { schema: string; name: string; columns: { name: string; type: string }[] }>();
  for (const [schema, name, column, type] of rows as [string, string, string, string][]) {
    const key = `${schema}\0${name}`;
    const relation = relations.get(key) ?? { schema, name, columns: [] };
    relation.columns.push({ name: column, type });
    relations.set(key, relation);
  }
  const result: Relation[] = [];
  for (const relation of relations.values()) {
    if (relation.name.startsWith("_dlt")) continue;
    result.push({ ...relation, ...(await measured(snapshot, relation)) });
  }
  return result;
}

async function measured(
  snapshot: Snapshot,
  relation: { schema: string; name: string; columns: { name: string; type: string }[] },
): Promise<Pick<Relation, "rows" | "columns">> {
  const texts = relation.columns.filter((column) => column.type === "VARCHAR" && !isSensitiveName(column.name));
  const counts = texts.map((column) => `, approx_count_distinct(${identifier(column.name)})`);
  const from = identifier(relation.schema, relation.name);
  const { rows } = await snapshot.query(`select count(*)${counts.join("")} from ${from}`);
  const [total = 0, ...distinct] = (rows[0] ?? []).map(Number);
  const few = new Set(
    texts.filter((_, at) => (distinct[at] ?? 0) > 0 && (distinct[at] ?? 0) <= FEW_VALUES).map((c) => c.name),
  );
  const columns: Relation["columns"] = [];
  for (const column of relation.columns) {
    if (!few.has(column.name)) {
      columns.push(column);
      continue;
    }
    const name = identifier(column.name);
    const read = await snapshot.query(
      `select distinct ${name} from ${from} where ${name} is not null order by 1 limit ${FEW_VALUES + 1}`,
    );
    const values = read.rows.map((row) => String(row[0]));
    const kinds = values.length <= FEW_VALUES && values.every((value) => value.length <= LONG_VALUE);
    columns.push(kinds ? { ...column, values } : column);
  }
  return { rows: total, columns };
}

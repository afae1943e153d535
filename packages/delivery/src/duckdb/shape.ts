import type { Engine } from "@throughline/semantic-model";
import { identifier, literal } from "./identifier.ts";

/** Rows, and types by column. */
export interface Shape {
  readonly rows: number;
  readonly columns: ReadonlyMap<string, string>;
}

/** The shape of one relation; undefined when the database does not have it. */
export async function shapeOf(snapshot: Engine, schema: string, name: string): Promise<Shape | undefined> {
  const columns = await snapshot.query(
    `select column_name, data_type from information_schema.columns where table_schema = ${literal(schema)} and table_name = ${literal(name)}`,
  );
  if (columns.rows.length === 0) return undefined;
  const count = await snapshot.query(`select count(*) from ${identifier(schema, name)}`);
  return {
    rows: Number(count.rows[0]?.[0]),
    columns: new Map(columns.rows.map((row) => [String(row[0]), String(row[1])])),
  };
}

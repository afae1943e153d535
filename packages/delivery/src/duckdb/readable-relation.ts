import { identifier, literal } from "./identifier.ts";
import type { Pair, Side } from "./pair.ts";

/** How DuckDB writes a view down: its name, names of its columns if it has them, and its query. */
const VIEW =
  /^CREATE VIEW (?:"(?:[^"]|"")*"|[^\s".]+)(?:\.(?:"(?:[^"]|"")*"|[^\s".]+))* (\((?:"(?:[^"]|"")*"|[^")])*\) )?AS (.*?);?\s*$/s;

/** A table that a serialised query reads. A text within the query cannot look like it: its quotes are escaped. */
const READ_TABLE =
  /"schema_name":("(?:[^"\\]|\\.)*"),"table_name":("(?:[^"\\]|\\.)*"),("column_name_alias":\[[^\]]*\]),"catalog_name":("(?:[^"\\]|\\.)*")/g;

interface Place {
  readonly catalog: string;
  readonly schema: string;
  readonly name: string;
}

/**
 * A relation of one side as something to select from. A view that dbt made names its database as the file was called,
 * which beside another of that name it no longer is: such a view is made anew in memory, over the attached tables, and so
 * are the views that it reads.
 */
export async function readableRelation(pair: Pair, side: Side, schema: string, name: string): Promise<string> {
  const place = await placeOf(pair, side, schema, name);
  return identifier(place.catalog, place.schema, place.name);
}

async function placeOf(pair: Pair, side: Side, schema: string, name: string): Promise<Place> {
  const attached = { catalog: side, schema, name };
  const { rows } = await pair.query(`
    select sql from duckdb_views()
    where database_name = '${side}' and lower(schema_name) = lower(${literal(schema)})
      and lower(view_name) = lower(${literal(name)})`);
  const [, columns = "", query] = VIEW.exec(String(rows[0]?.[0] ?? "")) ?? [];
  if (query === undefined) return attached;
  const serialised = await pair.query(`select json_serialize_sql(${literal(query)})`);
  const moved = await withTablesMoved(pair, side, String(serialised.rows[0]?.[0]));
  if (moved === undefined) return attached;
  const made = { catalog: "memory", schema: `${side}/${schema.toLowerCase()}`, name };
  const read = await pair.query(`select json_deserialize_sql(${literal(moved)})`);
  await pair.query(`create schema if not exists ${identifier(made.catalog, made.schema)}`);
  await pair.query(
    `create or replace view ${identifier(made.catalog, made.schema, name)} ${columns}as ${String(read.rows[0]?.[0])}`,
  );
  return made;
}

/** The query with its tables where they are now; undefined when it names no database, and can be read as it is. */
async function withTablesMoved(pair: Pair, side: Side, serialised: string): Promise<string | undefined> {
  const tables = [...serialised.matchAll(READ_TABLE)].map((match) => {
    const [schema, name, catalog] = [match[1], match[2], match[4]].map((part) => JSON.parse(part ?? '""') as string);
    return { match, columns: match[3], schema: schema ?? "", name: name ?? "", catalog };
  });
  if (tables.every((table) => table.catalog === "")) return undefined;
  let moved = "";
  let end = 0;
  for (const { match, columns, schema, name } of tables) {
    // Without a schema it may be a part of the query itself.
    if (schema === "") continue;
    const place = await placeOf(pair, side, schema, name);
    moved += `${serialised.slice(end, match.index)}"schema_name":${JSON.stringify(place.schema)},`;
    moved += `"table_name":${JSON.stringify(place.name)},${columns},"catalog_name":${JSON.stringify(place.catalog)}`;
    end = match.index + match[0].length;
  }
  return moved + serialised.slice(end);
}

import { rmSync } from "node:fs";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { identifier, literal } from "./identifier.ts";
import { timedQuery } from "./timed-query.ts";
import { unreadable } from "./unreadable.ts";

/** Where a relation is in its database. */
export interface Relation {
  readonly schema: string;
  readonly relation: string;
}

/** The database the copies are in, while they are made; no project calls its own so. */
const COPY = "throughline copy";

/**
 * Makes a database file of the rows that relations of another one show. A view names the database it was made in, so that beside
 * another database, under another name, it cannot be read. The view's text is a patch's: it is read with no way out of its own
 * database, and for at most `seconds`.
 */
export async function copyRelations(
  from: string,
  relations: readonly Relation[],
  to: string,
  seconds: number,
): Promise<void> {
  rmSync(to, { force: true });
  const instance = await DuckDBInstance.create(":memory:", { threads: "2" });
  const connection = await instance.connect();
  try {
    const own = await attachUnderOwnName(connection, from);
    await connection.run(`attach ${literal(to)} as ${identifier(COPY)}`);
    await connection.run(`use ${identifier(own)}`);
    await connection.run("set enable_external_access = false");
    await connection.run("set lock_configuration = true");
    for (const { schema, relation } of relations) {
      await connection.run(`create schema if not exists ${identifier(COPY, schema)}`);
      const target = identifier(COPY, schema, relation);
      await timedQuery(connection, `create table ${target} as select * from ${identifier(schema, relation)}`, seconds);
    }
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** The name DuckDB gives a database file, after attaching it so. */
async function attachUnderOwnName(connection: DuckDBConnection, file: string): Promise<string> {
  try {
    await connection.run(`attach ${literal(file)} (read_only)`);
  } catch (error) {
    throw unreadable(file, error);
  }
  const { rows } = await timedQuery(
    connection,
    "select database_name from duckdb_databases() where not internal and path is not null",
  );
  return String(rows[0]?.[0]);
}

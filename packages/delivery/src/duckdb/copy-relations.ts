import { rmSync } from "node:fs";
import { DuckDBInstance } from "@duckdb/node-api";
import { fail } from "../failures.ts";
import { identifier, literal } from "./identifier.ts";
import { timedQuery } from "./timed-query.ts";

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
  let instance: DuckDBInstance;
  try {
    instance = await DuckDBInstance.create(from, { access_mode: "READ_ONLY", threads: "2" });
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw fail("warehouse.unreadable", { file: from, problem }, error);
  }
  const connection = await instance.connect();
  try {
    await connection.run(`attach ${literal(to)} as ${identifier(COPY)}`);
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

import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import type { Engine } from "@throughline/semantic-model";
import { literal } from "./identifier.ts";
import { timedQuery } from "./timed-query.ts";
import { unreadable } from "./unreadable.ts";

/** The name of one of the two databases of a pair, in SQL. */
export type Side = "before" | "after";

/** Two database files that can be asked together, as the databases `before` and `after`, and not changed. */
export interface Pair extends Engine, AsyncDisposable {}

/**
 * Opens two database files for reading, beside each other: both usually have the same name, so each is attached under a
 * name of its own. No query text can reach another file or the network, nor a temporary one: what does not fit into
 * `memoryMiB` fails with `tools.query-memory`. A query of more than `seconds` fails with `tools.query-timeout`.
 */
export async function openPair(
  beforeFile: string,
  afterFile: string,
  memoryMiB = 2048,
  seconds?: number,
): Promise<Pair> {
  const instance = await DuckDBInstance.create(":memory:", { memory_limit: `${memoryMiB}MiB`, threads: "2" });
  const connection = await instance.connect();
  const close = () => {
    connection.closeSync();
    instance.closeSync();
  };
  try {
    await attach(connection, beforeFile, "before");
    await attach(connection, afterFile, "after");
    // One time zone, or a text of a moment would depend on the machine.
    for (const setting of ["temp_directory = ''", "TimeZone = 'UTC'", "enable_external_access = false"]) {
      await connection.run(`set ${setting}`);
    }
    await connection.run("set lock_configuration = true");
  } catch (error) {
    close();
    throw error;
  }
  return {
    query: (sql) => timedQuery(connection, sql, seconds),
    async [Symbol.asyncDispose]() {
      close();
    },
  };
}

async function attach(connection: DuckDBConnection, file: string, side: Side): Promise<void> {
  try {
    await connection.run(`attach ${literal(file)} as "${side}" (read_only)`);
  } catch (error) {
    throw unreadable(file, error);
  }
}

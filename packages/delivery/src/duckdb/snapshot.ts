import { DuckDBInstance } from "@duckdb/node-api";
import type { Engine } from "@throughline/semantic-model";
import { timedQuery } from "./timed-query.ts";
import { unreadable } from "./unreadable.ts";

/** A database file that can be asked and not changed: there is no method that writes, and DuckDB opens it read-only. */
export interface Snapshot extends Engine, AsyncDisposable {}

/**
 * Opens a database file for reading. External access is off and the configuration locked, so that no query text can
 * reach another file or the network. `memoryMiB` bounds the engine; with `seconds`, a query that takes longer fails with
 * `tools.query-timeout`.
 */
export async function openSnapshot(file: string, memoryMiB = 2048, seconds?: number): Promise<Snapshot> {
  let instance: DuckDBInstance;
  try {
    instance = await DuckDBInstance.create(file, {
      access_mode: "READ_ONLY",
      enable_external_access: "false",
      memory_limit: `${memoryMiB}MiB`,
      threads: "2",
      lock_configuration: "true",
    });
  } catch (error) {
    throw unreadable(file, error);
  }
  const connection = await instance.connect();
  return {
    query: (sql) => timedQuery(connection, sql, seconds),
    async [Symbol.asyncDispose]() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

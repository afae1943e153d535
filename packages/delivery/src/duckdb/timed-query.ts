import type { DuckDBConnection } from "@duckdb/node-api";
import type { Engine } from "@throughline/semantic-model";
import { fail } from "../failures.ts";

/**
 * Asks one question of a connection. With `seconds`, one that takes longer is interrupted and fails with
 * `tools.query-timeout`; one that needs more memory than there is fails with `tools.query-memory`; whatever else goes wrong
 * is `warehouse.query`, in the database's own words.
 */
export async function timedQuery(
  connection: DuckDBConnection,
  sql: string,
  seconds?: number,
): ReturnType<Engine["query"]> {
  let late = false;
  const timer =
    seconds === undefined
      ? undefined
      : setTimeout(() => {
          late = true;
          connection.interrupt();
        }, seconds * 1000);
  try {
    const reader = await connection.runAndReadAll(sql);
    return { columns: reader.columnNames(), rows: reader.getRowsJson() as readonly (readonly unknown[])[] };
  } catch (error) {
    if (late && seconds !== undefined) throw fail("tools.query-timeout", { seconds }, error);
    if (error instanceof Error && error.message.startsWith("Out of Memory Error")) {
      throw fail("tools.query-memory", { problem: error.message }, error);
    }
    throw fail("warehouse.query", { problem: error instanceof Error ? error.message : String(error) }, error);
  } finally {
    clearTimeout(timer);
  }
}

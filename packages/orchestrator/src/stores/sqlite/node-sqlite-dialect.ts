import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { setTimeout as delay } from "node:timers/promises";
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type Kysely,
  SqliteAdapter,
  SqliteDialect,
  type SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from "kysely";

/** How long a writer waits for another process's transaction. Each is some milliseconds long. */
const BUSY_MILLISECONDS = 10_000;

/** How much of that may block the thread at a time. */
const BLOCKING_MILLISECONDS = 10;

/**
 * Kysely on Node's own SQLite. Transactions begin immediate: one that starts by reading and then writes would otherwise
 * fail at the first write when another process wrote in between.
 */
export function nodeSqliteDialect(file: string): Dialect {
  const dialect = new SqliteDialect({ database: async () => open(file) as never });
  return {
    createAdapter: () => new SqliteAdapter(),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createIntrospector: (database: Kysely<unknown>) => new SqliteIntrospector(database),
    createDriver(): Driver {
      const driver = dialect.createDriver() as SqliteDriver;
      driver.beginTransaction = async (connection: DatabaseConnection) => {
        await beginImmediate(connection);
      };
      return driver;
    },
  };
}

/**
 * SQLite waits by blocking the thread, which would keep this process's own other connection from ever finishing: so it waits
 * only a moment, and the rest of the time is spent asleep, with growing pauses.
 */
async function beginImmediate(connection: DatabaseConnection): Promise<void> {
  const deadline = performance.now() + BUSY_MILLISECONDS;
  for (let pause = 1; ; pause = Math.min(pause * 2, 50)) {
    try {
      await connection.executeQuery(CompiledQuery.raw("begin immediate"));
      return;
    } catch (error) {
      const busy = error instanceof Error && /database is locked|busy/.test(error.message);
      if (!busy || performance.now() > deadline) throw error;
    }
    await delay(pause);
  }
}

/** The shape that Kysely's SQLite driver expects of a database. */
function open(file: string) {
  const database = new DatabaseSync(file, { timeout: BUSY_MILLISECONDS });
  database.exec("pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on;");
  database.exec(`pragma busy_timeout = ${BLOCKING_MILLISECONDS}`);
  return {
    prepare(sql: string) {
      const statement = database.prepare(sql);
      const values = (parameters: readonly unknown[]) => parameters as SQLInputValue[];
      return {
        reader: statement.columns().length > 0,
        all: (parameters: readonly unknown[]) => statement.all(...values(parameters)),
        run(parameters: readonly unknown[]) {
          // A full disk makes SQLite roll back by itself; that there is nothing left to undo must not hide why.
          if (sql === "rollback" && !database.isTransaction) return { changes: 0, lastInsertRowid: 0 };
          return statement.run(...values(parameters));
        },
        iterate: (parameters: readonly unknown[]) => statement.iterate(...values(parameters)),
      };
    },
    close: () => database.close(),
  };
}

import { DatabaseSync, type SQLInputValue } from "node:sqlite";
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
        await connection.executeQuery(CompiledQuery.raw("begin immediate"));
      };
      return driver;
    },
  };
}

/** The shape that Kysely's SQLite driver expects of a database. */
function open(file: string) {
  const database = new DatabaseSync(file, { timeout: BUSY_MILLISECONDS });
  database.exec("pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on;");
  return {
    prepare(sql: string) {
      const statement = database.prepare(sql);
      const values = (parameters: readonly unknown[]) => parameters as SQLInputValue[];
      return {
        reader: statement.columns().length > 0,
        all: (parameters: readonly unknown[]) => statement.all(...values(parameters)),
        run: (parameters: readonly unknown[]) => statement.run(...values(parameters)),
        iterate: (parameters: readonly unknown[]) => statement.iterate(...values(parameters)),
      };
    },
    close: () => database.close(),
  };
}

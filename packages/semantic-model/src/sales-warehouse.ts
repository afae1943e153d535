import { DuckDBInstance } from "@duckdb/node-api";
import type { Engine } from "./semantic-model.ts";

/**
 * The data of the contract's model, small enough to check by hand. Customer 9 does not exist and one sale has no
 * customer: both belong to the blank member. By city: blank 2 orders 42, Basel 2 orders 70, Zürich 2 orders 130.5.
 */
const statements = [
  "create table customer (customer_key integer, city varchar, segment varchar, since date)",
  "insert into customer values (1, 'Zürich', 'Private', '2020-01-31'), (2, 'Basel', 'Private', null), (3, 'Basel', 'Business', '2021-05-05')",
  "create table sales (customer_key integer, quantity integer, amount double, sold_on date, channel varchar)",
  `insert into sales values
    (1, 1, 100, '2026-01-01', 'Web'), (1, 2, 30.5, '2026-01-02', 'web'),
    (2, 2, 50, '2026-01-02', 'Shop'), (3, 1, 20, '2026-01-03', null),
    (9, 1, 40, '2026-01-03', ''), (null, 2, 2, '2026-02-01', 'Shop')`,
];

/** A DuckDB in memory behind the seam of the engine. */
export async function duckDbEngine(sql: readonly string[] = statements): Promise<Engine> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  for (const statement of sql) await connection.run(statement);
  return {
    async query(text) {
      const reader = await connection.runAndReadAll(text);
      return { columns: reader.columnNames(), rows: reader.getRows() };
    },
  };
}

export const salesEngine = (): Promise<Engine> => duckDbEngine();

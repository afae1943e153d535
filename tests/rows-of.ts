import { DuckDBInstance } from "@duckdb/node-api";

/** Rows of a query on a warehouse file that nobody else is writing. */
export async function rowsOf(
  file: string,
  sql: string,
  access: "READ_ONLY" | "READ_WRITE" = "READ_ONLY",
): Promise<unknown[][]> {
  const instance = await DuckDBInstance.create(file, { access_mode: access });
  const connection = await instance.connect();
  const rows = (await connection.runAndReadAll(sql)).getRowsJson();
  connection.closeSync();
  instance.closeSync();
  return rows as unknown[][];
}

import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import type { WarehouseFacts } from "@throughline/contracts";
import { literal } from "./identifier.ts";

/** Reading the header of this many files is enough to know a folder's fields, and bounds the time. */
const FILES_READ = 40;

/** Fields of the parquet and CSV files in the folders that pipelines read, with the files that have them. */
export async function readInputFields(root: string, inputs: readonly string[]): Promise<WarehouseFacts["inputFields"]> {
  const files = inputs.flatMap((folder) => dataFiles(root, folder)).slice(0, FILES_READ);
  if (files.length === 0) return [];
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  const fields = new Map<string, { name: string; type: string; files: string[] }>();
  try {
    for (const file of files) {
      const reader = file.endsWith(".parquet") ? "read_parquet" : "read_csv";
      try {
        const described = await connection.runAndReadAll(
          `describe select * from ${reader}(${literal(join(root, file))})`,
        );
        for (const [name, type] of described.getRowsJson() as [string, string][]) {
          const field = fields.get(name) ?? { name, type, files: [] };
          field.files.push(file);
          fields.set(name, field);
        }
      } catch {
        // Not a readable data file: it gives no fields, which is what the planner is told.
      }
    }
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
  return [...fields.values()];
}

function dataFiles(root: string, folder: string): string[] {
  try {
    return readdirSync(join(root, folder))
      .filter((name) => /\.(parquet|csv)$/i.test(name) && statSync(join(root, folder, name)).isFile())
      .sort()
      .map((name) => `${folder}/${name}`);
  } catch {
    return [];
  }
}

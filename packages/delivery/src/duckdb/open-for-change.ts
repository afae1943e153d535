import { DuckDBInstance } from "@duckdb/node-api";
import { unreadable } from "./unreadable.ts";

/**
 * Opens a database file of this machine to change it; there is an empty one afterwards where there was none. External access is off
 * and the configuration locked: a view that somebody left in the file reaches no other.
 */
export async function openForChange(file: string): Promise<DuckDBInstance> {
  try {
    return await DuckDBInstance.create(file, { enable_external_access: "false", lock_configuration: "true" });
  } catch (error) {
    throw unreadable(file, error);
  }
}

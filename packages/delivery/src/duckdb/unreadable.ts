import type { Failure } from "@throughline/contracts";
import { fail } from "../failures.ts";

/** That a database file cannot be opened, in the database's own words. */
export function unreadable(file: string, error: unknown): Failure {
  return fail("warehouse.unreadable", { file, problem: error instanceof Error ? error.message : String(error) }, error);
}

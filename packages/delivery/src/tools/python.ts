import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of this package's Python programs; the same from sources and from compiled JavaScript. */
export const PROGRAMS = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "python");

/** The Python that has the tools: what the environment names, else a clone's own, else the one on the path. */
export function findPython(environment: Readonly<Record<string, string | undefined>>): string {
  const named = environment["THROUGHLINE_PYTHON"];
  if (named) return named;
  const clone = join(PROGRAMS, "..", "..", "..", ".tools", "python", "bin", "python");
  return existsSync(clone) ? clone : "python3";
}

/** Telemetry of dbt and dlt off, and no bytecode into the project. */
export const QUIET_TOOLS: Readonly<Record<string, string>> = {
  DBT_SEND_ANONYMOUS_USAGE_STATS: "false",
  DO_NOT_TRACK: "1",
  RUNTIME__DLTHUB_TELEMETRY: "false",
  PYTHONDONTWRITEBYTECODE: "1",
  PYTHONUNBUFFERED: "1",
};

import { accessSync, constants, existsSync, statSync } from "node:fs";
import { delimiter, dirname, isAbsolute, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { fail } from "../failures.ts";

/** The folder of this package's Python programs; the same from sources and from compiled JavaScript. */
export const PROGRAMS = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "python");

/** The program that keeps what dbt derives anew in every process: set-up runs it once, and so does the building of an image. */
export const DBT_SCHEMAS = join(PROGRAMS, "dbt_schemas.py");

const SYSTEM_PATH = "/usr/local/bin:/usr/bin:/bin";

/**
 * The Python that has the tools: what the environment names, else a clone's own, else the one on the environment's path.
 * Absolute when there is one; otherwise the name that was looked for, which `requirePython` refuses.
 */
export function findPython(environment: Readonly<Record<string, string | undefined>>): string {
  const named = environment["THROUGHLINE_PYTHON"];
  if (named?.includes("/")) return resolve(named);
  const clone = join(PROGRAMS, "..", "..", "..", ".tools", "python", "bin", "python");
  if (!named && existsSync(clone)) return clone;
  const name = named || "python3";
  return onPath(name, environment["PATH"] ?? SYSTEM_PATH) ?? name;
}

/** Fails unless the Python is there, so that no program is looked up in the folder that happens to be the current one. */
export function requirePython(python: string): void {
  if (!isAbsolute(python) || !existsSync(python)) throw fail("tools.python-missing", { python });
}

/** Where a Python tool finds programs: first beside its Python, never in the current folder. */
export function toolPath(python: string): string {
  return isAbsolute(python) ? `${dirname(python)}:${SYSTEM_PATH}` : SYSTEM_PATH;
}

/** Relative entries are passed over: what they mean depends on the folder one is in. */
function onPath(name: string, path: string): string | undefined {
  return path
    .split(delimiter)
    .filter(isAbsolute)
    .map((folder) => join(folder, name))
    .find(isProgram);
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** Telemetry of dbt and dlt off, and no bytecode into the project. */
export const QUIET_TOOLS: Readonly<Record<string, string>> = {
  DBT_SEND_ANONYMOUS_USAGE_STATS: "false",
  DO_NOT_TRACK: "1",
  RUNTIME__DLTHUB_TELEMETRY: "false",
  PYTHONDONTWRITEBYTECODE: "1",
  PYTHONUNBUFFERED: "1",
};

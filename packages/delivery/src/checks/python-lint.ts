import { dirname, join } from "node:path";
import type { Finding } from "@throughline/contracts";
import { fail } from "../failures.ts";
import { clearedEnvironment, runConfined } from "../process/confined-process.ts";
import type { Check } from "./check.ts";

interface RuffFinding {
  readonly code: string | null;
  readonly filename: string;
  readonly message: string;
  readonly location: { readonly row: number; readonly column: number };
  readonly url: string | null;
}

/** ruff on the Python files of the change. */
export const pythonLint: Check = {
  name: "ruff",
  unneeded: (change) =>
    change.files.some((file) => file.path.endsWith(".py") && file.after !== null)
      ? undefined
      : "no Python file is changed",
  async run({ change, environment, python }) {
    const files = change.files
      .filter((file) => file.path.endsWith(".py") && file.after !== null)
      .map((file) => file.path);
    const exit = await runConfined(
      [join(dirname(python), "ruff"), "check", "--no-cache", "--output-format", "json", "--", ...files],
      {
        folder: environment.project,
        environment: clearedEnvironment(environment.folder),
        limits: { seconds: 60, memoryMiB: 1024, fileMiB: 16 },
      },
    );
    // 0: clean, 1: findings; anything else is ruff itself in trouble.
    if (exit.code !== 0 && exit.code !== 1) throw fail("tools.command", { what: "ruff", output: exit.stderr.trim() });
    return (JSON.parse(exit.stdout) as RuffFinding[]).map(
      (found): Finding => ({
        code: `ruff.${found.code ?? "syntax"}`,
        severity: "error",
        file: files.find((file) => found.filename.endsWith(file)) ?? found.filename,
        line: found.location.row,
        column: found.location.column,
        message: found.message,
        hint: found.url ? `The rule: ${found.url}` : "Correct the syntax.",
      }),
    );
  },
};

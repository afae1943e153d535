import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Finding } from "@throughline/contracts";
import { type LintViolation, ToolWorker } from "../tools/tool-worker.ts";
import type { Change, Check } from "./check.ts";

const CONFIGURATIONS = [".sqlfluff", "setup.cfg", "tox.ini", "pep8.ini", "pyproject.toml"];

/**
 * sqlfluff on the SQL files of the change, before and after: only what the change adds counts, so that an old file with
 * old findings can still be changed. Without a configuration of its own the project has chosen no style: warnings only.
 */
export const sqlLint: Check = {
  name: "sqlfluff",
  beside: { after: [] },
  unneeded: (change) => (sqlFiles(change).length > 0 ? undefined : "no SQL file is changed"),
  async run({ change, environment, tools, seconds, progress }) {
    await using worker = ToolWorker.startLinter(tools, environment.place);
    const files = sqlFiles(change);
    const after = await worker.sqlfluff(
      environment.project,
      files.map((file) => ({ path: file.path, text: file.after ?? "" })),
      { seconds, progress },
    );
    const before = await worker.sqlfluff(
      environment.project,
      files.filter((file) => file.before !== null).map((file) => ({ path: file.path, text: file.before ?? "" })),
      { seconds, progress },
    );
    const configured = [environment.project, ...(environment.dbt ? [environment.dbt.folder] : [])].some((folder) =>
      CONFIGURATIONS.some((name) => existsSync(join(folder, name))),
    );
    return added(before, after).map(
      (found): Finding => ({
        code: `sqlfluff.${found.code}`,
        severity: configured && !found.warning ? "error" : "warning",
        file: found.file,
        line: Math.max(1, found.line),
        column: Math.max(1, found.column),
        message: found.message,
        hint: `\`sqlfluff fix\` corrects most; the rule is ${found.code}.`,
      }),
    );
  },
};

function sqlFiles(change: Change) {
  return change.files.filter((file) => file.path.endsWith(".sql") && file.after !== null);
}

/** Some messages say where, and what is above moves that. */
const PLACE = /\bLine \d+, Position \d+/gi;

/** Violations of a kind beyond as many as the file had before. */
function added(before: readonly LintViolation[], after: readonly LintViolation[]): LintViolation[] {
  const key = ({ file, code, message }: LintViolation) => `${file}\0${code}\0${message.replaceAll(PLACE, "")}`;
  const left = new Map<string, number>();
  for (const violation of before) left.set(key(violation), (left.get(key(violation)) ?? 0) + 1);
  return after.filter((violation) => {
    const count = left.get(key(violation)) ?? 0;
    left.set(key(violation), count - 1);
    return count <= 0;
  });
}

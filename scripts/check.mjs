/** The one gate: types, lint and format, imports, dead code, house rules. All run even after one fails. */
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bin = (name) => join(root, "node_modules", ".bin", name);
// By path: the `typescript` beside it is an older one, for tools that need its JavaScript API.
const tsc = join(root, "node_modules", "tsc7", "bin", "tsc");

const STEPS = [
  ["types", process.execPath, [tsc, "-p", "."]],
  ["types of tabular, without Node", process.execPath, [tsc, "-p", "packages/tabular"]],
  ["lint and format", bin("biome"), ["ci", "--error-on-warnings", "."]],
  ["imports", bin("depcruise"), ["--config", ".dependency-cruiser.cjs", "packages"]],
  ["dead code", bin("knip"), ["--no-progress"]],
  ["Python", join(root, ".tools", "python", "bin", "ruff"), ["check", "--no-cache", "packages", "toolchain"]],
  ["house rules", process.execPath, ["scripts/house-rules.mjs", "."]],
];

let failed = 0;
for (const [name, command, parameters] of STEPS) {
  const started = Date.now();
  const run = spawnSync(command, parameters, { cwd: root, encoding: "utf8", maxBuffer: 1 << 26 });
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  console.log(`${run.status === 0 ? "ok  " : "FAIL"} ${name} (${seconds} s)`);
  if (run.status === 0) continue;
  failed += 1;
  console.log(`${run.stdout ?? ""}${run.stderr ?? ""}${run.error ? String(run.error) : ""}`);
}
process.exitCode = failed > 0 ? 1 : 0;

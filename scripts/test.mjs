/**
 * Runs the tests, then lists what was skipped with its reason: a test that cannot run here says so in its name.
 * `--no-skips` makes a skip a failure, where everything must run. `--slow` runs the suites that take minutes instead,
 * `--sandboxes` the attacks on sandboxes.
 * Other parameters go to vitest.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const parameters = process.argv.slice(2).filter((parameter) => parameter !== "--");
/** Takes a flag of this script out of what goes to vitest. */
function flag(name) {
  const at = parameters.indexOf(name);
  if (at !== -1) parameters.splice(at, 1);
  return at !== -1;
}
const noSkips = flag("--no-skips");
if (flag("--slow")) parameters.push("--config", "vitest.slow.config.ts");
if (flag("--sandboxes")) parameters.push("--config", "vitest.sandboxes.config.ts");

const folder = mkdtempSync(join(tmpdir(), "throughline-tests-"));
const file = join(folder, "results.json");
const run = spawnSync(
  process.execPath,
  [
    join(root, "node_modules", "vitest", "vitest.mjs"),
    "run",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${file}`,
    ...parameters,
  ],
  { cwd: root, stdio: "inherit" },
);
let code = run.status ?? 1;
try {
  if (!existsSync(file)) throw new Error("vitest ended before it wrote its results");
  const results = JSON.parse(readFileSync(file, "utf8"));
  const tests = results.testResults.flatMap((suite) => suite.assertionResults);
  const skipped = tests.filter(
    (test) => test.status === "pending" || test.status === "skipped" || test.status === "todo",
  );
  if (skipped.length > 0) {
    console.log(`\nSkipped here, with the reason in brackets:`);
    const suites = new Map();
    for (const test of skipped) {
      const name = test.ancestorTitles[0] || test.title;
      suites.set(name, (suites.get(name) ?? 0) + 1);
    }
    for (const [name, count] of suites) console.log(`  ${count} × ${name}`);
    if (noSkips) {
      console.log("  and this run declares that everything must run");
      code ||= 1;
    }
  }
  const passed = tests.filter((test) => test.status === "passed").length;
  const failed = tests.filter((test) => test.status === "failed").length;
  if (passed + failed === 0) code ||= 1;
  console.log(`\n${passed} passed, ${failed} failed, ${skipped.length} skipped`);
} catch (error) {
  console.error(`tests: ${error.message}`);
  console.log("\n0 passed, 1 failed");
  code ||= 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = code;

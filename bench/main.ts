/**
 * `npm run bench [-- part …]`: what a request costs, beside what it is compared with in the same run. Machines are noisy:
 * read the ratios, not the seconds.
 */
import { toolsMissing } from "../tests/world.ts";
import { measureCheck } from "./check.ts";
import { measureDiff } from "./diff.ts";
import { measureLineage } from "./lineage.ts";
import { measureModels } from "./models.ts";
import { measurePath } from "./path.ts";
import { measureQueue } from "./queue.ts";
import { measureSandbox } from "./sandbox.ts";
import { measureSetUp } from "./set-up.ts";

const PARTS = {
  check: measureCheck,
  diff: measureDiff,
  lineage: measureLineage,
  models: measureModels,
  path: measurePath,
  queue: measureQueue,
  sandbox: measureSandbox,
  "set-up": measureSetUp,
};

const asked = process.argv.slice(2).filter((parameter) => parameter !== "--");
const unknown = asked.filter((part) => !Object.hasOwn(PARTS, part));
if (unknown.length > 0 || toolsMissing) {
  console.error(toolsMissing ?? `no part ${unknown.join(", ")}: there are ${Object.keys(PARTS).join(", ")}`);
  process.exitCode = 2;
} else {
  for (const [name, measure] of Object.entries(PARTS)) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    console.log(`\n# ${name}\n`);
    await measure();
  }
}

/**
 * Writes docs/examples.md by running every example through the command line; with `--compare`, fails when the committed page
 * says something else. Its last line is `1 passed, 0 failed` or `0 passed, 1 failed`.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT, taxiWorld, toolsMissing } from "../world.ts";
import { EXAMPLES } from "./examples.ts";
import { statusIn } from "./outcome.ts";
import { pageOf, type Shown } from "./page.ts";
import { Session } from "./session.ts";

const PAGE = join(ROOT, "docs", "examples.md");

function runAll(): string {
  if (toolsMissing) throw new Error(toolsMissing);
  using world = taxiWorld({ rows: 3000 });
  const shown: Shown[] = [];
  for (const example of EXAMPLES) {
    console.error(`examples: ${example.heading}`);
    const session = new Session(world);
    const facts = example.run(session);
    if (statusIn(facts) !== example.comesTo)
      throw new Error(
        `"${example.said}" came to ${statusIn(facts)}, not to ${example.comesTo}:\n${session.transcript()}`,
      );
    shown.push({ example, transcript: session.transcript(), facts });
  }
  return pageOf(shown);
}

/** What differs between the committed page and this text, line by line; empty when nothing does. */
function differencesFrom(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), "throughline-examples-"));
  try {
    const now = join(folder, "now.md");
    writeFileSync(now, text);
    const diff = spawnSync("git", ["diff", "--no-index", "--no-color", "--no-ext-diff", PAGE, now], {
      encoding: "utf8",
    });
    if (diff.status !== 0 && diff.status !== 1) throw new Error(diff.stderr);
    return diff.stdout.slice(diff.stdout.indexOf("@@"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const text = runAll();
if (!process.argv.includes("--compare")) {
  writeFileSync(PAGE, text);
  console.log("docs/examples.md is written");
} else {
  const differences = differencesFrom(text);
  if (differences !== "") {
    console.log(`docs/examples.md (-) is not what the product does now (+):\n\n${differences}`);
    console.log("If that is how it should be, write it anew: npm run examples");
    process.exitCode = 1;
  }
  console.log(differences === "" ? "1 passed, 0 failed" : "0 passed, 1 failed");
}

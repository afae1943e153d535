import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { rowsOf } from "./rows-of.ts";
import { ROOT, toolsMissing, World } from "./world.ts";

/** The program itself: what is on the path may be a shim that needs a shell and more. */
function which(program: string): string {
  if (program === "python3") {
    return spawnSync("python3", ["-c", "import sys; print(sys.executable)"], { encoding: "utf8" }).stdout.trim();
  }
  return spawnSync("/bin/sh", ["-c", `command -v ${program}`], { encoding: "utf8" }).stdout.trim();
}

// Where set-up has something to do, it would take the packages away from under the tests that run beside this one.
const isSetUp = spawnSync(process.execPath, ["scripts/setup.mjs", "--is-ready"], { cwd: ROOT }).status === 0;
const notSetUp = toolsMissing ?? (isSetUp ? undefined : "this clone is not set up: npm run setup");

/** The number of the demo's sentence, by SQL on what production is at. */
async function farePerMile(world: World): Promise<number> {
  const sql = "select sum(fare_amount)::double / sum(trip_distance)::double from fct_trips";
  const [row] = await rowsOf(world.production.require().databaseFile, sql);
  return Number(row?.[0]);
}

describe.skipIf(notSetUp)(`the demo${notSetUp ? ` (${notSetUp})` : ""}`, () => {
  it("runs with nothing in the environment, an empty home, and only git, node, npm and python3 on the path", async () => {
    const folder = mkdtempSync(join(tmpdir(), "throughline-bare-"));
    const bin = join(folder, "bin");
    const home = join(folder, "home");
    for (const path of [bin, home]) mkdirSync(path);
    for (const program of ["git", "node", "npm", "python3"]) symlinkSync(which(program), join(bin, program));

    // `npm run demo` is `node scripts/setup.mjs --then bin/throughline demo`; npm itself needs a shell, which is not among the four.
    const run = spawnSync(
      join(bin, "node"),
      ["scripts/setup.mjs", "--then", "bin/throughline", "demo", "--json", "--keep", "--rows", "2000"],
      {
        cwd: ROOT,
        encoding: "utf8",
        env: { PATH: bin, HOME: home },
        maxBuffer: 1 << 28,
      },
    );
    rmSync(folder, { recursive: true, force: true });

    expect(run.stderr).not.toContain("setup: installing");
    expect(run.status, `${run.stdout}\n${run.stderr}`).toBe(0);
    const account = JSON.parse(run.stdout.trim().split("\n").at(-1) ?? "{}");
    expect(account).toMatchObject({ status: "released", ledger: { ok: true } });
    expect(Object.keys(account.timings)).toEqual(
      expect.arrayContaining(["plan", "approve", "author", "check", "merge", "release", "verify"]),
    );
    using world = new World(account.folder);
    expect(world.production.token()).toBe("2");
    expect(
      world.read(
        ".throughline/warehouse/production/models/powerbi/NYC Taxi.SemanticModel/definition/tables/Trips.tmdl",
      ),
    ).toContain("measure 'Average Fare per Mile' = DIVIDE([Total Fare Amount], [Total Trip Distance])");
    const [shown] = account.evidence.measuresAfter.filter(
      (preview: { measure: string }) => preview.measure === "Trips[Average Fare per Mile]",
    );
    expect(shown.rows[0].at(-1)).toBeCloseTo(await farePerMile(world), 9);
  });
});

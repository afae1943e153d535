import { appendFileSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { taxiWorld, toolsMissing, type World } from "../world.ts";

const skipped = toolsMissing === undefined ? "" : ` [${toolsMissing}]`;

/** A credential that was planted: it may be in no output and in no file that Throughline keeps. */
const CANARY = "canary-7f3a91c2d4e6";

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((path) => join(folder, path))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile());
}

describe.skipIf(toolsMissing)(`a secret of the loader${skipped}`, () => {
  let world: World;
  beforeAll(() => {
    process.env["THROUGHLINE_TEST_KEY"] = CANARY;
    world = taxiWorld({ rows: 200, setUp: false });
    appendFileSync(
      join(world.folder, "throughline.yml"),
      "secrets:\n  loader:\n    sources.rates.api_key: env:THROUGHLINE_TEST_KEY\n",
    );
  });
  afterAll(() => {
    delete process.env["THROUGHLINE_TEST_KEY"];
    world[Symbol.dispose]();
  });

  const loader = () => join(world.folder, "loader/taxi_pipeline.py");
  /** What a careless loader does when something goes wrong. */
  const LEAK =
    "\nimport dlt as careless\nraise ValueError('asked with ' + careless.secrets['sources.rates.api_key'])\n";

  it("is shown to nobody by doctor, which says that it is there", () => {
    const { stdout } = world.showTo("ana", "doctor");

    expect(stdout).toContain("env:THROUGHLINE_TEST_KEY (loader, sources.rates.api_key)");
    expect(stdout).not.toContain(CANARY);
  });

  it("that a failing loader prints is in no answer, log, ledger or file", () => {
    const text = readFileSync(loader(), "utf8");
    writeFileSync(loader(), LEAK + text);
    world.commit("Load carelessly");

    const ran = world.runAs("ben", "init", "--setup");

    expect(ran.exit).toBe(1);
    expect(ran.stdout).toContain("[secret env:THROUGHLINE_TEST_KEY]");
    expect(ran.stdout + ran.stderr).not.toContain(CANARY);
    const holding = filesBelow(join(world.folder, ".throughline")).filter((file) =>
      readFileSync(file).includes(CANARY),
    );
    expect(holding).toEqual([]);
    writeFileSync(loader(), text);
    world.commit("Load as before");
  });

  it("reaches the loader of main's code, and leaves nothing in memory behind", () => {
    const before = readdirSync("/dev/shm").filter((name) => name.startsWith("throughline-"));
    const text = readFileSync(loader(), "utf8");
    const check = '\nimport dlt as careful\nassert careful.secrets["sources.rates.api_key"].startswith("canary-")\n';
    writeFileSync(loader(), check + text);
    world.commit("Load with a key");

    expect(world.runAs("ben", "init", "--setup").exit).toBe(0);
    expect(readdirSync("/dev/shm").filter((name) => name.startsWith("throughline-"))).toEqual(before);
  });

  it("that is missing stops the load, by its name", () => {
    delete process.env["THROUGHLINE_TEST_KEY"];

    const ran = world.runAs("ben", "load");

    expect(ran.exit).toBe(1);
    expect(ran.json.failure).toMatchObject({
      code: "secret.missing",
      message: expect.stringContaining("env:THROUGHLINE_TEST_KEY"),
    });
  });
});

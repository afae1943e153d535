import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { appendFileSync, chmodSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readModelFolder } from "@throughline/delivery";
import { describe, expect, it } from "vitest";
import { copyForEach } from "../copy-for-each.ts";
import { rowsOf } from "../rows-of.ts";
import { generate, PROGRAM, PYTHON, release, succeed, taxiWorld, toolsMissing, type World } from "../world.ts";
import { runUntilKilled } from "./killed.ts";

const MEASURE = "add average fare per mile";

const published = (world: World) =>
  world.read(".throughline/warehouse/production/models/powerbi/NYC Taxi.SemanticModel/definition/tables/Trips.tmdl");

describe.skipIf(toolsMissing)(`what must never happen${toolsMissing ? ` (${toolsMissing})` : ""}`, () => {
  let world: World;
  copyForEach(
    () => taxiWorld({ rows: 300 }),
    (copy) => {
      world = copy;
    },
  );

  it("nobody approves a change that is made of their own words, whoever asked first", () => {
    const { json } = world.runAs("ana", "request", "describe Tip Rate as tips for each dollar of fare");
    const edited = world.runAs("ben", "edit", json.id, "rename the measure Tip Rate to Tip Share");
    expect(edited).toMatchObject({ exit: 3, json: { status: "awaiting-approval", plan: { tier: "review" } } });

    expect(world.runAs("ben", "approve", json.id)).toMatchObject({
      exit: 1,
      json: { failure: { code: "person.own" } },
    });
  });

  it("a yes to another plan than the one that was seen does not count", () => {
    const { json } = world.runAs("ana", "request", MEASURE);
    const seen = json.plan.hash;
    world.runAs("ana", "edit", json.id, "add maximum tip amount");

    const late = world.runAs("ana", "approve", json.id, "--seen", seen);

    expect(late).toMatchObject({ exit: 1, json: { failure: { code: "request.moved" } } });
  });

  it("what is checked out beside main is not released", () => {
    world.git("checkout", "--quiet", "-b", "experiment");
    writeFileSync(join(world.folder, "transform/models/evil.sql"), "select 1 as a\n");
    world.commit("An experiment");

    release(world, MEASURE);

    expect(world.forge("ls-tree", "-r", "--name-only", "main")).not.toContain("evil.sql");
  });

  it("what people pushed to main is not released with a change that nobody looks at", () => {
    writeFileSync(join(world.folder, "transform/models/marts/extra.sql"), "select 1 as a\n");
    world.commit("Add a model by hand");

    const asked = world.runAs("ana", "request", MEASURE, "--approve");

    expect(asked.json).toMatchObject({
      status: "awaiting-approval",
      plan: { tier: "review", unreleased: [expect.stringContaining("Add a model by hand")] },
    });
    expect(asked.json.plan.tierReason).toContain("pushed-commits");
  });

  it("a load between release and verification costs neither the release nor the data", () => {
    runUntilKilled(world, "release recorded", "ana", "request", MEASURE, "--approve", "--key", "k");
    generate(world, ["--rows", "100", "--seed", "9", "--month", "2024-06"]);
    expect(succeed(world.runAs("ben", "load"))).toMatchObject({ token: "2-data-2" });

    const state = succeed(world.runAs("ana", "request", MEASURE, "--approve", "--key", "k"));

    expect(state.status).toBe("released");
    expect(world.production.token()).toBe("2-data-2");
    expect(published(world)).toContain("Average Fare per Mile");
  });

  it.each(["load begun", "load done"])("a load that is killed at '%s' is on record as far as it came", (point) => {
    generate(world, ["--rows", "100", "--seed", "9", "--month", "2024-06"]);
    runUntilKilled(world, point, "ben", "load");
    const isLoaded = world.production.token() !== "1";
    release(world, MEASURE);

    const entries = world.runAs("ben", "ledger", "show").json as { event: { kind: string; token?: string } }[];
    const loaded = entries.flatMap(({ event }) => (event.kind === "loaded" ? [event.token] : []));

    expect(loaded).toEqual(isLoaded ? ["1-data-2"] : []);
    expect(isLoaded).toBe(point === "load done");
  });

  it("two loads at once do not disturb each other", () => {
    const load = `${process.execPath} ${PROGRAM} load --json --as ben --project ${JSON.stringify(world.folder)}`;
    const both = spawnSync("/bin/sh", ["-c", `${load} & first=$!; ${load}; second=$?; wait $first && exit $second`], {
      encoding: "utf8",
      env: { ...process.env, THROUGHLINE_PYTHON: PYTHON },
    });

    expect(both.status, both.stdout + both.stderr).toBe(0);
    expect(world.production.token()).toBe("1-data-3");
  });

  it("a release that does not verify is taken back by itself, and what others committed stays", () => {
    appendFileSync(join(world.folder, "README.md"), "\nA line of somebody else.\n");
    world.commit("Say more in the README");
    runUntilKilled(world, "release recorded", "ana", "request", MEASURE, "--approve", "--key", "k");
    const { databaseFile } = world.production.require();
    chmodSync(databaseFile, 0o644);
    appendFileSync(databaseFile, "x");

    const state = world.runAs("ana", "request", MEASURE, "--approve", "--key", "k");

    expect(state).toMatchObject({ exit: 1, json: { status: "rolled-back", rollback: { token: "1" } } });
    expect(world.production.token()).toBe("1");
    expect(world.forge("show", "main:README.md")).toContain("A line of somebody else.");
    expect(world.forge("show", "main:powerbi/NYC Taxi.SemanticModel/definition/tables/Trips.tmdl")).not.toContain(
      "Average Fare per Mile",
    );
    expect(world.runAs("ana", "plan", "hide Vendor").json.plan.tier).toBe("auto");
    expect(world.runAs("ana", "request", "hide Vendor", "--approve").json).toMatchObject({
      plan: { tier: "review", tierReason: expect.stringContaining("frozen-lineage") },
    });
  });

  it.each(["roll-back begun", "roll-back done", "revert-code done"])(
    "a roll back that is killed at '%s' is finished by the next, not doubled",
    (point) => {
      release(world, MEASURE);
      release(world, "add maximum tip amount");
      runUntilKilled(world, point, "ben", "rollback", "--yes");

      const done = succeed(world.runAs("ben", "rollback", "--yes"));

      expect(done).toMatchObject({ release: 2 });
      expect(world.production.token()).toBe("2");
      expect(published(world)).toContain("Average Fare per Mile");
      expect(world.read("powerbi/NYC Taxi.SemanticModel/definition/tables/Trips.tmdl")).not.toContain(
        "Maximum Tip Amount",
      );
      const states = world.runAs("ana", "status").json as { text: string; status: string }[];
      expect(states.map(({ status }) => status)).toEqual(["rolled-back", "released"]);
    },
  );

  it.each<[string, boolean]>([
    ["kept", true],
    ["lost", false],
  ])("a build that passed and was %s is what production gets", async (_, isKept) => {
    const { json } = world.runAs("ana", "request", "add a column for pickup hour");
    world.runAs("ben", "approve", json.id);
    runUntilKilled(world, "merge recorded", "ben", "approve", json.id);
    const candidates = join(world.folder, ".throughline", "warehouse", "candidates");
    const [verdict = ""] = readdirSync(candidates);
    // A mark in the build, with a hash that fits: whatever has the mark was not built again.
    const built = join(candidates, verdict, "nyc_taxi.duckdb");
    chmodSync(built, 0o644);
    await rowsOf(built, "create table main.mark as select 1 as one", "READ_WRITE");
    const manifest = join(candidates, verdict, "candidate.json");
    const facts = JSON.parse(readFileSync(manifest, "utf8"));
    const warehouseHash = createHash("sha256").update(readFileSync(built)).digest("hex");
    writeFileSync(manifest, JSON.stringify({ ...facts, warehouseHash }));
    if (!isKept) rmSync(candidates, { recursive: true });

    const state = succeed(world.runAs("ben", "status", json.id, "--watch"));

    expect(state).toMatchObject({ status: "released", verdict: { id: verdict } });
    const marks = "select count(*) from information_schema.tables where table_name = 'mark'";
    expect(await rowsOf(world.production.require().databaseFile, marks)).toEqual([[isKept ? "1" : "0"]]);
    expect(existsSync(join(candidates, verdict))).toBe(false);
    const table = "powerbi/NYC Taxi.SemanticModel/definition/tables/Trips.tmdl";
    const installed = readModelFolder(world.production.require().models).get(table);
    expect(installed?.trim()).toBe(world.forge("show", `main:${table}`).trim());
  });

  it("a branch that was rewound does not stop anybody from looking", () => {
    release(world, MEASURE);
    world.git("checkout", "--quiet", "HEAD~1");

    expect(world.runAs("ana", "status")).toMatchObject({ exit: 0 });
    expect(world.runAs("ana", "health")).toMatchObject({ exit: 0 });
    expect(existsSync(join(world.folder, ".throughline", "forge.git"))).toBe(true);
  });
});

import { spawn, spawnSync } from "node:child_process";
import { appendFileSync, cpSync, existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { copyOf, PROGRAM, ROOT, succeed, taxiWorld, toolsMissing, World } from "./world.ts";

const TABLE = "powerbi/NYC Taxi.SemanticModel/definition/tables/Trips.tmdl";

describe("without a project", () => {
  const folder = mkdtempSync(join(tmpdir(), "throughline-none-"));
  const world = new World(folder);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each<[string, string[], string, number]>([
    ["status", ["status"], "project.not-found", 2],
    ["a plan", ["plan", "add a sum"], "project.not-found", 2],
    ["an unknown command", ["frobnicate"], "usage.wrong", 2],
    ["an unknown option", ["status", "--frobnicate"], "usage.wrong", 2],
    ["a command without its text", ["plan"], "usage.wrong", 2],
  ])("%s says what is missing and what to do", (_, parameters, code, exit) => {
    const ran = world.run(...parameters);

    expect(ran).toMatchObject({ exit, json: { failure: { code, hint: expect.stringMatching(/\w{4,}/) } } });
  });

  it("names a folder that is not there", () => {
    expect(new World(join(folder, "gone")).run("status")).toMatchObject({
      exit: 2,
      json: { failure: { code: "project.gone" } },
    });
  });

  it("needs a commit before it keeps anything", () => {
    cpSync(join(ROOT, "examples", "nyc-taxi", "throughline.yml"), join(folder, "throughline.yml"));

    expect(world.run("status")).toMatchObject({ exit: 2, json: { failure: { code: "project.not-git" } } });
  });
});

describe.skipIf(toolsMissing)(`with a project${toolsMissing ? ` (${toolsMissing})` : ""}`, () => {
  let world: World;
  beforeAll(() => {
    world = taxiWorld({ rows: 500 });
  });
  afterAll(() => world?.[Symbol.dispose]());

  it.each<[string, string[], string, number]>([
    ["an empty request", ["request", " \n "], "request.empty", 2],
    ["a request of 10,001 characters", ["request", "x".repeat(10_001)], "request.too-long", 2],
    ["a request full of control characters", ["request", "\u0001\u0002\u0003\u0004 sum"], "request.not-text", 2],
    ["an unknown request", ["show", "r-nothing"], "request.unknown", 2],
    ["an unknown person", ["request", "add a sum", "--as", "mallory"], "person.unknown", 2],
    ["an unknown release", ["rollback", "77", "--yes", "--as", "ben"], "release.unknown", 2],
    ["a release that is no number", ["rollback", "latest", "--as", "ben"], "usage.wrong", 2],
    ["an answer that is no choice", ["request", "add a sum", "--answer", "nonsense"], "usage.wrong", 2],
  ])("refuses %s, and nothing is begun", (_, parameters, code, exit) => {
    const before = world.runAs("ana", "status").json.length;
    const ran = parameters.includes("--as") ? world.run(...parameters) : world.runAs("ana", ...parameters);

    expect(ran).toMatchObject({ exit, json: { failure: { code, hint: expect.stringMatching(/\w{4,}/) } } });
    const states = world.runAs("ana", "status").json as { status: string }[];
    if (code !== "usage.wrong") expect(states).toHaveLength(before);
  });

  it("holds a person to the requests of an hour", () => {
    const file = join(world.folder, "throughline.yml");
    const config = world.read("throughline.yml");
    appendFileSync(file, "limits: { requestsPerHour: 1 }\n");

    world.runAs("ben", "request", "tell me a joke");
    const second = world.runAs("ben", "request", "tell me another joke");
    writeFileSync(file, config);

    expect(second).toMatchObject({
      exit: 1,
      json: { failure: { code: "limit.rate", message: expect.stringContaining("min") } },
    });
  });

  it("names every problem of a broken throughline.yml with its path", () => {
    const config = world.read("throughline.yml");
    writeFileSync(
      join(world.folder, "throughline.yml"),
      `${config}\nfrobnicate: 1\nlimits: { requestsPerHour: none }\n`,
    );

    const { json, exit } = world.runAs("ana", "status");
    writeFileSync(join(world.folder, "throughline.yml"), config);

    expect(exit).toBe(2);
    expect(json.failure.message).toContain("frobnicate");
    expect(json.failure.message).toContain("limits.requestsPerHour");
  });

  it("goes on with a dirty work tree, and leaves what is not committed alone", () => {
    appendFileSync(join(world.folder, "README.md"), "\nNot committed.\n");

    const ran = world.runAs("ana", "plan", "add average fare per mile");

    expect(ran.json).toMatchObject({ status: "planned" });
    expect(world.git("status", "--porcelain", "--untracked-files=no").trim()).toBe("M README.md");
    world.git("checkout", "--", "README.md");
  });

  it("does not touch main or production while it is frozen, and goes on when the freeze is lifted", () => {
    const main = world.git("rev-parse", "HEAD");
    world.runAs("ben", "freeze", "set", "--reason", "month end");
    const stopped = world.runAs("ana", "request", "add average fare per mile", "--approve");
    expect(stopped).toMatchObject({
      exit: 3,
      json: { status: "waiting", waitingFor: expect.stringContaining("month end") },
    });
    expect(world.runAs("ben", "load")).toMatchObject({ exit: 1, json: { failure: { code: "freeze.on" } } });
    expect(world.production.token()).toBe("1");
    expect(world.git("rev-parse", "HEAD")).toBe(main);

    const lifted = world.runAs("ben", "freeze", "clear");
    const done = world.runAs("ana", "status", stopped.json.id, "--watch");

    expect(lifted.json).toMatchObject({ resumed: [stopped.json.id] });
    expect(done).toMatchObject({ exit: 0, json: { status: "released" } });
  });

  it("asks again when the plan that is approved stands on a base that moved", () => {
    using moved = copyOf(world);
    const asked = moved.runAs("ana", "request", "add fare per passenger");
    for (const file of moved
      .git("grep", "--name-only", "-z", "Total Fare Amount", "--", "powerbi")
      .split("\0")
      .filter(Boolean))
      writeFileSync(join(moved.folder, file), moved.read(file).replaceAll("Total Fare Amount", "Fare Sum"));
    moved.commit("Rename a measure by hand");

    const approved = moved.runAs("ana", "approve", asked.json.id);

    expect(approved).toMatchObject({ exit: 3, json: { status: "awaiting-approval", plan: { tier: "review" } } });
    expect(approved.json.plan.edits[0].diff).toContain("DIVIDE([Fare Sum], ");
  });

  it.each([
    ["git", { PATH: "/nonexistent" }, ["status"], "there is no git on the path"],
    ["Python", { THROUGHLINE_PYTHON: "/nonexistent/python" }, ["load", "--as", "ben"], "/nonexistent/python"],
  ])("names %s when it is missing", (_, environment, parameters, message) => {
    const run = spawnSync(process.execPath, [PROGRAM, ...parameters, "--json", "--project", world.folder], {
      encoding: "utf8",
      env: { PATH: process.env["PATH"], HOME: process.env["HOME"], ...environment },
    });

    expect(run.status).not.toBe(0);
    expect(run.stdout).toContain(message);
  });

  it("says so when it cannot write its state", () => {
    using fresh = taxiWorld({ rows: 10, setUp: false });
    // A file where the folder should be: that stops root too, who may write into any folder.
    writeFileSync(join(fresh.folder, ".throughline"), "");

    expect(fresh.runAs("ana", "status")).toMatchObject({ exit: 2, json: { failure: { code: "project.read-only" } } });
  });

  it("stops when the project's folder vanishes under it, and goes on when it is back", async () => {
    using moving = copyOf(world);
    const elsewhere = `${moving.folder} elsewhere`;
    const ask = ["request", "add maximum tip amount", "--approve", "--key", "k"];
    const child = spawn(process.execPath, [PROGRAM, ...ask, "--as", "ana", "--project", moving.folder]);
    let told = "";
    child.stderr.on("data", (chunk: Buffer) => {
      told += chunk.toString();
      if (told.includes("author") && !existsSync(elsewhere)) renameSync(moving.folder, elsewhere);
    });
    const exit = await new Promise((resolve) => child.once("close", resolve));
    rmSync(moving.folder, { recursive: true, force: true });
    renameSync(elsewhere, moving.folder);

    expect({ exit, told }).toEqual({ exit: 2, told: expect.stringMatching(/the folder .* does not exist/) });
    expect(succeed(moving.runAs("ana", ...ask)).status).toBe("released");
    expect(moving.runAs("ben", "ledger", "verify").json).toMatchObject({ ok: true });
  });

  it.each([
    ["TMDL", TABLE, "\tmeasure 'Tip Rate' =", "\tmeasure 'Tip Rate =", `${TABLE}:`],
    ["DAX", TABLE, "DIVIDE([Total Tip Amount], [Total Fare Amount])", "DIVIDE([Total Tip Amount]", `${TABLE}:`],
    ["YAML", "transform/models/marts/_marts.yml", "models:", "models: [", "_marts.yml:"],
    ["Jinja", "transform/models/marts/dim_zone.sql", "}}", "}", "dim_zone.sql:"],
    ["a dbt project", "transform/dbt_project.yml", "name:", "name: [", "dbt_project.yml:"],
  ])("names the place where %s is broken, and plans nothing", (_, file, old, broken, place) => {
    using edited = copyOf(world);
    const text = edited.read(file);
    expect(text).toContain(old);
    writeFileSync(join(edited.folder, file), text.replace(old, broken));
    edited.commit("Break it");
    const failure = { code: "project.broken", message: expect.stringContaining(place) };

    expect(edited.runAs("ana", "plan", "hide Vendor")).toMatchObject({ exit: 2, json: { failure } });
    const asked = edited.runAs("ana", "request", "hide Vendor", "--approve");
    expect(asked).toMatchObject({ exit: 1, json: { status: "failed", stage: "understand", failure } });
    writeFileSync(join(edited.folder, file), text);
    edited.commit("Put it right");
    expect(edited.runAs("ana", "retry", asked.json.id).json.status).toMatch(/released|awaiting-approval/);
  });
});

import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { copyOf, release, succeed, taxiWorld, type World } from "../world.ts";
import { choose, MISSING } from "./chosen-sandbox.ts";

const MODEL = "transform/models/marts/fct_trips.sql";

function write(world: World, path: string, text: string): void {
  mkdirSync(dirname(join(world.folder, path)), { recursive: true });
  writeFileSync(join(world.folder, path), text);
}

/** A package of dbt with one macro, which gives its argument back. */
function macro(name: string): Readonly<Record<string, string>> {
  return {
    "dbt_project.yml": `name: ${name}\nversion: 1.0.0\nconfig-version: 2\n`,
    "macros/same.sql": `{% macro ${name}_same(value) %}({{ value }}){% endmacro %}\n`,
  };
}

/** A repository of somebody else, which a project has a package from. */
function repositoryOf(folder: string): void {
  for (const [path, text] of Object.entries(macro("fetched"))) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  for (const parameters of [
    ["init", "--quiet"],
    ["add", "--all"],
    ["commit", "--quiet", "--message", "Start"],
    ["tag", "v1"],
  ]) {
    const ran = spawnSync("git", ["-c", "user.name=T", "-c", "user.email=t@localhost", ...parameters], { cwd: folder });
    if (ran.status !== 0) throw new Error(String(ran.stderr));
  }
}

describe("a project with dbt packages", () => {
  let repository: string;
  let first: World;
  beforeAll(() => {
    repository = realpathSync(mkdtempSync(join(tmpdir(), "throughline-package-")));
    repositoryOf(repository);
    first = taxiWorld({ rows: 2000, setUp: false });
    const packages = [`  - git: "file://${repository}"`, "    revision: v1", "  - local: ../shared macros"];
    write(first, "transform/packages.yml", ["packages:", ...packages, ""].join("\n"));
    for (const [path, text] of Object.entries(macro("shared"))) write(first, `shared macros/${path}`, text);
    const model = first.read(MODEL);
    write(
      first,
      MODEL,
      model.replace(
        "    trips.total_amount,\n",
        "    {{ fetched.fetched_same(shared.shared_same('trips.total_amount')) }} as total_amount,\n",
      ),
    );
    write(first, ".gitignore", `${first.read(".gitignore")}\ndbt_packages/\n`);
    first.commit("Build with packages");
    succeed(first.runAs("ben", "init", "--setup"));
  });
  afterAll(() => {
    first?.[Symbol.dispose]();
    rmSync(repository, { recursive: true, force: true });
  });

  for (const kind of ["process", "bubblewrap", "docker"] as const) {
    const why = MISSING[kind] ? ` (${MISSING[kind]})` : "";
    const chosen = (): World => {
      const world = copyOf(first);
      choose(world, { kind });
      return world;
    };

    it.skipIf(MISSING[kind])(`has its metric planned, checked and released with them in ${kind}${why}`, () => {
      using world = chosen();

      const released = release(world, "add a metric for average trip duration by payment type");

      expect(released.status).toBe("released");
      const { checks } = world.run("show", released.id).json.verdict;
      expect(checks).toContainEqual(expect.objectContaining({ name: "dbt deps", status: "passed", needed: true }));
      expect(checks).toContainEqual(expect.objectContaining({ name: "dbt build", status: "passed", needed: true }));
    });

    it.skipIf(MISSING[kind])(
      `is ${kind === "process" ? "given" : "not given"} what a change adds in ${kind}${why}`,
      () => {
        using world = chosen();
        write(world, "transform/packages.yml", `${world.read("transform/packages.yml")}  - local: ../more macros\n`);
        for (const [path, text] of Object.entries(macro("more"))) write(world, `more macros/${path}`, text);
        world.commit("More");

        const { checks } = world.run("check").json;

        const deps = checks.find(({ name }: { name: string }) => name === "dbt deps");
        expect(deps).toMatchObject(
          kind === "process"
            ? { status: "passed" }
            : { status: "not-checked", reason: expect.stringContaining("main's alone") },
        );
      },
    );
  }
});

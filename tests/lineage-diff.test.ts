import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sqlOfModels } from "./sql-without-dbt.ts";
import { release, succeed, taxiWorld, toolsMissing, type World } from "./world.ts";

const skipped = toolsMissing === undefined ? "" : ` [${toolsMissing}]`;

interface Node {
  readonly node: string;
}

describe.skipIf(toolsMissing)(`what is different between two states of a project${skipped}`, () => {
  let world: World;
  beforeAll(() => {
    world = taxiWorld({ rows: 200 });
  });
  afterAll(() => world[Symbol.dispose]());

  const nodes = (list: readonly Node[]) => list.map(({ node }) => node);
  const git = (...parameters: string[]) => {
    const ran = spawnSync("git", ["-C", world.folder, ...parameters], { encoding: "utf8" });
    if (ran.status !== 0) throw new Error(ran.stderr);
    return ran.stdout.trim();
  };
  /** Changes a file while `look` looks. */
  const changed = <T>(path: string, from: string, to: string, look: () => T): T => {
    const file = join(world.folder, path);
    const text = readFileSync(file, "utf8");
    expect(text).toContain(from);
    writeFileSync(file, text.replace(from, to));
    try {
      return look();
    } finally {
      writeFileSync(file, text);
    }
  };
  const trips = "powerbi/NYC Taxi.SemanticModel/definition/tables/Trips.tmdl";

  it("is nothing where nothing was changed", () => {
    expect(succeed(world.run("lineage", "diff"))).toMatchObject({
      base: "release 1",
      head: "the work tree",
      changes: [],
      affected: [],
    });
    expect(succeed(world.run("lineage", "diff", "HEAD", "worktree")).changes).toEqual([]);
  });

  it("keeps what it read of SQL for the next time", () => {
    expect(existsSync(join(world.folder, ".throughline", "cache", "lineage-facts"))).toBe(true);
  });

  it("of a formula is the measure, and the visuals that show it with the way to them", () => {
    const json = changed(trips, "COUNTROWS(Trips)", "COUNTROWS(Trips) + 0", () =>
      succeed(world.run("lineage", "diff")),
    );

    expect(nodes(json.changes)).toEqual(["measure:Trips[Trip Count]"]);
    expect(json.partial).toBeUndefined();
    const { path, because } = json.affected.find(({ node }: Node) => node === "visual:Overview/Trips by day");
    expect(path[0]).toBe("measure:Trips[Trip Count]");
    expect(because.node).toBe("measure:Trips[Trip Count]");
    expect(nodes(json.blastRadius.pages)).toContain("page:Overview");
  });

  it("knows without dbt the SQL that dbt makes of every model", () => {
    const { compiled, rendered } = sqlOfModels(world, "transform");

    expect(compiled).toHaveLength(7);
    expect(rendered).toEqual(compiled);
  });

  const zones = "transform/models/staging/stg_zones.sql";

  it("of SQL that dbt has not compiled is what the SQL does, where its Jinja only names relations", () => {
    const remark = changed(zones, "select", "select -- why\n", () => succeed(world.run("lineage", "diff")));
    const json = changed(zones, "service_zone", "upper(service_zone) as service_zone", () =>
      succeed(world.run("lineage", "diff")),
    );

    expect(remark.changes).toEqual([]);
    expect(nodes(json.changes)).toEqual(["model:stg_zones.service_zone"]);
    expect(json.partial).toBeUndefined();
    expect(nodes(json.affected)).toContain("model:dim_zone.service_zone");
    expect(nodes(json.affected)).not.toContain("model:dim_zone.borough");
  });

  it("of SQL that only dbt can compile is everything below it, and is said to be partial", () => {
    const json = changed(zones, "service_zone", "{{ dbt.safe_cast('service_zone', 'text') }} as service_zone", () =>
      succeed(world.run("lineage", "diff")),
    );

    expect(nodes(json.changes)).toContain("model:stg_zones");
    expect(json.partial).toContain("model:stg_zones: the manifest has no compiled SQL of it");
    expect(nodes(json.blastRadius.models)).toContain("model:dim_zone");
  });

  it("has models that are new or gone", () => {
    const file = join(world.folder, "transform/models/marts/fct_new.sql");
    writeFileSync(file, "select * from {{ ref('fct_trips') }}");
    const added = succeed(world.run("lineage", "diff"));
    rmSync(file);
    const removed = changed("transform/models/marts/agg_daily_trips.sql", "", "", () => {
      rmSync(join(world.folder, "transform/models/marts/agg_daily_trips.sql"));
      return succeed(world.run("lineage", "diff"));
    });

    expect(added.changes).toContainEqual({ node: "model:fct_new", change: "added" });
    expect(removed.changes).toContainEqual({ node: "model:agg_daily_trips", change: "removed" });
  });

  it("between releases and commits is what was released", () => {
    git("branch", "before");
    expect(release(world, "add a metric for average trip duration by payment type").status).toBe("released");

    const json = succeed(world.run("lineage", "diff", "release:1", "release:2"));
    const commits = succeed(world.run("lineage", "diff", "before", "production"));

    expect([json.base, json.head]).toEqual(["release 1", "release 2"]);
    expect(nodes(json.changes).some((node) => node.startsWith("measure:"))).toBe(true);
    expect(json.partial).toBeUndefined();
    expect(commits.changes).toEqual(json.changes);
  });

  it("says to people why each thing is affected", () => {
    const { stdout } = changed(trips, "COUNTROWS(Trips)", "COUNTROWS(Trips) + 0", () =>
      world.showTo("ana", "lineage", "diff", "HEAD"),
    );

    expect(stdout).toContain("measure:Trips[Trip Count] is changed");
    expect(stdout).toContain(
      "visual:Overview/Trips by day is affected: measure:Trips[Trip Count] is changed, by measure:Trips[Trip Count]",
    );
  });

  it.each([["no-such-branch"], ["release:99"], ["--upload-pack=x"]])("with %s is wrong usage", (side) => {
    expect(world.run("lineage", "diff", side).exit).toBe(2);
  });
});

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { rowsOf } from "../rows-of.ts";
import { copyOf, generate, hashesOf, release, succeed, taxiWorld, toolsMissing, type World } from "../world.ts";

async function tables(world: World): Promise<Record<string, number>> {
  const { databaseFile } = world.production.require();
  const names = await rowsOf(
    databaseFile,
    "select table_schema || '.' || table_name from information_schema.tables where table_schema in ('main', 'raw') and table_name not like '\\_dlt%' escape '\\' order by 1",
  );
  const counts: Record<string, number> = {};
  for (const [name] of names)
    counts[String(name)] = Number((await rowsOf(databaseFile, `select count(*) from ${name}`))[0]?.[0]);
  return counts;
}

async function columns(world: World, table: string): Promise<unknown[]> {
  const sql = `select column_name from information_schema.columns where table_name = '${table}' order by 1`;
  return (await rowsOf(world.production.require().databaseFile, sql)).flat();
}

const DURATION = "add a metric for average trip duration by payment type";

describe.skipIf(toolsMissing)(`a roll back${toolsMissing ? ` (${toolsMissing})` : ""}`, () => {
  let first: World;
  let world: World;
  beforeAll(() => {
    first = taxiWorld({ rows: 2000 });
  });
  afterAll(() => first?.[Symbol.dispose]());
  beforeEach(() => {
    world = copyOf(first);
  });
  afterEach(() => world[Symbol.dispose]());

  it("makes warehouse, code and semantic model what they were, byte for byte, when no data came since", () => {
    const before = {
      warehouse: world.warehouseHash(),
      models: hashesOf(world.production.require().models),
      tree: world.git("rev-parse", "HEAD^{tree}"),
    };
    release(world, DURATION);
    expect(world.warehouseHash()).not.toBe(before.warehouse);

    const done = succeed(world.runAs("ben", "rollback", "--yes"));

    expect(done).toMatchObject({ release: 1, how: "pointer" });
    expect({
      warehouse: world.warehouseHash(),
      models: hashesOf(world.production.require().models),
      tree: world.git("rev-parse", "HEAD^{tree}"),
    }).toEqual(before);
    expect(world.git("status", "--porcelain", "--untracked-files=no")).toBe("");
    expect(succeed(world.runAs("ben", "ledger", "verify"))).toMatchObject({ ok: true });
  });

  it("builds the old code on the new data when a load came in between, and misses no row", async () => {
    const old = {
      columns: await columns(world, "fct_trips"),
      models: hashesOf(world.production.require().models),
      rows: await tables(world),
    };
    // A model that only the newer release has: going back takes its table away too.
    writeFileSync(join(world.folder, "transform", "models", "marts", "extra.sql"), "select 1 as one\n");
    world.commit("Add a model by hand");
    release(world, DURATION);
    expect(await columns(world, "fct_trips")).not.toEqual(old.columns);
    generate(world, ["--rows", "500", "--seed", "8", "--month", "2024-06"]);
    const loaded = succeed(world.runAs("ben", "load"));
    expect(loaded).toMatchObject({ token: "2-data-2" });
    const rows = await tables(world);
    expect(rows["raw.trips"]).toBe((old.rows["raw.trips"] ?? 0) + 500);

    const done = succeed(world.runAs("ben", "rollback", "1", "--yes"));

    expect(done).toMatchObject({ how: "rebuilt", token: "1-data-2" });
    const { "main.extra": extra, ...others } = rows;
    expect(extra).toBe(1);
    expect(await tables(world)).toEqual(others);
    expect(await columns(world, "fct_trips")).toEqual(old.columns);
    expect(hashesOf(world.production.require().models)).toEqual(old.models);
  });

  it("lists what it would undo and waits for a yes", () => {
    release(world, "add average fare per mile");

    const asked = world.runAs("ben", "rollback");

    expect(asked).toMatchObject({ exit: 3, json: { release: 1, undone: [expect.stringContaining("Fare per Mile")] } });
    expect(world.production.token()).toBe("2");
  });

  it("needs somebody who may", () => {
    release(world, "add average fare per mile");

    expect(world.runAs("ana", "rollback", "--yes")).toMatchObject({
      exit: 1,
      json: { failure: { code: "person.role" } },
    });
  });
});

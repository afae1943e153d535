import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openSnapshot } from "../duckdb/snapshot.ts";
import { BuiltWarehouse } from "./built-warehouse.ts";
import { readManifest } from "./dbt-manifest.ts";
import { dropRemoved } from "./drop-removed.ts";

let folder: string;
let databaseFile: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "throughline-drop-"));
  mkdirSync(join(folder, "target"));
  databaseFile = join(folder, "shop.duckdb");
  const instance = await DuckDBInstance.create(databaseFile);
  const connection = await instance.connect();
  for (const name of ["kept", "gone", "renamed", "loaded", "not_dbts"])
    await connection.run(`create table ${name} (a int)`);
  await connection.run("create view seen as select * from kept");
  connection.closeSync();
  instance.closeSync();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const built = () => new BuiltWarehouse({ databaseFile, state: join(folder, "target") });

/** Models by name, with the name of their relation, and sources. */
function manifest(file: string, models: Readonly<Record<string, string>>, sources: readonly string[] = []): string {
  const node = (name: string, alias: string, type: string) => ({
    unique_id: `${type}.shop.${name}`,
    resource_type: type,
    name,
    alias,
    schema: "main",
    config: { materialized: "table" },
  });
  const nodes = Object.entries(models).map(([name, alias]) => node(name, alias, "model"));
  const text = {
    nodes: Object.fromEntries(nodes.map((entry) => [entry.unique_id, entry])),
    sources: Object.fromEntries(sources.map((name) => [`source.shop.${name}`, node(name, name, "source")])),
  };
  writeFileSync(join(folder, file), JSON.stringify(text));
  return join(folder, file);
}

async function tables(): Promise<unknown[]> {
  await using snapshot = await openSnapshot(databaseFile);
  return (await snapshot.query("select table_name from information_schema.tables order by 1")).rows.flat();
}

it("drops what the release built and the change does not, and nothing else", async () => {
  const old = manifest("old.json", { kept: "KEPT", gone: "gone", seen: "seen", before: "renamed", loaded: "loaded" });
  manifest("target/manifest.json", { kept: "kept", after: "renamed" }, ["loaded"]);

  expect(await dropRemoved(built(), readManifest(old))).toEqual(["gone", "seen"]);

  expect(await tables()).toEqual(["kept", "loaded", "not_dbts", "renamed"]);
});

it("drops nothing where the build wrote no manifest, or there is no release", async () => {
  const old = manifest("old.json", { gone: "gone" });
  expect(await dropRemoved(built(), readManifest(old))).toEqual([]);

  manifest("target/manifest.json", {});
  expect(await dropRemoved(built(), undefined)).toEqual([]);

  expect(await tables()).toContain("gone");
});

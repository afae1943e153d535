import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openSnapshot } from "../duckdb/snapshot.ts";
import { openEnvironment } from "./environment.ts";
import { homeIn, makePlace } from "./place.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "throughline-environment-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function open(from?: string, at = folder) {
  const place = makePlace(at);
  mkdirSync(join(homeIn(place, "change"), "tree"), { recursive: true });
  return openEnvironment({
    folder: at,
    place,
    prefix: "",
    layout: { semanticModels: [] },
    database: "shop",
    ...(from === undefined ? {} : { from: { databaseFile: from } }),
  });
}

it("copies what the database has only in its log", async () => {
  const instance = await DuckDBInstance.create(join(folder, "theirs.db"));
  const connection = await instance.connect();
  await connection.run("create table orders as select 1 as id");
  await connection.run("checkpoint");
  await connection.run("insert into orders values (2)");
  // As a process that was killed leaves them.
  for (const name of ["theirs.db", "theirs.db.wal"]) copyFileSync(join(folder, name), join(folder, `left-${name}`));
  connection.closeSync();
  instance.closeSync();
  expect(existsSync(join(folder, "left-theirs.db.wal"))).toBe(true);

  const { databaseFile } = open(join(folder, "left-theirs.db"));

  await using snapshot = await openSnapshot(databaseFile);
  expect((await snapshot.query("select count(*) from orders")).rows).toEqual([["2"]]);
});

it.each([
  ["is not there", () => undefined],
  ["is a folder", (file: string) => mkdirSync(file)],
])("says so when the file %s", (_, make) => {
  const file = join(folder, "theirs.db");
  make(file);
  expect(() => open(file)).toThrow(expect.objectContaining({ code: "warehouse.unreadable" }));
});

it("refuses a path that dbt-duckdb would break its SQL with", () => {
  expect(() => open(undefined, join(folder, "Ana's project"))).toThrow(
    expect.objectContaining({ code: "environment.path" }),
  );
});

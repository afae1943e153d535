import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterEach, beforeEach, expect, it } from "vitest";
import { copyRelations } from "./copy-relations.ts";
import { openSnapshot } from "./snapshot.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "throughline-copy-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function database(name: string, ...statements: string[]): Promise<string> {
  const file = join(folder, `${name}.duckdb`);
  const instance = await DuckDBInstance.create(file);
  const connection = await instance.connect();
  for (const statement of statements) await connection.run(statement);
  connection.closeSync();
  instance.closeSync();
  return file;
}

it("copies what a view shows that names the database it was made in", async () => {
  const file = await database(
    "Depot's DWH",
    "create schema roh",
    "create table roh.t as select 1 as id",
    `create view roh."v Ä" as select id + 1 as id from "Depot's DWH".roh.t`,
    `create view main.twice as select * from "Depot's DWH".roh."v Ä" union all select * from roh.t`,
  );
  const copy = join(folder, "copy.duckdb");

  await copyRelations(
    file,
    [
      { schema: "roh", relation: "v Ä" },
      { schema: "main", relation: "twice" },
    ],
    copy,
    60,
  );

  await using snapshot = await openSnapshot(copy);
  expect((await snapshot.query(`select id from roh."v Ä"`)).rows).toEqual([[2]]);
  expect((await snapshot.query("select id from main.twice order by id")).rows).toEqual([[1], [2]]);
});

it("reads a view with no way out of its database", async () => {
  const secret = join(folder, "secret.csv");
  const file = await database(
    "shop",
    `copy (select 'canary' as word) to '${secret}'`,
    `create view leak as select * from read_csv('${secret}')`,
  );

  await expect(
    copyRelations(file, [{ schema: "main", relation: "leak" }], join(folder, "copy.duckdb"), 60),
  ).rejects.toMatchObject({ code: "warehouse.query", message: expect.stringContaining("disabled") });
});

it("stops a view that does not end", async () => {
  const file = await database(
    "shop",
    "create view endless as select count(*) as n from range(100000000) a, range(100000000) b where hash(a.range, b.range) = 1",
  );

  await expect(
    copyRelations(file, [{ schema: "main", relation: "endless" }], join(folder, "copy.duckdb"), 0.2),
  ).rejects.toMatchObject({ code: "tools.query-timeout" });
});

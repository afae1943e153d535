import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { TwoDatabases } from "../test-support/two-databases.ts";
import { openPair } from "./pair.ts";
import { openSnapshot } from "./snapshot.ts";

/** More rows than any machine counts in a day, and no table to read them from. */
const ENDLESS =
  "select count(*) from range(10000000) a, range(10000000) b, range(100) c where a.range + b.range % 7 = c.range";

describe("two databases beside each other", () => {
  it("are read under names of their own, though their files are named alike", async () => {
    using files = new TwoDatabases();
    await files.write(["create table t as select 1 as n"], ["create table t as select 2 as n"]);
    await using pair = await openPair(files.before, files.after);

    expect((await pair.query("select b.n, a.n from before.t b, after.t a")).rows).toEqual([[1, 2]]);
  });

  it("cannot be written", async () => {
    using files = new TwoDatabases();
    await files.write(["create table t as select 1 as n"], ["create table t as select 2 as n"]);
    await using pair = await openPair(files.before, files.after);

    for (const side of ["before", "after"]) {
      await expect(pair.query(`insert into ${side}.t values (3)`)).rejects.toMatchObject({ code: "warehouse.query" });
    }
  });

  it("are all that a query reaches", async () => {
    using files = new TwoDatabases();
    await files.write(["create table t as select 1 as n"], ["create table t as select 2 as n"]);
    const other = join(files.folder, "other.csv");
    writeFileSync(other, "n\n1\n");
    await using pair = await openPair(files.before, files.after);

    for (const sql of [
      `from read_csv('${other}')`,
      `attach '${join(files.folder, "other.duckdb")}'`,
      `copy before.t to '${join(files.folder, "out.csv")}'`,
      "set enable_external_access = true",
      "set temp_directory = '.'",
      "set memory_limit = '1TiB'",
    ]) {
      await expect(pair.query(sql), sql).rejects.toMatchObject({ code: "warehouse.query" });
    }
  });

  it("fail to open when one of them is no database, and say which", async () => {
    using files = new TwoDatabases();
    await files.write([], []);
    writeFileSync(files.after, "not a database");

    await expect(openPair(files.before, files.after)).rejects.toMatchObject({
      code: "warehouse.unreadable",
      message: expect.stringContaining(files.after),
    });
    await expect(openPair(join(files.folder, "none.duckdb"), files.before)).rejects.toMatchObject({
      code: "warehouse.unreadable",
    });
  });

  it("stop a query that takes longer than it may, and answer the next one", async () => {
    using files = new TwoDatabases();
    await files.write(["create table t as select 1 as n"], ["create table t as select 2 as n"]);
    await using pair = await openPair(files.before, files.after, 512, 0.2);

    await expect(pair.query(ENDLESS)).rejects.toMatchObject({ code: "tools.query-timeout", retry: "later" });
    expect((await pair.query("select n from after.t")).rows).toEqual([[2]]);
  });

  it("say so when a query needs more memory than there is", async () => {
    using files = new TwoDatabases();
    await files.write([], []);
    await using pair = await openPair(files.before, files.after, 32);

    await expect(pair.query("select list(range || ' of many') from range(5000000)")).rejects.toMatchObject({
      code: "tools.query-memory",
      retry: "later",
    });
  });
});

describe("one database", () => {
  it("stops a query that takes longer than it may", async () => {
    using files = new TwoDatabases();
    await files.write(["create table t as select 1 as n"], []);
    await using snapshot = await openSnapshot(files.before, 512, 0.2);

    await expect(snapshot.query(ENDLESS)).rejects.toMatchObject({ code: "tools.query-timeout", retry: "later" });
    expect((await snapshot.query("select n from t")).rows).toEqual([[1]]);
  });
});

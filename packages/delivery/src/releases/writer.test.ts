import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import type { Verdict } from "@throughline/contracts";
import { afterEach, beforeEach, describe, expect, expectTypeOf, it } from "vitest";
import { verdictId } from "../checks/run-checks.ts";
import { openSnapshot } from "../duckdb/snapshot.ts";
import { openEnvironment } from "../environments/environment.ts";
import { makePlace } from "../environments/place.ts";
import { Production } from "./production.ts";
import { openWriter, type PassedVerdict, requirePassed, type ToInstall } from "./writer.ts";

let folder: string;
let production: Production;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "throughline-writer-"));
  production = new Production(join(folder, "warehouse"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function verdict(change: Partial<Verdict> = {}): Verdict {
  const evidence = { rowCounts: [], columns: [], selected: [], measuresBefore: [], measuresAfter: [] };
  const given = {
    tree: "t1",
    against: null,
    verdict: "passed" as const,
    checks: [],
    findings: [],
    evidence,
    ...change,
  };
  return { id: verdictId(given), ...given };
}

async function environment(name: string, rows: number): Promise<ToInstall> {
  const opened = openEnvironment({
    folder: join(folder, name),
    place: makePlace(join(folder, name)),
    prefix: "",
    layout: { semanticModels: [] },
    database: "shop",
  });
  const instance = await DuckDBInstance.create(opened.databaseFile);
  const connection = await instance.connect();
  await connection.run(`create table orders as select range as id from range(${rows})`);
  connection.closeSync();
  instance.closeSync();
  return { ...opened, built: { databaseFile: opened.databaseFile, state: join(folder, name, "dbt") } };
}

const facts = (release: number, request: string | null = null) => ({
  release,
  dataVersion: 1,
  predecessor: release === 1 ? null : release - 1,
  builtOn: release === 1 ? null : String(release - 1),
  request,
  commit: `c${release}`,
  ledgerHead: "0",
  builtAt: "2026-01-01T00:00:00.000Z",
});

describe("the writer", () => {
  it("cannot be opened without a verdict that passed for exactly this tree", () => {
    expect(() => requirePassed(verdict({ verdict: "failed" }), "t1")).toThrow(
      expect.objectContaining({ code: "release.not-passed" }),
    );
    expect(() => requirePassed(verdict({ verdict: "incomplete" }), "t1")).toThrow(
      expect.objectContaining({ code: "release.not-passed" }),
    );
    expect(() => requirePassed(verdict(), "t2")).toThrow(expect.objectContaining({ code: "release.not-passed" }));
  });

  it("can be opened without exactly the checks that somebody accepted, and never with one that failed", () => {
    const check = (name: string, status: "passed" | "failed" | "not-checked", needed = true) => ({
      name,
      status,
      needed,
      seconds: 0,
    });
    const missing = [
      check("ruff", "not-checked"),
      check("sqlfluff", "not-checked"),
      check("dbt deps", "not-checked", false),
    ];
    const incomplete = verdict({ verdict: "incomplete", checks: missing });

    expect(requirePassed(incomplete, "t1", ["sqlfluff", "ruff"])).toMatchObject({ tree: "t1" });
    for (const accepted of [[], ["ruff"], ["ruff", "dbt deps"]])
      expect(() => requirePassed(incomplete, "t1", accepted)).toThrow("without");
    for (const outcome of ["failed", "incomplete", "passed"] as const) {
      const broken = verdict({ verdict: outcome, checks: [...missing, check("dbt build", "failed")] });
      expect(() => requirePassed(broken, "t1", ["ruff", "sqlfluff", "dbt build"])).toThrow("failed");
    }
  });

  it("cannot be opened with a verdict that was changed after it was given", () => {
    const failed = verdict({ verdict: "failed" });

    expect(() => requirePassed({ ...failed, verdict: "passed" }, "t1")).toThrow(
      expect.objectContaining({ code: "release.not-passed" }),
    );
  });

  it("does not switch to a release of another tree", async () => {
    await openWriter(production, requirePassed(verdict(), "t1")).install(await environment("e1", 1), "1", facts(1));

    const other = openWriter(production, requirePassed(verdict({ tree: "t2" }), "t2"));

    expect(() => other.switchTo("1", undefined)).toThrow(expect.objectContaining({ code: "release.not-passed" }));
  });

  it("does not take a verdict, or anything that looks like a proof, in place of the proof", () => {
    expectTypeOf<Verdict>().not.toExtend<PassedVerdict>();
    expectTypeOf<{ tree: string; id: string }>().not.toExtend<PassedVerdict>();
    expectTypeOf(openWriter).parameter(1).toEqualTypeOf<PassedVerdict>();
  });

  it("installs an immutable file and moves the pointer to it", async () => {
    const writer = openWriter(production, requirePassed(verdict(), "t1"));

    const installed = await writer.install(await environment("e1", 10), "1", facts(1));
    writer.switchTo("1", undefined);

    expect(production.require().token).toBe("1");
    expect(statSync(installed.databaseFile).mode & 0o222).toBe(0);
    expect(createHash("sha256").update(readFileSync(installed.databaseFile)).digest("hex")).toBe(
      installed.manifest.warehouseHash,
    );
    expect(existsSync(`${installed.databaseFile}.wal`)).toBe(false);
  });

  it("finds a release it installed before instead of making it twice", async () => {
    const writer = openWriter(production, requirePassed(verdict(), "t1"));
    const first = await writer.install(await environment("e1", 10), "1", facts(1, "r-1"));

    const again = await writer.install(await environment("e2", 99), "1", facts(1, "r-1"));

    expect(again.manifest.warehouseHash).toBe(first.manifest.warehouseHash);
  });

  it("refuses the switch when somebody else moved the pointer meanwhile", async () => {
    const writer = openWriter(production, requirePassed(verdict(), "t1"));
    await writer.install(await environment("e1", 1), "1", facts(1, "r-1"));
    await writer.install(await environment("e2", 2), "2", facts(2, "r-2"));
    await writer.install(await environment("e3", 3), "3", facts(3, "r-3"));
    writer.switchTo("1", undefined);
    writer.switchTo("2", "1");

    expect(() => writer.switchTo("3", "1")).toThrow(expect.objectContaining({ code: "release.fenced" }));
    expect(production.token()).toBe("2");
  });

  it("does not count a folder that was left half-made", () => {
    const half = join(folder, "warehouse", "releases", "7");
    mkdirSync(half, { recursive: true });
    writeFileSync(join(half, "shop.duckdb"), "half");

    expect(production.list()).toEqual([]);
  });

  it("lets readers of the old release go on while the new one takes over", async () => {
    const writer = openWriter(production, requirePassed(verdict(), "t1"));
    await writer.install(await environment("e1", 10), "1", facts(1, "r-1"));
    writer.switchTo("1", undefined);
    await using reader = await openSnapshot(production.require().databaseFile);
    await writer.install(await environment("e2", 20), "2", facts(2, "r-2"));
    writer.switchTo("2", "1");

    expect((await reader.query("select count(*) from orders")).rows).toEqual([["10"]]);
    await using fresh = await openSnapshot(production.require().databaseFile);
    expect((await fresh.query("select count(*) from orders")).rows).toEqual([["20"]]);
  });
});

describe("a snapshot", () => {
  it.each([
    ["writes", "create table x (a int)"],
    ["reads other files", "select * from read_csv('/etc/hostname')"],
    ["copies out", `copy orders to '${join(tmpdir(), "throughline-copied-out.csv")}'`],
    ["attaches", "attach ':memory:' as other"],
    ["widens its limits", "set enable_external_access = true"],
    ["installs", "install httpfs"],
  ])("never %s", async (_, sql) => {
    const file = (await environment("e1", 3)).built.databaseFile;
    chmodSync(file, 0o444);
    await using snapshot = await openSnapshot(file);

    await expect(snapshot.query(sql)).rejects.toMatchObject({ code: "warehouse.query" });
  });

  it("says so when the file is no database", async () => {
    writeFileSync(join(folder, "x.duckdb"), "this is not a database file, though it is long enough to be looked at");

    await expect(openSnapshot(join(folder, "x.duckdb"))).rejects.toMatchObject({ code: "warehouse.unreadable" });
  });
});

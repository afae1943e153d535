import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import type { FileChange, ProjectLayout } from "@throughline/contracts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { BuiltWarehouse } from "../dbt/built-warehouse.ts";
import { openEnvironment } from "../environments/environment.ts";
import { makePlace } from "../environments/place.ts";
import { hashFiles } from "../releases/hash.ts";
import type { InstalledRelease } from "../releases/production.ts";
import { processTools } from "../test-support/process-tools.ts";
import { ToolWorker } from "../tools/tool-worker.ts";
import { type Check, type CheckContext, noEvidence } from "./check.ts";
import { CHECKS, runChecks } from "./run-checks.ts";

type Fault = "missing" | "crashes" | "hangs" | "answers garbage";

const FAULTS: readonly Fault[] = ["missing", "crashes", "hangs", "answers garbage"];

/** Seconds that a check waits for a tool which hangs. */
const PATIENCE = 0.5;

/**
 * What each check asks: a program of Python, the rows of the database or no more than its list of columns, dbt's account of a
 * build, or nothing but the change itself.
 */
const TOOL: Readonly<Record<string, "python" | "database" | "catalog" | "account" | "none">> = {
  "patch gate": "none",
  "path gate": "none",
  ruff: "python",
  "loader on a sample": "python",
  "dbt deps": "python",
  "dbt build": "python",
  "row counts and columns": "database",
  "data diff": "database",
  "tables as planned": "none",
  "dbt build, incremental": "python",
  sqlfluff: "python",
  "report files": "none",
  "semantic model": "catalog",
  "measures as planned": "database",
  "nothing else changed": "account",
  reach: "account",
};

const layout: ProjectLayout = {
  loader: { pipelines: [{ name: "shop", file: "loader/shop.py", dataset: "raw" }], inputs: [] },
  transform: { folder: "transform" },
  semanticModels: [{ folder: "Shop.SemanticModel", reports: [] }],
};

const files: FileChange[] = [
  { path: "loader/shop.py", before: null, after: "import dlt\n" },
  { path: "transform/models/orders.sql", before: "select 1", after: "select 2 as id" },
  { path: "Shop.SemanticModel/definition/tables/Orders.tmdl", before: "", after: "" },
];

const TABLE = `table Orders

	measure Count = COUNTROWS(Orders)

	column id
		dataType: int64
		sourceColumn: id

	partition Orders = m
		mode: import
		source =
			let
				Source = DuckDB.Database("shop.duckdb"),
				orders = Source{[Schema="main", Item="orders"]}[Data]
			in
				orders
`;

const manifest = {
  nodes: {
    "model.shop.orders": {
      unique_id: "model.shop.orders",
      resource_type: "model",
      name: "orders",
      schema: "main",
      raw_code: "select 2 as id",
      config: { materialized: "incremental" },
    },
  },
  sources: {},
  child_map: {},
};

let folder: string;
let workers: ToolWorker[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "throughline-faults-"));
  workers = [];
});
afterEach(async () => {
  for (const worker of workers) await worker[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

function write(path: string, text: string): string {
  const file = join(folder, path);
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(file, text);
  return file;
}

/** A program in the place of Python and of the tools beside it, with this fault. */
function brokenPython(fault: Fault): string {
  const script = {
    missing: "",
    crashes: "kill -SEGV $$",
    hangs: "exec sleep 600",
    "answers garbage": `while read line; do echo '{"id":1,"result":{"success":"perhaps"}}'; done; echo '{"what":'`,
  }[fault];
  if (fault === "missing") return join(folder, "nowhere", "python");
  for (const name of ["python", "ruff"]) chmodSync(write(`bin/${name}`, `#!/bin/sh\n${script}\n`), 0o755);
  return join(folder, "bin", "python");
}

async function makeDatabase(file: string, statement: string): Promise<void> {
  mkdirSync(join(file, ".."), { recursive: true });
  const instance = await DuckDBInstance.create(file);
  const connection = await instance.connect();
  await connection.run(statement);
  connection.closeSync();
  instance.closeSync();
}

/** Never done: every pair of many numbers. */
const ENDLESS =
  "create view orders as select count(*) as id from range(1000000000) a, range(1000000000) b where hash(a.range, b.range) = 1";

/** A change that every check looks at, in a world where one kind of tool has a fault. */
async function contextWith(fault: Fault, broken: "python" | "database" | "catalog" | "account"): Promise<CheckContext> {
  write("place/change/tree/transform/dbt_project.yml", "name: shop\nprofile: shop\n");
  write(
    "place/change/tree/transform/profiles.yml",
    "shop:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: shop.duckdb}\n",
  );
  write("place/change/tree/transform/packages.yml", "packages: []\n");
  write("place/change/tree/loader/shop.py", "import dlt\n");
  for (const root of ["place/change/tree", "release/models"]) {
    write(`${root}/Shop.SemanticModel/definition/model.tmdl`, "model Model\n");
    write(`${root}/Shop.SemanticModel/definition/tables/Orders.tmdl`, TABLE);
  }
  const databaseFile = join(folder, "release", "shop.duckdb");
  await makeDatabase(databaseFile, "create table orders as select 1 as id");
  const state = join(folder, "release", "dbt");
  write("release/dbt/manifest.json", JSON.stringify(manifest));
  const place = makePlace(join(folder, "place"));
  const environment = openEnvironment({
    folder,
    place,
    prefix: "",
    layout,
    database: "shop",
    from: { databaseFile, state },
  });
  write("place/change/made/manifest.json", JSON.stringify(manifest));
  if (broken === "database" || broken === "catalog") await breakDatabase(environment.databaseFile, fault);
  if (broken === "account") breakAccount(fault);
  const python = broken === "python" ? brokenPython(fault) : join(folder, "nowhere", "python");
  const tools = processTools(python, folder);
  const worker = ToolWorker.start(tools);
  workers.push(worker);
  const release: InstalledRelease = {
    token: "1",
    folder: join(folder, "release"),
    databaseFile,
    state,
    models: join(folder, "release", "models"),
    manifest: {
      release: 1,
      dataVersion: 1,
      predecessor: null,
      builtOn: null,
      request: null,
      commit: "c",
      tree: "t",
      verdict: null,
      database: "shop",
      warehouseHash: "",
      modelHash: hashFiles(new Map()),
      ledgerHead: "",
      builtAt: "2026-01-01T00:00:00Z",
    },
  };
  return {
    change: {
      files,
      layout,
      touchesLoader: false,
      touchesTransform: true,
      touchesModel: true,
      touchesSettings: false,
      expectations: [],
      questions: [],
    },
    environment,
    release,
    worker,
    tools,
    own: tools,
    projectRoot: environment.project,
    warehouse: join(folder, "warehouse"),
    seconds: PATIENCE,
    progress: () => undefined,
    production: new BuiltWarehouse(release),
    head: new BuiltWarehouse({ databaseFile: environment.databaseFile, state: environment.made }),
    coupledTo: undefined,
    built: {
      success: true,
      exception: null,
      results: [
        {
          node: "model.shop.orders",
          type: "model",
          file: null,
          status: "success",
          message: "",
          failures: null,
          seconds: 0,
        },
      ],
      warnings: [],
    },
    evidence: noEvidence(),
  };
}

async function breakDatabase(file: string, fault: Fault): Promise<void> {
  rmSync(file);
  if (fault === "crashes") writeFileSync(file, "");
  if (fault === "answers garbage") writeFileSync(file, "no database at all ".repeat(1000));
  if (fault === "hangs") await makeDatabase(file, ENDLESS);
}

function breakAccount(fault: Fault): void {
  const path = "place/change/made/manifest.json";
  rmSync(join(folder, path));
  if (fault === "crashes") write(path, '{"nodes": {"model.shop.orders":');
  if (fault === "answers garbage") write(path, '{"nodes": [1, 2, 3]}');
}

/** Something that needs no tool, to be looked at beside what is broken. */
const beside: Check = { name: "beside", unneeded: () => undefined, run: async () => [] };

describe("a check", () => {
  it("is in this list with what it asks", () => {
    expect(CHECKS.map(({ name }) => name).sort()).toEqual(Object.keys(TOOL).sort());
  });

  const cases = CHECKS.flatMap((check) => {
    const tool = TOOL[check.name];
    if (tool === undefined || tool === "none") return [];
    // A list of columns is no work that does not end, and neither is a file.
    const faults = tool === "catalog" || tool === "account" ? FAULTS.filter((fault) => fault !== "hangs") : FAULTS;
    return faults.map((fault) => [check.name, tool, fault, check] as const);
  });

  it.each(cases)(
    "%s: when its %s %s, it is not checked, with the reason, and nothing else is held up",
    async (_, tool, fault, check) => {
      const context = await contextWith(fault, tool);
      const asked =
        check.name === "loader on a sample"
          ? { ...context, change: { ...context.change, touchesLoader: true } }
          : context;

      const verdict = await runChecks(asked, "tree", [check, beside]);

      expect(verdict.checks).toMatchObject([
        { name: check.name, status: "not-checked", needed: true, reason: expect.stringMatching(/\S/) },
        { name: "beside", status: "passed" },
      ]);
      expect(verdict).toMatchObject({ verdict: "incomplete", findings: [] });
    },
  );

  it("that breaks itself is not checked, and does not pass", async () => {
    const context = await contextWith("missing", "python");
    const broken: Check = {
      name: "broken",
      unneeded: () => undefined,
      run: () => Promise.reject(new TypeError("undefined is not a function")),
    };

    const verdict = await runChecks(context, "tree", [broken, beside]);

    expect(verdict.verdict).toBe("incomplete");
    expect(verdict.checks[0]).toMatchObject({
      status: "not-checked",
      reason: expect.stringContaining("not a function"),
    });
  });
});

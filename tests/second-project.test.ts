import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sqlOfModels } from "./sql-without-dbt.ts";
import { depotWorld, succeed, toolsMissing, type World } from "./world.ts";

function warehouseFile(world: World): string {
  const name = readdirSync(world.folder, { recursive: true, encoding: "utf8" }).find(
    (path) => path.endsWith(".duckdb") && !path.startsWith(".throughline"),
  );
  return join(world.folder, name ?? "");
}

const hashOf = (file: string) => createHash("sha256").update(readFileSync(file)).digest("hex");

describe.skipIf(toolsMissing)(`a project of another domain${toolsMissing ? ` (${toolsMissing})` : ""}`, () => {
  let world: World;
  let original: string;
  beforeAll(() => {
    world = depotWorld({ setUp: false });
    original = hashOf(warehouseFile(world));
  });
  afterAll(() => world?.[Symbol.dispose]());

  it("is found whatever its folders are called, and what it lacks is said with a reason", () => {
    const found = succeed(world.run("init"));

    expect(found.layout).toMatchObject({
      transform: { folder: "DWH_Models" },
      semanticModels: [{ folder: "BI/Depot Übersicht.SemanticModel", reports: ["BI/Depot Übersicht.Report"] }],
    });
    expect(found.notes).toEqual([expect.stringMatching(/^loader: /)]);
  });

  it("has its existing warehouse taken over from a copy; the original is never touched", () => {
    const done = succeed(world.run("init", "--setup"));

    expect(done).toMatchObject({ production: { token: "1" }, takenOver: warehouseFile(world) });
    expect(hashOf(warehouseFile(world))).toBe(original);
  });

  it("tells an author what a rename through its layers needs, with values of what it filters by", () => {
    const { context } = succeed(world.run("plan", "rename the column Region of d_Depot to Gebiet", "--context"));

    const region = context.columns.find(({ node }: { node: string }) => node === "source:LANDING.DEPOT_STAMM.Region");
    expect(region.text).toContain('one of "Nord", "Ost", "Süd", "West"');
    expect(context.readers).toEqual(["table:Depot's"]);
  });

  it("has the SQL of its models known without dbt, one of them ephemeral", () => {
    const { compiled, rendered } = sqlOfModels(world, "DWH_Models");

    expect(compiled).toHaveLength(5);
    expect(rendered).toEqual(compiled);
  });

  it("gets a measure released by its one person, who says so to themselves", () => {
    const state = succeed(world.run("request", "add average Versandkosten per Sendung", "--approve"));

    expect(state).toMatchObject({ status: "released", release: { number: 2 } });
    expect(hashOf(warehouseFile(world))).toBe(original);
    expect(succeed(world.run("ledger", "verify"))).toMatchObject({ ok: true });
  });
});

import { describe, expect, it } from "vitest";
import { depotWorld, release, succeed, taxiWorld, toolsMissing } from "../world.ts";

describe.skipIf(toolsMissing)(`dbt and Power BI in step${toolsMissing ? ` (${toolsMissing})` : ""}`, () => {
  it("shows a new column with dbt's words, released like any other change, and then has nothing to do", () => {
    using world = taxiWorld({ rows: 300 });
    const { differences } = succeed(world.run("sync", "--list"));
    expect(differences).toContainEqual(
      expect.objectContaining({ drift: expect.objectContaining({ kind: "not-shown", table: "Trips" }) }),
    );
    const planned = succeed(world.run("sync"));
    expect(planned).toMatchObject({ status: "planned", plan: { intent: { kind: "sync" }, tier: "review" } });

    const released = release(world, "sync dbt and Power BI");

    expect(released.plan.edits).toEqual(planned.plan.edits);
    expect(world.run("sync").json).toMatchObject({ status: "no-change" });
  });

  it("tells dbt of a report in another project, by itself, since nothing but words is changed", () => {
    using world = depotWorld({});
    const released = succeed(world.run("request", "sync dbt and Power BI", "--approve"));

    expect(released).toMatchObject({ status: "released", plan: { effects: { breaking: "none" } } });
    expect(world.forge("show", "main:DWH_Models/Modelle/exposures.yml")).toContain("ref('F_Sendung_v2')");
    expect(world.run("sync", "--descriptions", "power bi").stderr).toContain("dbt and power-bi");
  });
});

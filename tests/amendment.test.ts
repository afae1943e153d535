import { readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { copyForEach } from "./copy-for-each.ts";
import { succeed, taxiWorld, toolsMissing, type World } from "./world.ts";

const TABLE = "powerbi/NYC Taxi.SemanticModel/definition/tables/Trips.tmdl";

describe.skipIf(toolsMissing)(`a push onto a request's branch${toolsMissing ? ` (${toolsMissing})` : ""}`, () => {
  let world: World;
  let id: string;
  copyForEach(
    () => {
      const first = taxiWorld({ rows: 300 });
      id = first.runAs("ana", "request", "rename Tip Rate to Tip Share").json.id;
      expect(first.runAs("ben", "approve", id).json.status).toBe("awaiting-review");
      return first;
    },
    (copy) => {
      world = copy;
    },
  );

  /** Somebody's change in the request's work tree, committed as `who` and pushed to its branch. */
  function push(change: (folder: string) => void, who = "Tess <tess@example.com>"): void {
    const { folder } = succeed(world.runAs("ben", "worktree", "open", id));
    change(folder);
    world.git("-C", folder, "add", "--all");
    world.git("-C", folder, "commit", "--quiet", "--author", who, "--message", "By hand");
    world.git("-C", folder, "push", "--quiet", ".", `HEAD:throughline/${id}`);
  }

  const addMeasure = (expression: string) => (folder: string) => {
    const file = join(folder, TABLE);
    const text = readFileSync(file, "utf8");
    expect(text).toContain("\tmeasure 'Tip Share' =");
    writeFileSync(file, text.replace("\tmeasure 'Tip Share' =", `\tmeasure 'Row Count' = ${expression}\n\n$&`));
  };

  it("is planned, checked and approved anew, and released with what was asked", () => {
    push(addMeasure("COUNTROWS(Trips)"));

    const seen = world.runAs("ben", "approve", id);
    expect(seen).toMatchObject({ exit: 3, json: { status: "awaiting-approval", plan: { tier: "review" } } });
    expect(seen.json.plan.amendment.by).toEqual(["Tess <tess@example.com>"]);
    expect(seen.json.plan.edits.map(({ file }: { file: string }) => file)).toContain(TABLE);
    expect(seen.json.plan.expectations).toContainEqual({
      kind: "measure-present",
      measure: { table: "Trips", measure: "Row Count" },
    });
    expect(seen.json.plan.preview).toContainEqual(
      expect.objectContaining({ measure: "Trips[Row Count]", rows: [[300]] }),
    );
    expect(world.runAs("ben", "approve", id).json.status).toBe("awaiting-review");
    expect(succeed(world.runAs("ben", "approve", id)).status).toBe("released");

    const published = world.read(join(".throughline/warehouse/production/models", TABLE));
    expect(published).toContain("measure 'Row Count' = COUNTROWS(Trips)");
    expect(published).toContain("measure 'Tip Share' =");
  });

  it("is not approved by whoever pushed it", () => {
    push(addMeasure("COUNTROWS(Trips)"), "Ben Engineer <ben@example.com>");
    expect(world.runAs("ben", "status", id, "--watch").json.status).toBe("awaiting-approval");

    expect(world.runAs("ben", "approve", id)).toMatchObject({ exit: 1, json: { failure: { code: "person.own" } } });
  });

  it("is stopped by the checks like any other change", () => {
    push(addMeasure("SUM(Trips[No Such Column])"));
    world.runAs("ben", "approve", id);

    const failed = world.runAs("ben", "approve", id).json;

    expect(failed).toMatchObject({ status: "failed", failure: { code: "check.failed" } });
    expect(world.production.list()).toHaveLength(1);
  });

  it("is stopped at the gate when it is a link", () => {
    push((folder) => symlinkSync("/etc/passwd", join(folder, "powerbi", "link")));
    world.runAs("ben", "approve", id);

    expect(world.runAs("ben", "approve", id).json).toMatchObject({
      status: "failed",
      failure: { code: "author.gate" },
    });
  });

  it("is planned on the main that moved meanwhile, and keeps what was said of it", () => {
    push(addMeasure("COUNTROWS(Trips)"));
    world.runAs("ben", "approve", id);
    expect(world.runAs("ben", "approve", id).json.status).toBe("awaiting-review");
    succeed(world.runAs("ana", "request", "hide Vendor", "--approve"));

    const released = succeed(world.runAs("ben", "approve", id));

    expect(released.status).toBe("released");
    const published = world.read(join(".throughline/warehouse/production/models", TABLE));
    expect(published).toContain("measure 'Row Count' = COUNTROWS(Trips)");
  });

  it("says so when main has moved where it changes something, and goes on once that is put right", () => {
    push(addMeasure("COUNTROWS(Trips)"));
    world.runAs("ben", "status", id, "--watch");
    const text = world.read(TABLE);
    writeFileSync(join(world.folder, TABLE), text.replace("\tmeasure 'Tip Rate' =", "\tmeasure Other = 1\n\n$&"));
    world.commit("In the way");

    const failed = world.runAs("ben", "approve", id).json;
    expect(failed).toMatchObject({ status: "failed", failure: { code: "amendment.conflict" } });
    push((folder) => {
      world.git("-C", folder, "merge", "--quiet", "--strategy-option", "ours", "--no-edit", "main");
      writeFileSync(join(folder, "NOTE.md"), "merged\n");
    });

    expect(world.runAs("ben", "retry", id).json).toMatchObject({ status: "awaiting-approval" });
  });
});

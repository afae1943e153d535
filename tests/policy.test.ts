import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { copyForEach } from "./copy-for-each.ts";
import { PYTHON, release, succeed, taxiWorld, toolsMissing, type World } from "./world.ts";

/** A Python that has every tool but one. */
function pythonWithout(tool: string, folder: string): string {
  const file = join(folder, `python-without-${tool}`);
  writeFileSync(file, `#!/bin/sh\ncase "$*" in *${tool}*) exit 3;; esac\nexec "${PYTHON}" "$@"\n`, { mode: 0o755 });
  return file;
}

const MEASURE = "Active Pickup Zones";

describe.skipIf(toolsMissing)(`the policy of a project${toolsMissing ? ` (${toolsMissing})` : ""}`, () => {
  let world: World;
  copyForEach(
    () => taxiWorld({ rows: 300 }),
    (copy) => {
      world = copy;
    },
  );

  function writePolicy(text: string): void {
    writeFileSync(join(world.folder, "policy.yml"), `version: 1\n${text}`);
  }

  it("takes away only what production deprecated, with two people besides whoever asked", () => {
    const early = world.runAs("ana", "request", `remove ${MEASURE}`);
    expect(early).toMatchObject({ exit: 1, json: { status: "refused", code: "policy.deprecate-first" } });

    release(world, `deprecate ${MEASURE}`);
    const asked = world.runAs("ana", "request", `remove ${MEASURE}`);
    const { id } = asked.json;
    expect(asked.json).toMatchObject({ status: "awaiting-approval", plan: { tier: "manual" } });
    expect(asked.json.plan.tierReason).toContain("destructive");

    expect(world.runAs("ben", "approve", id).json).toMatchObject({
      status: "awaiting-review",
      approvals: { given: [], needed: 2 },
    });
    const first = world.runAs("ben", "approve", id);
    expect(first).toMatchObject({ exit: 3, json: { status: "awaiting-review", approvals: { given: ["ben"] } } });
    expect(first.json.waitingFor).toContain("1 of 2 approvals, of ben");
    expect(world.runAs("ben", "approve", id).stderr).toContain("approved exactly this already");
    expect(world.runAs("ana", "approve", id).exit).not.toBe(0);
    const explained = succeed(world.run("policy", "explain", id));
    expect(explained).toMatchObject({
      tier: "manual",
      approvals: { given: ["ben"], needed: 2 },
      seen: { destroyed: [`measure:Trips[${MEASURE}]`], rows: 0, share: 0 },
    });
    expect(explained.rules[0].name).toBe("destructive");
    expect(explained.needed.join()).toContain("1 more");
    expect(world.showTo("ana", "policy", "explain", id).stdout).toContain("Approvals of the merge: 1 of 2 (ben)");

    expect(succeed(world.runAs("cai", "approve", id)).status).toBe("released");
    const message = world.forge("log", "-1", "--format=%B", "main");
    expect(message).toContain("Throughline-Approved-By: ben");
    expect(message).toContain("Throughline-Approved-By: cai");
    expect(
      world.read(
        ".throughline/warehouse/production/models/powerbi/NYC Taxi.SemanticModel/definition/tables/Trips.tmdl",
      ),
    ).not.toContain(MEASURE);
  });

  it("counts once it is committed, is looked at then, and may loosen what it may loosen", () => {
    const sentence = "add a column for the weekday of pickup";
    writePolicy("defaults: { schema-change: auto }\n");
    const before = world.runAs("ana", "plan", sentence).json;
    expect(before.plan.tier).toBe("review");

    world.commit("Loosen");
    expect(world.runAs("ana", "plan", sentence).json.plan.tier).toBe("auto");
    // Whoever pushed it let it through: what is released first with it is looked at.
    const first = world.runAs("ana", "request", "add average fare per mile");
    expect(first.json.plan).toMatchObject({ tier: "manual", tierReason: expect.stringContaining("policy-files") });
    world.runAs("ben", "approve", first.json.id);
    expect(succeed(world.runAs("ben", "approve", first.json.id)).status).toBe("released");

    const next = world.runAs("ana", "request", sentence, "--approve");
    expect(succeed(next).status).toBe("released");
    expect(succeed(world.run("policy", "show")).rules).toContainEqual(
      expect.objectContaining({ name: "schema-change", tier: "auto" }),
    );
  });

  it("is refused with every problem when it is none, before and after it is committed", () => {
    writePolicy("ceiling: { visual: 1 }\ndefaults: { destructive: auto }\n");

    const checked = world.run("policy", "check", join(world.folder, "policy.yml"));
    expect(checked.exit).toBe(2);
    for (const part of ["ceiling", "defaults.destructive"]) expect(checked.stderr + checked.stdout).toContain(part);
    world.commit("Break");
    const asked = world.runAs("ana", "request", "add average fare per mile", "--approve");
    expect(asked.json).toMatchObject({ status: "failed", failure: { code: "policy.invalid" } });
  });

  it("sends to people what a linter could not look at, names it, and releases it with their word for exactly that", () => {
    const sentence = "add a column for the weekday of pickup";
    writePolicy("defaults: { schema-change: auto, pushed-commits: auto }\n");
    world.commit("Loosen");
    release(world, "add average fare per mile");
    world.python = pythonWithout("sqlfluff", dirname(world.folder));

    const asked = world.runAs("ana", "request", sentence, "--approve").json;
    expect(asked).toMatchObject({
      status: "awaiting-review",
      plan: { tier: "auto" },
      verdict: { verdict: "incomplete" },
    });
    expect(asked.waitingFor).toContain("sqlfluff did not run");
    expect(succeed(world.run("policy", "explain", asked.id)).seen.notChecked).toEqual([
      { check: "sqlfluff", outcome: "review", reason: expect.any(String) },
    ]);

    const released = succeed(world.runAs("ben", "approve", asked.id));
    expect(released).toMatchObject({ status: "released", mergeApprovals: [{ notChecked: ["sqlfluff"] }] });
  });

  it("says at once when a change needs more approvers than there are", () => {
    writePolicy("destructive: { deprecateFirst: false, approvers: 3 }\n");
    world.commit("Ask for three");
    const { id } = world.runAs("ana", "request", `remove ${MEASURE}`).json;

    const refused = world.runAs("ben", "approve", id);
    expect(refused.exit).toBe(1);
    expect(refused.stderr + refused.stdout).toContain(
      "needs 3 approvers besides whoever asked, and throughline.yml lists 2 (ben, cai)",
    );
  });
});

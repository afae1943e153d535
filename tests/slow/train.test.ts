import { describe, expect, it } from "vitest";
import { copyForEach } from "../copy-for-each.ts";
import { succeed, taxiWorld, toolsMissing, type World } from "../world.ts";
import { runUntilKilled } from "./killed.ts";

const FIRST = ["request", "ensure fct_trips.tip_amount is never empty", "--approve", "--key", "first"];
const SECOND = ["request", "ensure agg_daily_trips.trip_count is never empty", "--approve", "--key", "second"];

describe.skipIf(toolsMissing)(`a change that is coupled to another${toolsMissing ? ` (${toolsMissing})` : ""}`, () => {
  let world: World;
  copyForEach(
    () => taxiWorld({ rows: 300 }),
    (copy) => {
      world = copy;
    },
  );

  /** The first request as its process left it, just before its checks: whoever works next checks both side by side. */
  const begin = (...request: string[]) => runUntilKilled(world, "author recorded", "ana", ...request);

  interface Entry {
    readonly request: string | null;
    readonly event: { kind: string; verdict: { id: string; coupledTo?: { request: string } } };
  }

  const verdicts = (id: string) =>
    (world.runAs("ben", "ledger", "show").json as Entry[])
      .filter(({ request, event }) => request === id && event.kind === "checked")
      .map(({ event }) => event.verdict);

  it("is checked beside it, lands behind it, and is not checked again", () => {
    begin(...FIRST);
    const second = succeed(world.runAs("ana", ...SECOND));
    const first = succeed(world.runAs("ana", ...FIRST));

    expect([first.status, second.status]).toEqual(["released", "released"]);
    expect(second.release.number).toBe(first.release.number + 1);
    const [seen, again, ...more] = verdicts(second.id);
    expect(seen?.coupledTo).toMatchObject({ request: first.id });
    expect([again?.id, more]).toEqual([seen?.id, []]);
    expect(verdicts(first.id).map(({ coupledTo }) => coupledTo)).toEqual([undefined]);
  });

  it("is checked alone when the other one fails its checks, and lands without it", () => {
    begin("request", "ensure fct_trips.vendor_id is unique", "--approve", "--key", "first");
    const second = succeed(world.runAs("ana", ...SECOND));

    expect(second.status).toBe("released");
    expect(verdicts(second.id).map(({ coupledTo }) => coupledTo)).toEqual([undefined]);
    const states = world.runAs("ben", "status").json as { status: string }[];
    expect(states.map(({ status }) => status).sort()).toEqual(["failed", "released"]);
    expect(world.production.list()).toHaveLength(2);
  });

  it.each(["check recorded", "merge recorded", "release recorded", "verify recorded"])(
    "still lands once behind it when their process is killed after '%s'",
    (point) => {
      begin(...FIRST);
      runUntilKilled(world, point, "ana", ...SECOND);

      const second = succeed(world.runAs("ana", ...SECOND));
      const first = succeed(world.runAs("ana", ...FIRST));

      expect([first.status, second.status]).toEqual(["released", "released"]);
      expect(world.production.list()).toHaveLength(3);
    },
  );
});

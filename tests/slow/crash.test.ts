import { afterAll, beforeAll, describe, it } from "vitest";
import { STAGES } from "../../packages/orchestrator/src/state/event.ts";
import { EFFECTS } from "../../packages/orchestrator/src/workflow/effect.ts";
import { copyOf, succeed, taxiWorld, toolsMissing, type World } from "../world.ts";
import { expectOnce, runUntilKilled } from "./killed.ts";

/** Effects that no request of its own has: they are other commands'. */
const OTHER_EFFECTS = ["roll-back", "revert-code", "set-up", "load"];

/** Where a request of one measure can die: around every effect on the world, and around the record of every step. */
const POINTS = [
  ...EFFECTS.filter((name) => !OTHER_EFFECTS.includes(name)).flatMap((name) => [`${name} begun`, `${name} done`]),
  ...STAGES.filter((name) => name !== "intake").flatMap((name) => [`${name} worked`, `${name} recorded`]),
];

describe.skipIf(toolsMissing)(`a request whose process is killed${toolsMissing ? ` (${toolsMissing})` : ""}`, () => {
  let first: World;
  beforeAll(() => {
    first = taxiWorld({ rows: 300 });
  });
  afterAll(() => first?.[Symbol.dispose]());

  const ask = ["request", "add average fare per mile", "--approve", "--key", "k"];

  it.each(POINTS)("goes on after '%s': one branch, one pull request, one merge, one release", (point) => {
    using world = copyOf(first);
    const before = world.git("rev-parse", "HEAD").trim();

    runUntilKilled(world, point, "ana", ...ask);

    expectOnce(world, before, succeed(world.runAs("ana", ...ask)));
  });
});

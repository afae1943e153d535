import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { STAGES } from "../../packages/orchestrator/src/state/event.ts";
import { EFFECTS } from "../../packages/orchestrator/src/workflow/effect.ts";
import { copyOf, PROGRAM, PYTHON, succeed, taxiWorld, toolsMissing, type World } from "../world.ts";

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

  const ask = ["request", "add average fare per mile", "--approve", "--key", "k", "--json", "--as", "ana"];

  function runUntilKilled(world: World, point: string): NodeJS.Signals | null {
    return spawnSync(process.execPath, [PROGRAM, ...ask, "--project", world.folder], {
      env: { ...process.env, THROUGHLINE_PYTHON: PYTHON, THROUGHLINE_CRASH_AT: point },
    }).signal;
  }

  it.each(POINTS)("goes on after '%s': one branch, one pull request, one merge, one release", (point) => {
    using world = copyOf(first);
    const before = world.git("rev-parse", "HEAD").trim();

    expect(runUntilKilled(world, point)).toBe("SIGKILL");
    const state = succeed(world.runAs("ana", "request", "add average fare per mile", "--approve", "--key", "k"));

    expect(state).toMatchObject({ status: "released", release: { number: 2 }, pullRequest: { number: 1 } });
    const forge = (...parameters: string[]) =>
      world.git("--git-dir", join(world.folder, ".throughline/forge.git"), ...parameters).trim();
    expect(forge("for-each-ref", "--format=%(refname)", "refs/heads").split("\n").sort()).toEqual([
      "refs/heads/main",
      `refs/heads/throughline/${state.id}`,
    ]);
    expect(forge("rev-list", "--first-parent", "--count", `${before}..main`)).toBe("1");
    expect(world.production.list().map(({ token }) => token)).toEqual(["1", "2"]);
    expect(world.git("rev-parse", "HEAD").trim()).toBe(forge("rev-parse", "main"));
    expect(succeed(world.runAs("ana", "ledger", "verify"))).toMatchObject({ ok: true });
  });
});

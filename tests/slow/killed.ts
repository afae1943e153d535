import { spawnSync } from "node:child_process";
import { expect } from "vitest";
import { PROGRAM, PYTHON, succeed, type World } from "../world.ts";

/** Runs one command in a process that kills itself at the point named. */
export function runUntilKilled(world: World, point: string, who: string, ...parameters: string[]): void {
  const command = [PROGRAM, ...parameters, "--json", "--as", who, "--project", world.folder];
  const { signal } = spawnSync(process.execPath, command, {
    env: { ...process.env, THROUGHLINE_PYTHON: PYTHON, THROUGHLINE_CRASH_AT: point },
  });
  expect(signal).toBe("SIGKILL");
}

/** What must hold whatever was killed: one branch, one pull request, one merge, one release, and a ledger that tells so. */
export function expectOnce(world: World, before: string, state: { id: string }): void {
  expect(state).toMatchObject({ status: "released", release: { number: 2 }, pullRequest: { number: 1 } });
  expect(world.forge("for-each-ref", "--format=%(refname)", "refs/heads").split("\n").sort()).toEqual([
    "refs/heads/main",
    `refs/heads/throughline/${state.id}`,
  ]);
  expect(world.forge("rev-list", "--first-parent", "--count", `${before}..main`)).toBe("1");
  expect(world.production.list().map(({ token }) => token)).toEqual(["1", "2"]);
  expect(world.git("rev-parse", "HEAD").trim()).toBe(world.forge("rev-parse", "main"));
  // The replay of the ledger against what is kept is part of this.
  expect(succeed(world.runAs("ben", "ledger", "verify"))).toMatchObject({ ok: true });
}

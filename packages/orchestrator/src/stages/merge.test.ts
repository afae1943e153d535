import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { git, gitLine } from "../git/git.ts";
import type { RequestState } from "../state/request-state.ts";
import { sqliteStore } from "../stores/sqlite/sqlite-store.ts";
import type { Context } from "../workflow/context.ts";
import { merge } from "./merge.ts";

it("lets go of the change it was checked together with when that one did not land", async () => {
  const repository = mkdtempSync(join(tmpdir(), "throughline-merge-"));
  await git(repository, ["init", "--quiet"]);
  writeFileSync(join(repository, "file"), "text\n");
  await git(repository, ["add", "file"]);
  await git(repository, ["commit", "--quiet", "--message", "Start"]);
  const main = await gitLine(repository, ["rev-parse", "HEAD"]);
  await using store = await sqliteStore(":memory:", () => "2026-01-01T00:00:00.000Z");
  const forge = { repository, main: async () => main, pullRequest: async () => undefined, branch: async () => "c" };
  const state = {
    id: "r-2",
    plan: { base: main },
    patch: { commit: "c" },
    pullRequest: { number: 1, branch: "throughline/r-2", commit: "c" },
    verdict: { tree: "t", coupledTo: { request: "r-1", tree: "another tree than that of main" } },
  };

  const events = await merge({ forge, store } as unknown as Context, state as unknown as RequestState);

  expect(events).toEqual([{ kind: "uncoupled", from: "r-1" }]);
  rmSync(repository, { recursive: true, force: true });
});

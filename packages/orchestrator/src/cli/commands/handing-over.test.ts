import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { git, gitLine } from "../../git/git.ts";
import type { Status } from "../../state/status.ts";
import type { Context } from "../../workflow/context.ts";
import type { Invocation } from "../command.ts";
import { handingOver } from "./handing-over.ts";

const ID = "r-1";

let state: string;
let repository: string;
let status: Status;
let patch: string;
beforeEach(async () => {
  state = mkdtempSync(join(tmpdir(), "throughline-handing-"));
  repository = join(state, "forge.git");
  await git(state, ["init", "--quiet", "--bare", repository]);
  const first = join(state, "first");
  await git(state, ["clone", "--quiet", repository, first]);
  writeFileSync(join(first, "a.txt"), "one\n");
  await git(first, ["add", "--all"]);
  await git(first, ["commit", "--quiet", "--message", "One"]);
  await git(first, ["push", "--quiet", "origin", "HEAD:refs/heads/main"]);
  patch = await gitLine(first, ["rev-parse", "HEAD"]);
  status = "rejected";
});
afterEach(() => rmSync(state, { recursive: true, force: true }));

/** `throughline worktree …` on a request that is `status`; its answer. */
async function worktree(...parameters: string[]): Promise<unknown> {
  const context = {
    project: { state },
    prefix: "",
    store: { request: async () => ({ id: ID, status, patch: { commit: patch } }) },
    forge: { repository, main: () => gitLine(repository, ["rev-parse", "main"]) },
  } as unknown as Context;
  let answered: unknown;
  const command = handingOver.find(({ name }) => name === "worktree");
  await command?.run({
    open: async () => context,
    parameters,
    output: { answer: (value: unknown) => (answered = value) },
  } as unknown as Invocation);
  return answered;
}

async function open(): Promise<string> {
  return ((await worktree("open", ID)) as { folder: string }).folder;
}

async function commitIn(folder: string): Promise<void> {
  appendFileSync(join(folder, "a.txt"), "mine\n");
  await git(folder, ["commit", "--quiet", "--all", "--message", "Mine"]);
}

it("opens a person's branch where they left it, not where the request is", async () => {
  await commitIn(await open());
  rmSync(join(state, "worktrees"), { recursive: true });

  const folder = await open();

  expect(readFileSync(join(folder, "a.txt"), "utf8")).toBe("one\nmine\n");
  expect(await gitLine(folder, ["branch", "--show-current"])).toBe(`work/${ID}`);
});

it("keeps a work tree that has commits of its own, or changes", async () => {
  const folder = await open();
  await commitIn(folder);

  expect(await worktree("prune")).toEqual({ pruned: [] });

  await git(folder, ["checkout", "--quiet", "--detach", patch]);
  expect(await worktree("prune")).toEqual({ pruned: [] });

  await git(folder, ["checkout", "--quiet", "-B", `work/${ID}`, patch]);
  writeFileSync(join(folder, "new.txt"), "");
  expect(await worktree("prune")).toEqual({ pruned: [] });
  expect(existsSync(folder)).toBe(true);
});

it("keeps a work tree of a request that is still open", async () => {
  status = "question";
  await open();

  expect(await worktree("prune")).toEqual({ pruned: [] });
});

it("removes what has nothing of its own, and passes over folders whose tree is gone", async () => {
  const folder = await open();
  mkdirSync(join(state, "worktrees", "r-0"), { recursive: true });
  mkdirSync(join(state, "worktrees", "r-2", "tree"), { recursive: true });

  expect(await worktree("prune")).toEqual({ pruned: [ID] });
  expect(existsSync(folder)).toBe(false);
});

it("begins again at the newest patch after a prune of what had nothing of its own", async () => {
  await open();
  await worktree("prune");
  const other = join(state, "first");
  await commitIn(other);
  await git(other, ["push", "--quiet", "origin", "HEAD:refs/heads/main"]);
  patch = await gitLine(other, ["rev-parse", "HEAD"]);

  expect(readFileSync(join(await open(), "a.txt"), "utf8")).toBe("one\nmine\n");
});

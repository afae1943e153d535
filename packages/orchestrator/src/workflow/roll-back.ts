import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "@throughline/contracts";
import { Production } from "@throughline/delivery";
import { git, gitLine } from "../git/git.ts";
import { treeOf } from "../git/tree-files.ts";
import { addWorkTree, removeWorkTree } from "../git/work-tree.ts";
import type { Context } from "./context.ts";
import { effect } from "./effect.ts";
import { withWorkTree } from "./with-work-tree.ts";

export interface RolledBack {
  readonly how: string;
  readonly token: string;
  /** The commit on main that undoes the code; null when there was nothing to undo, or a person has to. */
  readonly commit: string | null;
}

type RollingBack = Pick<
  Context,
  "project" | "prefix" | "forge" | "delivery" | "store" | "now" | "progress" | "crashPoint"
>;

/**
 * Makes an earlier release production again, then undoes the code on main. Warehouse first: code that production does not run
 * is harmless, the reverse is not. With `revert`, only that merge is taken back, and what others committed since stays;
 * without, the project's folder becomes what it was in that release. Doing it again finds what was done.
 */
export async function rollBackTo(
  context: RollingBack,
  release: number,
  why: { reason: string; request: string | null; revert?: string },
): Promise<RolledBack> {
  const { project, delivery, store, progress } = context;
  const { manifest } = new Production(project.warehouse).find(release);
  const key = `${release}/${why.request ?? "by-hand"}`;
  return withWorkTree(context, `rollback-${release}`, manifest.commit, async (workTree) => {
    const { hash: ledgerHead } = await store.head();
    const { tree, commit } = manifest;
    const input = { ...workTree, release, tree, commit, ledgerHead, at: context.now() };
    const installed = await effect(context, "roll-back", key, why.request, () =>
      delivery.ask("rollBack", input, progress),
    );
    const undone = await effect(context, "revert-code", key, why.request, () => undoCode(context, tree, release, why));
    return { how: installed.how, token: installed.token, commit: undone };
  });
}

/** One commit on main whose project folder is what it was; null when main is so already, or the revert needs a person. */
async function undoCode(
  context: RollingBack,
  releaseTree: string,
  release: number,
  why: { reason: string; request: string | null; revert?: string },
): Promise<string | null> {
  const { forge, prefix, store } = context;
  const main = await forge.main();
  const done = why.revert ? await revertOf(forge.repository, why.revert, main) : undefined;
  if (done) return done;
  const tree = why.revert
    ? await treeWithout(context, main, why.revert)
    : await treeWithFolder(context, main, releaseTree, prefix);
  if (tree === undefined || tree === (await treeOf(forge.repository, main))) return null;
  const message = [
    `Roll back to release ${release}`,
    "",
    why.reason,
    "",
    ...(why.request ? [`Throughline-Request: ${why.request}`] : []),
    ...(why.revert ? [`Throughline-Reverts: ${why.revert}`] : []),
    `Throughline-Ledger: ${(await store.head()).hash}`,
  ].join("\n");
  const time = Math.floor(Date.parse(context.now()) / 1000);
  return forge.commitTree({ base: main, tree, message, time });
}

/** The commit that already takes a merge back, from an attempt that was interrupted. */
async function revertOf(repository: string, merge: string, main: string): Promise<string | undefined> {
  const format = "--format=%H %(trailers:key=Throughline-Reverts,valueonly,separator=%x2C)";
  const log = await git(repository, ["log", "--first-parent", format, `${merge}..${main}`]);
  return log
    .split("\n")
    .map((line) => line.split(" "))
    .find(([, reverted]) => reverted === merge)?.[0];
}

/** Main's tree with one merge taken back; undefined when others built on its lines, which a person has to sort out. */
async function treeWithout(context: RollingBack, main: string, merge: string): Promise<string | undefined> {
  const { repository } = context.forge;
  const folder = join(context.project.state, "environments", `revert-${merge.slice(0, 12)}`);
  try {
    await addWorkTree(repository, folder, main);
    await git(join(folder, "tree"), ["revert", "--no-commit", "--mainline", "1", merge]);
    return await gitLine(join(folder, "tree"), ["write-tree"]);
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  } finally {
    await removeWorkTree(repository, folder);
  }
}

/** Main's tree with the project's folder as it is in another tree; other folders of the repository stay as they are. */
async function treeWithFolder(context: RollingBack, main: string, tree: string, prefix: string): Promise<string> {
  if (prefix === "") return tree;
  const { repository } = context.forge;
  const scratch = join(context.project.state, "cache");
  const index = join(scratch, `index-${process.pid}`);
  mkdirSync(scratch, { recursive: true });
  const list = async (of: string) => (await git(repository, ["ls-tree", "-r", "-z", "--full-tree", of])).split("\0");
  const inside = (line: string) => line.slice(line.indexOf("\t") + 1).startsWith(prefix);
  const others = (await list(main)).filter((line) => line !== "" && !inside(line));
  const own = (await list(tree)).filter((line) => line !== "" && inside(line));
  const environment = { GIT_INDEX_FILE: index };
  try {
    const entries = [...others, ...own].map((line) => `${line}\0`).join("");
    await git(repository, ["update-index", "-z", "--index-info"], { input: entries, environment });
    return await gitLine(repository, ["write-tree"], { environment });
  } finally {
    rmSync(index, { force: true });
  }
}

/** Commits on main since a release, newest first, that a roll back to it would undo. */
export async function undoneBy(
  context: Pick<Context, "project" | "prefix" | "forge">,
  release: number,
): Promise<string[]> {
  const target = new Production(context.project.warehouse).find(release);
  const range = `${target.manifest.commit}..refs/heads/main`;
  const only = context.prefix === "" ? [] : ["--", context.prefix];
  const log = await git(context.forge.repository, ["log", "--first-parent", "--format=%h %an: %s", range, ...only]);
  return log.split("\n").filter((line) => line !== "");
}

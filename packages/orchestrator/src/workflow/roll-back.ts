import { join } from "node:path";
import { Production } from "@throughline/delivery";
import { git } from "../git/git.ts";
import { addWorkTree, removeWorkTree } from "../git/work-tree.ts";
import type { Context } from "./context.ts";
import { effect } from "./effect.ts";

export interface RolledBack {
  readonly how: string;
  readonly token: string;
  /** The commit on main whose tree is the release's; null when main had it already. */
  readonly commit: string | null;
}

/**
 * Makes an earlier release production again, and its tree the tree of main by one commit. Warehouse first: code that
 * production does not run is harmless, the reverse is not.
 */
export async function rollBackTo(
  context: Pick<Context, "project" | "prefix" | "forge" | "delivery" | "store" | "now" | "progress" | "crashPoint">,
  release: number,
  why: { reason: string; request: string | null },
): Promise<RolledBack> {
  const { project, prefix, forge, delivery, store, progress } = context;
  const target = new Production(project.warehouse).find(release);
  const key = `${release}<-${new Production(project.warehouse).token()}`;
  const folder = join(project.state, "environments", `rollback-${release}`);
  await addWorkTree(forge.repository, folder, target.manifest.commit);
  try {
    const { hash: ledgerHead } = await store.head();
    const installed = await effect(context, "roll-back", key, why.request, () =>
      delivery.ask(
        "rollBack",
        {
          folder,
          prefix,
          layout: project.layout,
          projectRoot: project.root,
          warehouse: project.warehouse,
          seconds: project.config.limits.checkSeconds,
          release,
          tree: target.manifest.tree,
          commit: target.manifest.commit,
          ledgerHead,
          at: context.now(),
        },
        progress,
      ),
    );
    const main = await forge.main();
    const message = [
      `Roll back to release ${release}`,
      "",
      why.reason,
      "",
      ...(why.request ? [`Throughline-Request: ${why.request}`] : []),
      `Throughline-Ledger: ${(await store.head()).hash}`,
    ].join("\n");
    const time = Math.floor(Date.parse(context.now()) / 1000);
    const commit = await effect(context, "revert-code", key, why.request, () =>
      forge.commitTree({ base: main, tree: target.manifest.tree, message, time }),
    );
    return { how: installed.how, token: installed.token, commit: commit === main ? null : commit };
  } finally {
    await removeWorkTree(forge.repository, folder);
  }
}

/** Commits on main since a release, newest first, that a roll back to it would undo. */
export async function undoneBy(context: Pick<Context, "project" | "forge">, release: number): Promise<string[]> {
  const target = new Production(context.project.warehouse).find(release);
  const log = await git(context.forge.repository, [
    "log",
    "--first-parent",
    "--format=%h %an: %s",
    `${target.manifest.commit}..refs/heads/main`,
  ]);
  return log.split("\n").filter((line) => line !== "");
}

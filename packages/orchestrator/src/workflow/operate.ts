import { join } from "node:path";
import { type Installed, Production } from "@throughline/delivery";
import type { Repository } from "../config/project.ts";
import { fail } from "../errors/failures.ts";
import { updateProject } from "../forges/project-branch.ts";
import { treeOf } from "../git/tree-files.ts";
import { addWorkTree, removeWorkTree } from "../git/work-tree.ts";
import type { Context } from "./context.ts";
import { effect } from "./effect.ts";
import { type RolledBack, rollBackTo, undoneBy } from "./roll-back.ts";

/** Delivery's view of a work tree of `commit`, for as long as `use` runs. */
async function withWorkTree<T>(
  context: Context,
  name: string,
  commit: string,
  use: (workplace: {
    folder: string;
    prefix: string;
    layout: Context["project"]["layout"];
    projectRoot: string;
    warehouse: string;
    seconds: number;
  }) => Promise<T>,
): Promise<T> {
  const { project, prefix, forge } = context;
  const folder = join(project.state, "environments", name);
  await addWorkTree(forge.repository, folder, commit);
  try {
    return await use({
      folder,
      prefix,
      layout: project.layout,
      projectRoot: project.root,
      warehouse: project.warehouse,
      seconds: project.config.limits.checkSeconds,
    });
  } finally {
    await removeWorkTree(forge.repository, folder);
  }
}

/** Release 1. What is there already is left as it is: the second call finds it. */
export async function setUpProduction(
  context: Context,
  actor: string,
  takeOver: string | undefined,
): Promise<Installed> {
  const { project, forge, store, delivery, progress } = context;
  const existing = new Production(project.warehouse).current();
  if (existing) return { token: existing.token, manifest: existing.manifest };
  const commit = await forge.main();
  const tree = await treeOf(forge.repository, commit);
  return withWorkTree(context, "set-up", commit, async (workplace) => {
    const { hash: ledgerHead } = await store.head();
    const input = {
      ...workplace,
      tree,
      commit,
      ledgerHead,
      at: context.now(),
      ...(takeOver === undefined ? {} : { takeOver }),
    };
    const installed = await effect(context, "set-up", "1", null, () => delivery.ask("setUp", input, progress));
    const { release, warehouseHash } = installed.manifest;
    await store.append({
      actor,
      request: null,
      events: [{ kind: "set-up", token: installed.token, release, commit, warehouseHash, takenOver: takeOver ?? null }],
    });
    return { token: installed.token, manifest: installed.manifest };
  });
}

/** A new data version, with the code that production runs. */
export async function loadData(context: Context, actor: string): Promise<Installed & { rows: Record<string, number> }> {
  const { project, store, delivery, progress } = context;
  const { manifest } = new Production(project.warehouse).require();
  return withWorkTree(context, "load", manifest.commit, async (workplace) => {
    const { hash: ledgerHead } = await store.head();
    const key = `${manifest.release}-data-${manifest.dataVersion + 1}`;
    const loaded = await effect(context, "load", key, null, () =>
      delivery.ask(
        "load",
        { ...workplace, tree: manifest.tree, commit: manifest.commit, ledgerHead, at: context.now() },
        progress,
      ),
    );
    const { dataVersion, warehouseHash } = loaded.manifest;
    await store.append({
      actor,
      request: null,
      events: [{ kind: "loaded", token: loaded.token, dataVersion, rows: loaded.rows, warehouseHash }],
    });
    return { token: loaded.token, manifest: loaded.manifest, rows: loaded.rows };
  });
}

export interface RollBackAccount extends RolledBack {
  readonly from: string;
  readonly undone: readonly string[];
}

/** What a roll back would do, without doing it. */
export async function previewRollBack(
  context: Context,
  release: number | undefined,
): Promise<{ release: number; undone: string[] }> {
  const current = new Production(context.project.warehouse).require();
  const target = release ?? current.manifest.predecessor;
  if (target === null) throw fail("release.first", {});
  return { release: target, undone: await undoneBy(context, target) };
}

/** Makes an earlier release production again, by a person's word. */
export async function rollBackByHand(
  context: Context,
  actor: string,
  release: number,
  repository: Repository,
): Promise<RollBackAccount> {
  const { project, store, forge } = context;
  const from = new Production(project.warehouse).require().token;
  const undone = await undoneBy(context, release);
  const done = await rollBackTo(context, release, { reason: `Asked by ${actor}.`, request: null });
  await store.append({
    actor,
    request: null,
    events: [
      { kind: "production-rolled-back", from, to: done.token, how: done.how, commit: done.commit, undone, by: actor },
    ],
  });
  await effect(context, "update-project", `rollback-${done.token}`, null, () => updateProject(forge, repository));
  return { ...done, from, undone };
}

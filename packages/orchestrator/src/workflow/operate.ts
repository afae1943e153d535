import { Failure } from "@throughline/contracts";
import { type Installed, Production } from "@throughline/delivery";
import { requireRepository } from "../config/project.ts";
import { fail } from "../errors/failures.ts";
import { syncFromProject, updateProject } from "../forges/project-branch.ts";
import { filesAt, treeOf } from "../git/tree-files.ts";
import { readControls } from "../limits/controls.ts";
import type { Context } from "./context.ts";
import { effect } from "./effect.ts";
import { withLoaderSecrets } from "./loader-secrets.ts";
import { projectFacts } from "./project-facts.ts";
import { projectLineage } from "./project-lineage.ts";
import { type RolledBack, rollBackTo, undoneBy } from "./roll-back.ts";
import { withWarehouse } from "./warehouse-lease.ts";
import { withWorkTree } from "./with-work-tree.ts";

/** Release 1. What is there already is left as it is: the second call finds it. */
export async function setUpProduction(
  context: Context,
  actor: string,
  takeOver: string | undefined,
): Promise<Installed> {
  const installed = await withWarehouse(context, () => setUpNow(context, actor, takeOver));
  // Read once, here: nobody's first question has to wait for it.
  await projectFacts(context.project, context.delivery);
  await readLineage(context);
  return installed;
}

/** What cannot be read is said to whoever asks for it: production is there. */
async function readLineage({ project, forge, prefix, progress }: Context): Promise<void> {
  progress("reading the lineage");
  const files = await filesAt(forge.repository, await forge.main(), prefix);
  await projectLineage(project, files).catch(() => undefined);
}

async function setUpNow(context: Context, actor: string, takeOver: string | undefined): Promise<Installed> {
  const { project, forge, store, delivery, progress } = context;
  const recorded = async (manifest: Installed["manifest"], token: string) => {
    // Also what a killed process had done and not written down.
    if ((await store.ledger({ kinds: ["set-up"] })).length > 0) return;
    const { release, commit, warehouseHash } = manifest;
    const event = { kind: "set-up" as const, token, release, commit, warehouseHash, takenOver: takeOver ?? null };
    await store.append({ actor, request: null, events: [event] });
  };
  const existing = new Production(project.warehouse).current();
  if (existing) {
    await recorded(existing.manifest, existing.token);
    return { token: existing.token, manifest: existing.manifest };
  }
  await syncFromProject(forge, await requireRepository(project.root));
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
    const installed = await effect(context, "set-up", "1", null, () =>
      withLoaderSecrets(context, (given) => delivery.ask("setUp", { ...input, ...given }, progress)),
    );
    await recorded(installed.manifest, installed.token);
    return { token: installed.token, manifest: installed.manifest };
  });
}

/** A new data version, with the code that production runs. */
export async function loadData(context: Context, actor: string): Promise<Loaded> {
  const loaded = await withWarehouse(context, () => loadNow(context, actor));
  await projectFacts(context.project, context.delivery);
  return loaded;
}

interface Loaded extends Installed {
  readonly rows: Record<string, number>;
}

async function loadNow(context: Context, actor: string): Promise<Loaded> {
  const { project, store, delivery, progress } = context;
  if ((project.layout.loader?.pipelines ?? []).length === 0) throw fail("release.loader", {});
  await requireThawed(context);
  const { manifest } = new Production(project.warehouse).require();
  return withWorkTree(context, "load", manifest.commit, async (workplace) => {
    const { hash: ledgerHead } = await store.head();
    const key = `${manifest.release}-data-${manifest.dataVersion + 1}`;
    const loaded = await effect(context, "load", key, null, () =>
      withLoaderSecrets(context, (given) =>
        delivery.ask(
          "load",
          { ...workplace, ...given, tree: manifest.tree, commit: manifest.commit, ledgerHead, at: context.now() },
          progress,
        ),
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
  const pending = await pendingRollBack(context);
  const target = pending?.release ?? release ?? current.manifest.predecessor;
  if (target === null) throw fail("release.first", {});
  return { release: target, undone: await undoneBy(context, target) };
}

/** Fails while production is frozen: nobody switches it then. */
async function requireThawed(context: Context): Promise<void> {
  const { freeze } = await readControls(context.store);
  if (freeze) throw fail("freeze.on", freeze);
}

/**
 * Makes an earlier release production again, by a person's word. It is written down before it begins, so that one that was
 * interrupted is finished by the next call instead of going a release further back.
 */
export function rollBackByHand(context: Context, actor: string, release: number): Promise<RollBackAccount> {
  return withWarehouse(context, async () => {
    const { project, store, forge, log } = context;
    const pending = await pendingRollBack(context);
    if (!pending) await requireThawed(context);
    const target = pending?.release ?? release;
    const from = pending?.from ?? new Production(project.warehouse).require().token;
    const undone = await undoneBy(context, target);
    if (!pending) {
      await store.append({
        actor,
        request: null,
        events: [{ kind: "roll-back-begun", release: target, from, by: actor }],
      });
    }
    const done = await rollBackTo(context, target, { reason: `Asked by ${actor}.`, request: null });
    const { how, token, commit } = done;
    await store.append({
      actor,
      request: null,
      events: [{ kind: "production-rolled-back", from, to: token, how, commit, undone, by: actor }],
    });
    await markRolledBack(context, actor, target, done);
    const repository = await requireRepository(project.root);
    try {
      await effect(context, "update-project", `rollback-${token}`, null, () => updateProject(forge, repository));
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      log.write({
        level: "info",
        request: null,
        stage: null,
        message: `the project's branch was left as it is: ${error.message}`,
      });
    }
    return { ...done, from, undone };
  });
}

/** The roll back that was begun last and never finished. */
export async function pendingRollBack(
  context: Pick<Context, "store">,
): Promise<{ release: number; from: string } | undefined> {
  const entries = await context.store.ledger({ kinds: ["roll-back-begun", "production-rolled-back"] });
  const last = entries.at(-1)?.event;
  return last?.kind === "roll-back-begun" ? { release: last.release, from: last.from } : undefined;
}

/** Requests whose change production no longer has, or was about to get from a merge that is undone. */
async function markRolledBack(context: Context, actor: string, release: number, done: RolledBack): Promise<void> {
  const reason = `Production was rolled back to release ${release} by ${actor}.`;
  for (const state of await context.store.requests()) {
    const released = state.status === "released" && (state.release?.number ?? 0) > release;
    const merged = state.merge !== undefined && ["running", "waiting", "failed"].includes(state.status);
    if (!released && !merged) continue;
    await context.store.append({
      actor,
      request: state.id,
      events: [{ kind: "rolled-back", reason, how: done.how, token: done.token, commit: done.commit }],
    });
  }
}

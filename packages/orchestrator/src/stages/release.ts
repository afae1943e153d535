import { join } from "node:path";
import { Failure } from "@throughline/contracts";
import { Production } from "@throughline/delivery";
import { fail } from "../errors/failures.ts";
import { changesBetween } from "../git/tree-files.ts";
import { addWorkTree, removeWorkTree } from "../git/work-tree.ts";
import { readControls } from "../limits/controls.ts";
import { type RunStage, stopwatch } from "../workflow/context.ts";
import { effect } from "../workflow/effect.ts";

/** Builds what was merged on a copy of production, then moves the pointer: warehouse and semantic model in one step. */
export const release: RunStage = async (context, state) => {
  const seconds = stopwatch();
  const { forge, project, prefix, delivery, store, progress } = context;
  const { merge, verdict } = state;
  if (!merge || !verdict) throw new Error(`request ${state.id} is to be released without a merge`);
  const { freeze } = await readControls(store);
  if (freeze) throw fail("freeze.on", freeze);
  const production = new Production(project.warehouse).require();
  const folder = join(project.state, "environments", `${state.id}-${state.attempt}-release`);
  await addWorkTree(forge.repository, folder, merge.commit);
  try {
    const changes = await changesBetween(forge.repository, production.manifest.tree, merge.commit, prefix);
    const { hash: ledgerHead } = await store.head();
    const input = {
      folder,
      prefix,
      layout: project.layout,
      projectRoot: project.root,
      warehouse: project.warehouse,
      seconds: project.config.limits.checkSeconds,
    };
    const installed = await effect(context, "release", state.id, state.id, () =>
      delivery.ask(
        "release",
        {
          ...input,
          verdict,
          tree: merge.tree,
          commit: merge.commit,
          request: state.id,
          changes,
          ledgerHead,
          at: context.now(),
        },
        progress,
      ),
    );
    const { release: number, dataVersion, warehouseHash, modelHash } = installed.manifest;
    return [
      {
        kind: "released",
        token: installed.token,
        release: number,
        dataVersion,
        warehouseHash,
        modelHash,
        seconds: seconds(),
      },
    ];
  } catch (error) {
    if (error instanceof Failure && error.code === "release.fenced") {
      return [
        { kind: "production-moved", from: verdict.against, to: new Production(project.warehouse).token() ?? null },
      ];
    }
    throw error;
  } finally {
    await removeWorkTree(forge.repository, folder);
  }
};

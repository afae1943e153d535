import { Failure } from "@throughline/contracts";
import { Production, standsOn } from "@throughline/delivery";
import { isAncestor } from "../git/ancestry.ts";
import { changesBetween } from "../git/tree-files.ts";
import { readControls } from "../limits/controls.ts";
import type { RequestEvent } from "../state/event.ts";
import { type RunStage, stopwatch } from "../workflow/context.ts";
import { effect } from "../workflow/effect.ts";
import { withLoaderSecrets } from "../workflow/loader-secrets.ts";
import { acceptedUnchecked } from "../workflow/merge-approvals.ts";
import { withWarehouse } from "../workflow/warehouse-lease.ts";
import { withWorkTree } from "../workflow/with-work-tree.ts";

/** Builds what was merged on a copy of production, then moves the pointer: warehouse and semantic model in one step. */
export const release: RunStage = (context, state) => withWarehouse(context, () => releaseMerged(context, state));

async function releaseMerged(...[context, state]: Parameters<RunStage>): Promise<readonly RequestEvent[]> {
  const seconds = stopwatch();
  const { forge, project, prefix, delivery, store, progress } = context;
  const { merge, verdict } = state;
  if (!merge || !verdict) throw new Error(`request ${state.id} is to be released without a merge`);
  const { freeze } = await readControls(store);
  if (freeze) return [{ kind: "waited", for: `the freeze of production by ${freeze.by} (${freeze.reason})` }];
  const production = new Production(project.warehouse).require();
  const { manifest } = production;
  if (manifest.request !== state.id && (await isAncestor(forge.repository, merge.commit, manifest.commit))) {
    // A later release was built on main after this merge: production has it already.
    return [releasedAs(production, seconds()), { kind: "verified", seconds: 0 }];
  }
  if (!standsOn(verdict, production) && manifest.request !== state.id) {
    return [{ kind: "production-moved", from: verdict.against, to: production.token }];
  }
  const changes = await changesBetween(forge.repository, manifest.tree, merge.commit, prefix);
  try {
    return await withWorkTree(context, `${state.id}-${state.attempt}-release`, merge.commit, async (workTree) => {
      const { hash: ledgerHead } = await store.head();
      const { tree, commit } = merge;
      const accepted = acceptedUnchecked(state, tree);
      const input = {
        ...workTree,
        verdict,
        accepted,
        tree,
        commit,
        request: state.id,
        changes,
        ledgerHead,
        at: context.now(),
      };
      const installed = await effect(context, "release", state.id, state.id, () =>
        state.plan?.layers.includes("loader")
          ? withLoaderSecrets(context, (given) => delivery.ask("release", { ...input, ...given }, progress))
          : delivery.ask("release", input, progress),
      );
      return [releasedAs(installed, seconds())];
    });
  } catch (error) {
    if (!(error instanceof Failure && error.code === "release.fenced")) throw error;
    return [{ kind: "production-moved", from: verdict.against, to: new Production(project.warehouse).token() ?? null }];
  }
}

function releasedAs(
  installed: Pick<ReturnType<Production["require"]>, "token" | "manifest">,
  seconds: number,
): Extract<RequestEvent, { kind: "released" }> {
  const { release: number, dataVersion, warehouseHash, modelHash } = installed.manifest;
  return { kind: "released", token: installed.token, release: number, dataVersion, warehouseHash, modelHash, seconds };
}

import { Failure } from "@throughline/contracts";
import { git } from "../git/git.ts";
import { treeOf } from "../git/tree-files.ts";
import { readControls } from "../limits/controls.ts";
import { stopping } from "../policy/decide.ts";
import type { RequestEvent } from "../state/event.ts";
import { approversOf, type RequestState } from "../state/request-state.ts";
import { amendmentOf } from "../workflow/amendment.ts";
import { type Context, type RunStage, stopwatch } from "../workflow/context.ts";
import { effect } from "../workflow/effect.ts";
import { carriedTo, standingApprovals } from "../workflow/merge-approvals.ts";
import { decideBuilt } from "../workflow/policy-in-force.ts";

/**
 * Merges the exact tree that was checked, when the policy, or as many people as it asks for, approved exactly (plan hash, tree,
 * verdict). When
 * main has moved, nothing of that is true any more: the plan is computed again on the new base.
 */
export const merge: RunStage = async (context, state) => {
  const seconds = stopwatch();
  const { forge, store } = context;
  const { plan, patch, verdict, pullRequest } = state;
  if (!plan?.base || !patch || !verdict || !pullRequest) {
    throw new Error(`request ${state.id} is to be merged without a pull request`);
  }
  if (state.merge) {
    // Merged before production moved, and checked again since: the same tree is on main already.
    return [{ kind: "merged", commit: state.merge.commit, tree: state.merge.tree, seconds: seconds() }];
  }
  const { freeze } = await readControls(store);
  if (freeze) return [{ kind: "waited", for: `the freeze of production by ${freeze.by} (${freeze.reason})` }];
  const merged = (await forge.pullRequest(state.id))?.mergeCommit;
  const main = await forge.main();
  if (!merged && main !== plan.base && !(await isOwnMerge(context, state, main))) {
    return [{ kind: "base-moved", from: plan.base, to: main }];
  }
  const amendment = merged ? undefined : await amendmentOf(context, state, await forge.branch(pullRequest.branch));
  if (amendment) return [{ kind: "amended", amendment }];
  const { coupledTo } = verdict;
  if (!merged && coupledTo && (await treeOf(forge.repository, plan.base)) !== coupledTo.tree) {
    return [{ kind: "uncoupled", from: coupledTo.request }];
  }
  const decision = await decideBuilt(context, state, {
    plan: { ...plan, base: plan.base },
    commit: patch.commit,
    verdict,
  });
  const stopped = stopping(decision.seen.notChecked);
  if (verdict.verdict === "failed" || stopped.length > 0) {
    throw new Error(`request ${state.id} is to be merged with a verdict that is ${verdict.verdict}`);
  }
  const approvals = standingApprovals(state, { plan, verdict }, decision);
  const people = approversOf(approvals);
  const events: RequestEvent[] = [{ kind: "decided", decision }, ...carriedTo(verdict, approvals)];
  const { tier, rule } = decision;
  if (people.length < decision.approvers) {
    return [...events, { kind: "review-asked", tier, rule: `${rule}: ${decision.says}` }];
  }
  if (tier === "auto") {
    const notChecked = decision.seen.notChecked.map(({ check }) => check);
    const { tree, id } = verdict;
    events.push({ kind: "merge-approved", planHash: plan.hash, tree, verdict: id, by: { rule }, notChecked });
  }
  const { hash: head } = await store.head();
  const message = [
    plan.summary,
    "",
    `Throughline-Request: ${state.id}`,
    `Throughline-Plan: ${plan.hash}`,
    `Throughline-Verdict: ${verdict.id}`,
    ...(tier === "auto" ? [`rule ${rule}`] : people).map((by) => `Throughline-Approved-By: ${by}`),
    `Throughline-Ledger: ${head}`,
  ].join("\n");
  const time = Math.floor(Date.parse(context.now()) / 1000);
  const base = plan.base;
  try {
    const commit = await effect(context, "merge", `${state.id}/${state.attempt}`, state.id, () =>
      forge.merge(state.id, { base, head: patch.commit, tree: verdict.tree, message, time }),
    );
    return [...events, { kind: "merged", commit, tree: verdict.tree, seconds: seconds() }];
  } catch (error) {
    // Somebody pushed between the look at main and the merge.
    const now = await forge.main();
    if (!(error instanceof Failure) || now === base) throw error;
    return [{ kind: "base-moved", from: base, to: now }];
  }
};

/** A crash after the merge and before its record leaves main on our own commit. */
async function isOwnMerge(context: Context, state: RequestState, main: string): Promise<boolean> {
  const started = await context.store.ledger({ request: state.id });
  const begun = started.some(
    (entry) =>
      entry.event.kind === "effect-started" &&
      entry.event.effect === "merge" &&
      entry.event.key === `${state.id}/${state.attempt}`,
  );
  if (!begun || !state.plan?.base || !state.patch) return false;
  const parents = (await git(context.forge.repository, ["log", "-1", "--format=%P", main])).trim().split(" ");
  return parents[0] === state.plan.base && parents[1] === state.patch.commit;
}

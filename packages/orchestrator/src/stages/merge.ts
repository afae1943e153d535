import { type Effects, Failure } from "@throughline/contracts";
import { git } from "../git/git.ts";
import { rawChanges, treeOf } from "../git/tree-files.ts";
import { readControls } from "../limits/controls.ts";
import { type Decision, decide, reachOf } from "../policy/policy.ts";
import type { RequestEvent } from "../state/event.ts";
import type { RequestState } from "../state/request-state.ts";
import { amendmentOf } from "../workflow/amendment.ts";
import { type Context, type RunStage, stopwatch } from "../workflow/context.ts";
import { effect } from "../workflow/effect.ts";
import { unreleasedOn } from "../workflow/unreleased.ts";

/**
 * Merges the exact tree that was checked, when the policy or a person approved exactly (plan hash, tree, verdict). When
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
  const decision = await decideFor(context, state);
  const approval = state.mergeApproval;
  // A person's word holds for the tree, and for the same change on a base that moved; checked again, it needs a verdict that
  // passed, not another word.
  const isCarried = patch.rebasedFrom !== undefined && decision.tier === state.review?.tier;
  const bound = approval && approval.planHash === plan.hash && (approval.tree === verdict.tree || isCarried);
  const events: RequestEvent[] = [];
  if (verdict.verdict !== "passed")
    throw new Error(`request ${state.id} is to be merged with a verdict that is ${verdict.verdict}`);
  if (!bound) {
    if (decision.tier !== "auto") {
      return [{ kind: "review-asked", tier: decision.tier, rule: `${decision.rule}: ${decision.says}` }];
    }
    const by = { rule: decision.rule };
    events.push({ kind: "merge-approved", planHash: plan.hash, tree: verdict.tree, verdict: verdict.id, by });
  } else if (approval.verdict !== verdict.id) {
    events.push({
      kind: "merge-approved",
      planHash: plan.hash,
      tree: verdict.tree,
      verdict: verdict.id,
      by: approval.by,
      ...(approval.tree === verdict.tree ? {} : { carriedFrom: approval.tree }),
    });
  }
  const who = bound ? approval.by : { rule: decision.rule };
  const { hash: head } = await store.head();
  const message = [
    plan.summary,
    "",
    `Throughline-Request: ${state.id}`,
    `Throughline-Plan: ${plan.hash}`,
    `Throughline-Verdict: ${verdict.id}`,
    `Throughline-Approved-By: ${"person" in who ? who.person : `rule ${who.rule}`}`,
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

/** The tier of what was really built, which can only be stricter than what was planned. */
async function decideFor(context: Context, state: RequestState): Promise<Decision> {
  const { plan, verdict } = state;
  if (!plan || !verdict) throw new Error(`request ${state.id} has no plan or verdict`);
  const changed = verdict.evidence.columns.filter(
    (shape) => shape.added.length + shape.removed.length + shape.retyped.length > 0,
  );
  const removed = changed.some((shape) => shape.removed.length + shape.retyped.length > 0);
  const effects: Effects = {
    ...plan.effects,
    schemaChange: plan.effects.schemaChange || changed.length > 0,
    breaking: removed ? "breaking" : plan.effects.breaking,
  };
  const { repository } = context.forge;
  if (!plan.base || !state.patch) throw new Error(`request ${state.id} has no patch`);
  // Paths from git, not from the author: what it says of itself decides nothing.
  const own = await rawChanges(repository, plan.base, state.patch.commit);
  const { files: pushed } = await unreleasedOn(context, plan.base);
  const paths = [...own.map((change) => change.path.slice(context.prefix.length)), ...pushed];
  const frozen = (await readControls(context.store)).frozenModels.flatMap((entry) => entry.models);
  const reached = reachOf(effects, plan.edits);
  return decide({
    effects,
    paths,
    pushed,
    amended: plan.amendment !== undefined,
    frozen: frozen.filter((name) => reached.has(name)),
  });
}

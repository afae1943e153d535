import type { Person, Plan, Verdict } from "@throughline/contracts";
import { fail } from "../errors/failures.ts";
import { isApprover } from "../limits/roles.ts";
import type { Decision } from "../policy/decision.ts";
import type { RequestEvent } from "../state/event.ts";
import type { MergeApproval, RequestState } from "../state/request-state.ts";
import { uncheckedIn } from "./policy-in-force.ts";

/**
 * People's approvals that hold for what is to be merged now. A yes is to one (plan hash, tree, verdict). It stands for the same
 * tree under another verdict, and for the same patch on a base that moved, while the policy still asks for the same tier and
 * nothing is unchecked that was checked when it was given. Nobody's yes to their own words counts, whatever is recorded.
 */
export function standingApprovals(
  state: RequestState,
  { plan, verdict }: { readonly plan: Plan; readonly verdict: Verdict },
  decision: Decision,
): readonly MergeApproval[] {
  const unchecked = uncheckedIn(verdict).map(({ check }) => check);
  return (state.mergeApprovals ?? []).filter((approval) => {
    if (!("person" in approval.by) || approval.planHash !== plan.hash) return false;
    if (state.wordsBy.includes(approval.by.person) && !state.solo) return false;
    if (approval.tree === verdict.tree && approval.verdict === verdict.id) return true;
    const isSamePatch = approval.tree === verdict.tree || state.patch?.rebasedFrom !== undefined;
    return (
      isSamePatch &&
      decision.tier === state.review?.tier &&
      unchecked.every((check) => approval.notChecked.includes(check))
    );
  });
}

/** Approvals of another tree or verdict, said anew of this one. */
export function carriedTo(verdict: Verdict, approvals: readonly MergeApproval[]): RequestEvent[] {
  return approvals
    .filter(({ tree, verdict: id }) => tree !== verdict.tree || id !== verdict.id)
    .map(({ tree, planHash, by }) => ({
      kind: "merge-approved",
      planHash,
      tree: verdict.tree,
      verdict: verdict.id,
      by,
      notChecked: uncheckedIn(verdict).map(({ check }) => check),
      ...(tree === verdict.tree ? {} : { carriedFrom: tree }),
    }));
}

/** Checks that did not run, and without which a recorded approval lets exactly this tree through. */
export function acceptedUnchecked({ mergeApprovals = [] }: RequestState, tree: string): string[] {
  return [...new Set(mergeApprovals.filter((approval) => approval.tree === tree).flatMap((one) => one.notChecked))];
}

/** Fails when a change needs more approvers than there are people who could be: it would wait for ever. */
export function requireEnoughApprovers(people: readonly Person[], state: RequestState): void {
  const needed = state.decision?.approvers ?? 1;
  const others = people.filter((person) => isApprover(person) && !state.wordsBy.includes(person.id));
  if (state.solo || needed <= 1 || others.length >= needed) return;
  throw fail("policy.too-few", { needed, others: others.map(({ id }) => id) });
}

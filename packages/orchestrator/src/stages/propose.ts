import { requestBranch } from "../forges/request-branch.ts";
import { requireNoCredential } from "../limits/credentials.ts";
import { amendmentOf } from "../workflow/amendment.ts";
import { type RunStage, stopwatch } from "../workflow/context.ts";
import { effect } from "../workflow/effect.ts";
import { pullRequestBody } from "./pull-request-body.ts";

/** A branch and a pull request with plan, verdict and evidence: proven before anybody is asked to look. */
export const propose: RunStage = async (context, state) => {
  const seconds = stopwatch();
  const { forge } = context;
  const { plan, patch, verdict } = state;
  if (!plan || !patch || !verdict) throw new Error(`request ${state.id} is to be proposed without a checked patch`);
  const branch = requestBranch(state.id);
  const from = await forge.branch(branch);
  const amendment = await amendmentOf(context, state, from);
  if (amendment) return [{ kind: "amended", amendment }];
  const text = { title: plan.summary, body: pullRequestBody(state, plan, verdict) };
  await requireNoCredential(`${text.title}\n${text.body}`, "the pull request");
  const key = `${state.id}/${state.attempt}`;
  await effect(context, "push-branch", key, state.id, () => forge.pushBranch(branch, patch.commit, from));
  const pullRequest = await effect(context, "open-pull-request", key, state.id, () =>
    forge.openPullRequest(state.id, branch, patch.commit, text),
  );
  return [{ kind: "proposed", pullRequest: pullRequest.number, branch, commit: patch.commit, seconds: seconds() }];
};

import { STAGES, type Stage } from "../state/event.ts";
import { approvalsGiven, approversNeeded, type RequestState } from "../state/request-state.ts";
import { isOpen } from "../state/status.ts";

/** The state object that outsiders may rely on: `--json` of every command about a request. */
export function presentState(state: RequestState) {
  const waitingFor = waitsFor(state);
  return {
    id: state.id,
    status: state.status,
    stage: state.stage,
    step: stepOf(state.stage),
    steps: STAGES.length,
    since: state.since,
    text: state.text,
    ...(state.text === state.raw ? {} : { raw: state.raw, sanitised: state.sanitised }),
    requester: state.requester.id,
    receivedAt: state.receivedAt,
    attempt: state.attempt,
    ...(waitingFor ? { waitingFor } : {}),
    ...(state.status === "question" ? { questions: state.questions } : {}),
    ...(state.refusal ? { code: state.refusal.code, reason: state.refusal.reason, hint: state.refusal.hint } : {}),
    ...(state.existing ? { existing: state.existing } : {}),
    ...(state.plan ? { plan: state.plan } : {}),
    ...(state.planApproval ? { planApproval: state.planApproval } : {}),
    ...(state.patch ? { patch: state.patch } : {}),
    ...(state.verdict ? { verdict: state.verdict, evidence: state.verdict.evidence } : {}),
    ...(state.pullRequest ? { pullRequest: state.pullRequest } : {}),
    ...(state.status === "awaiting-review"
      ? { approvals: { given: approvalsGiven(state), needed: approversNeeded(state) } }
      : {}),
    ...(state.mergeApprovals ? { mergeApprovals: state.mergeApprovals } : {}),
    ...(state.merge ? { merge: state.merge } : {}),
    ...(state.release ? { release: state.release } : {}),
    ...(state.rollback ? { rollback: state.rollback } : {}),
    ...(state.failure ? { failure: state.failure } : {}),
    ...(state.rejection ? { rejection: state.rejection, endedBy: state.endedBy } : {}),
    ...(state.feedback ? { feedback: state.feedback } : {}),
    timings: state.timings,
  };
}

export function stepOf(stage: Stage): number {
  return STAGES.indexOf(stage) + 1;
}

/** Whom or what a request waits for, in words. */
export function waitsFor(state: RequestState): string | undefined {
  if (!isOpen(state.status)) return undefined;
  switch (state.status) {
    case "question":
      return `an answer of ${state.requester.name}`;
    case "awaiting-approval":
      return state.plan?.tier === "auto" || state.solo
        ? `approval of the plan by ${state.requester.name}, or an approver`
        : `approval of the plan by an approver other than ${state.requester.name} (${state.plan?.tierReason})`;
    case "awaiting-review":
      return `${reviewOf(state)} (${state.review?.rule})`;
    case "waiting":
      return state.waitsFor;
    default:
      return "a worker";
  }
}

function reviewOf(state: RequestState): string {
  const needed = approversNeeded(state);
  if (state.solo) return `review by ${state.requester.name}`;
  if (needed === 1) return `review by an approver other than ${state.requester.name}`;
  const given = approvalsGiven(state);
  const so = given.length === 0 ? "" : `, of ${given.join(", ")}`;
  return `review by approvers other than ${state.requester.name}: ${given.length} of ${needed} approvals${so}`;
}

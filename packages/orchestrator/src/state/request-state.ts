import type { Amendment, FailureData, Intent, Person, Plan, Question, Refusal, Verdict } from "@throughline/contracts";
import type { Decision } from "../policy/decision.ts";
import type { Authority, RequestEvent, Stage } from "./event.ts";
import { mayFollow, type Status } from "./status.ts";

/** Seconds of one stage: the machine's work, waiting for a worker, and waiting for a person. */
export interface StageTime {
  readonly machine: number;
  readonly waiting: number;
  readonly person: number;
}

/** One yes to the merge of exactly this. */
export interface MergeApproval {
  readonly planHash: string;
  readonly tree: string;
  readonly verdict: string;
  readonly by: Authority;
  /** Checks that did not run, and without which it lets the change through. */
  readonly notChecked: readonly string[];
  readonly at: string;
}

/** Everything known of one request. Made from its events alone: replaying the ledger gives the same. */
export interface RequestState {
  readonly id: string;
  /** Counts its events; a step that was working on another version cannot finish. */
  readonly version: number;
  readonly status: Status;
  readonly stage: Stage;
  /** How often authoring was begun anew: on a moved base, or after a retry. Part of every effect's key. */
  readonly attempt: number;
  readonly text: string;
  readonly raw: string;
  readonly sanitised: readonly string[];
  readonly requester: Person;
  readonly channel: string;
  readonly solo: boolean;
  /** Everybody whose words the plan was made of: none of them is somebody else who approves it. */
  readonly wordsBy: readonly string[];
  readonly receivedAt: string;
  /** When the present status and stage began. */
  readonly since: string;
  readonly answers: Readonly<Record<string, string>>;
  readonly timings: Readonly<Partial<Record<Stage, StageTime>>>;
  readonly intent?: Intent;
  readonly questions?: readonly Question[];
  readonly refusal?: Refusal;
  readonly existing?: string;
  /** What people made of its branch, in place of what the author wrote. */
  readonly amendment?: Amendment;
  readonly plan?: Plan;
  readonly planApproval?: {
    readonly planHash: string;
    readonly base: string;
    readonly by: Authority;
    readonly at: string;
  };
  readonly patch?: {
    readonly commit: string;
    readonly files: readonly string[];
    /** The commit that was looked at, when this is the same change on another base. */
    readonly rebasedFrom?: string;
  };
  /** The patch as it was before its base moved: it is tried on the new one before anything is written anew. */
  readonly movedPatch?: { readonly commit: string; readonly base: string };
  /** What was seen of it together with the change its base moved to: that holds, when just that is there now. */
  readonly movedVerdict?: Verdict;
  readonly verdict?: Verdict;
  readonly pullRequest?: { readonly number: number; readonly branch: string; readonly commit: string };
  readonly review?: { readonly tier: string; readonly rule: string };
  /** What the policy said last. */
  readonly decision?: Decision;
  /** All of them to the same (plan hash, tree, verdict); another one begins anew. */
  readonly mergeApprovals?: readonly MergeApproval[];
  readonly merge?: { readonly commit: string; readonly tree: string };
  readonly release?: { readonly token: string; readonly number: number; readonly dataVersion: number };
  /** What it waits for, when that is neither a worker nor a person's decision on it. */
  readonly waitsFor?: string;
  readonly rollback?: { readonly reason: string; readonly how: string; readonly token: string };
  readonly failure?: FailureData;
  readonly endedBy?: string;
  readonly rejection?: string;
  readonly feedback?: { readonly score: number; readonly comment: string };
}

/** An event in the order of the ledger. */
export interface Recorded {
  readonly request: string;
  readonly at: string;
  readonly event: RequestEvent;
}

type Change = Partial<Omit<RequestState, "id" | "version" | "since" | "timings">>;

/** What an event makes of a request. Throws on what may never happen: that is a bug, not a failure. */
export function applyEvent(state: RequestState | undefined, recorded: Recorded): RequestState {
  const { event, at } = recorded;
  if (event.kind === "request-received") {
    if (state) throw new Error(`request ${recorded.request} was received twice`);
    const { kind: _, ...facts } = event;
    return {
      ...facts,
      id: recorded.request,
      version: 1,
      status: "running",
      stage: "understand",
      attempt: 1,
      receivedAt: at,
      since: at,
      answers: {},
      wordsBy: [event.requester.id],
      timings: { intake: { machine: 0, waiting: 0, person: 0 } },
    };
  }
  if (!state) throw new Error(`request ${recorded.request} has ${event.kind} before it was received`);
  const change = changeOf(state, event, at);
  const status = change.status ?? state.status;
  if (status !== state.status && !mayFollow(state.status, status)) {
    throw new Error(`request ${state.id} cannot go from ${state.status} to ${status}`);
  }
  const moved = status !== state.status || (change.stage ?? state.stage) !== state.stage;
  return {
    ...state,
    ...change,
    version: state.version + 1,
    since: moved ? at : state.since,
    timings: timed(state, event, at),
  };
}

/** Another patch than the one that was looked at. */
const ANEW_PATCH = {
  mergeApprovals: undefined,
  review: undefined,
  movedPatch: undefined,
  movedVerdict: undefined,
} as const;

/** A new base or new words: what was made of the old ones is void, and keys must differ from theirs. */
const ANEW = { ...ANEW_PATCH, patch: undefined, verdict: undefined, failure: undefined } as const;

function changeOf(state: RequestState, event: Exclude<RequestEvent, { kind: "request-received" }>, at: string): Change {
  switch (event.kind) {
    case "understood":
      return { stage: "plan", intent: event.intent };
    case "questioned":
      return { status: "question", questions: event.questions };
    case "refused":
      return { status: "refused", refusal: { code: event.code, reason: event.reason, hint: event.hint } };
    case "found-existing":
      return { status: "no-change", existing: event.existing };
    case "answered":
      return {
        status: "running",
        stage: "understand",
        answers: { ...state.answers, ...event.answers },
        wordsBy: [...new Set([...state.wordsBy, event.by])],
      };
    case "edited":
      return without(
        {
          status: "running",
          stage: "understand",
          text: event.text,
          answers: {},
          wordsBy: [...new Set([...state.wordsBy, event.by])],
        },
        { ...ANEW, plan: undefined, planApproval: undefined, questions: undefined, amendment: undefined },
      );
    case "amended":
      return without(
        {
          status: "running",
          stage: "plan",
          attempt: state.attempt + 1,
          amendment: event.amendment,
          wordsBy: [...new Set([...state.wordsBy, ...event.amendment.by])],
        },
        { ...ANEW, waitsFor: undefined },
      );
    case "planned":
      return { stage: "approve", plan: event.plan, status: "running" };
    case "decided":
      return { decision: event.decision };
    case "approval-asked":
      // Another plan than the approved one: what was said of its patch is void too.
      return without({ status: "awaiting-approval" }, ANEW);
    case "plan-approved":
      return {
        status: "running",
        stage: "author",
        planApproval: { planHash: event.planHash, base: event.base, by: event.by, at },
      };
    case "rejected":
      return { status: "rejected", endedBy: event.by, rejection: event.reason };
    case "authored":
      return without(
        {
          stage: "check",
          patch: {
            commit: event.commit,
            files: event.files,
            ...(event.rebasedFrom === undefined ? {} : { rebasedFrom: event.rebasedFrom }),
          },
        },
        event.rebasedFrom === undefined ? { ...ANEW_PATCH } : { movedPatch: undefined },
      );
    case "checked":
      return without({ stage: "propose", verdict: event.verdict }, { movedVerdict: undefined });
    case "proposed":
      return { stage: "merge", pullRequest: { number: event.pullRequest, branch: event.branch, commit: event.commit } };
    case "review-asked":
      return { status: "awaiting-review", review: { tier: event.tier, rule: event.rule } };
    case "merge-approved": {
      const { planHash, tree, verdict, by, notChecked = [] } = event;
      const mergeApprovals = together(state.mergeApprovals ?? [], { planHash, tree, verdict, by, notChecked, at });
      // One of several who must say yes: it waits for the others.
      if (state.status === "awaiting-review" && approversOf(mergeApprovals).length < approversNeeded(state))
        return { mergeApprovals };
      return { status: "running", stage: "merge", mergeApprovals };
    }
    case "merged":
      return { stage: "release", merge: { commit: event.commit, tree: event.tree } };
    case "waited":
      return { status: "waiting", waitsFor: event.for };
    case "resumed":
      return without({ status: "running" }, { waitsFor: undefined });
    case "base-moved":
      // Read anew: what main got may have made, renamed or removed what the words mean. A person's word for the patch is kept
      // until it is known whether the same patch stands on the new base.
      return without(
        {
          status: "running",
          stage: state.amendment ? "plan" : "understand",
          attempt: state.attempt + 1,
          ...(state.patch ? { movedPatch: { commit: state.patch.commit, base: event.from } } : {}),
          ...(state.verdict?.coupledTo ? { movedVerdict: state.verdict } : {}),
        },
        { patch: undefined, verdict: undefined, failure: undefined },
      );
    case "uncoupled":
    case "production-moved":
      return without({ status: "running", stage: "check" }, { verdict: undefined });
    case "released":
      return {
        stage: "verify",
        release: { token: event.token, number: event.release, dataVersion: event.dataVersion },
      };
    case "verified":
      return { status: "released" };
    case "rolled-back":
      return { status: "rolled-back", rollback: { reason: event.reason, how: event.how, token: event.token } };
    case "failed":
      return { status: "failed", stage: event.stage, failure: event.failure };
    case "cancelled":
      return { status: "cancelled", endedBy: event.by };
    case "taken-over":
      return { status: "taken-over", endedBy: event.by };
    case "retried":
      return without(
        {
          status: "running",
          stage: state.merge ? state.stage : state.amendment ? "plan" : "understand",
          attempt: state.attempt + 1,
        },
        state.merge ? { failure: undefined } : ANEW,
      );
    case "feedback-given":
      return { feedback: { score: event.score, comment: event.comment } };
    default:
      return event satisfies never;
  }
}

/** One more yes; those to something else than this one are void. */
function together(approvals: readonly MergeApproval[], approval: MergeApproval): MergeApproval[] {
  const same = (["planHash", "tree", "verdict"] as const).filter((key) => approvals[0]?.[key] === approval[key]);
  return same.length === 3 ? [...approvals, approval] : [approval];
}

/** The different people of some approvals. */
export function approversOf(approvals: readonly { readonly by: Authority }[]): string[] {
  return [...new Set(approvals.flatMap(({ by }) => ("person" in by ? [by.person] : [])))];
}

/** People who approved the merge of exactly what stands now. */
export function approvalsGiven({ plan, verdict, mergeApprovals = [] }: RequestState): string[] {
  return approversOf(
    mergeApprovals.filter(
      (approval) =>
        approval.planHash === plan?.hash && approval.tree === verdict?.tree && approval.verdict === verdict.id,
    ),
  );
}

/** How many different people must approve the merge; what was recorded before that was asked needs one. */
export function approversNeeded(state: Pick<RequestState, "decision">): number {
  return Math.max(1, state.decision?.approvers ?? 1);
}

/** Absent and undefined differ under exact optional types; a removed fact is written as undefined and vanishes in JSON. */
function without(change: Change, removed: object): Change {
  return { ...change, ...removed } as Change;
}

/** Which stage an event's seconds belong to: the one it finishes. */
function timed(state: RequestState, event: RequestEvent, at: string): RequestState["timings"] {
  const waited = Math.max(0, (Date.parse(at) - Date.parse(state.since)) / 1000);
  const machine = "seconds" in event ? event.seconds : 0;
  const forPerson =
    state.status === "question" || state.status === "awaiting-approval" || state.status === "awaiting-review";
  const before = state.timings[state.stage] ?? { machine: 0, waiting: 0, person: 0 };
  const rest = Math.max(0, waited - machine);
  const finishes = "seconds" in event;
  if (!finishes && !forPerson) return state.timings;
  const time: StageTime = {
    machine: before.machine + machine,
    waiting: before.waiting + (forPerson ? 0 : rest),
    person: before.person + (forPerson ? rest : 0),
  };
  return { ...state.timings, [state.stage]: time };
}

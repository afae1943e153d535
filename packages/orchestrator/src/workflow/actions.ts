import type { Failure, Person, Role, Tier } from "@throughline/contracts";
import { fail } from "../errors/failures.ts";
import { requireNoCredential } from "../limits/credentials.ts";
import { requireApprover, requireRole } from "../limits/roles.ts";
import { sanitise } from "../limits/sanitise.ts";
import type { RequestEvent } from "../state/event.ts";
import { approvalsGiven, approversNeeded, type RequestState } from "../state/request-state.ts";
import type { Context } from "./context.ts";
import { requireEnoughApprovers } from "./merge-approvals.ts";
import { uncheckedIn } from "./policy-in-force.ts";

type Acting = Pick<Context, "store">;

/** The request of an id; fails when there is none. */
export async function requireRequest(context: Acting, id: string): Promise<RequestState> {
  const state = await context.store.request(id);
  if (!state) throw fail("request.unknown", { id });
  return state;
}

/** Writes what a person did, on exactly the state they saw. */
async function act(context: Acting, person: Person, state: RequestState, event: RequestEvent): Promise<RequestState> {
  await context.store.append({ actor: person.id, request: state.id, events: [event], expectedVersion: state.version });
  return requireRequest(context, state.id);
}

function wrongState(state: RequestState, action: string): Failure {
  return fail("request.state", { id: state.id, action, status: state.status });
}

/**
 * Says yes to what the request waits for: its plan, or the merge of exactly the tree that was checked. `seen` is the hash of
 * the plan, or the id of the verdict, that the person looked at: a yes to anything else is no yes.
 */
export async function approve(
  context: Acting & Pick<Context, "project">,
  person: Person,
  id: string,
  seen?: string,
): Promise<RequestState> {
  const state = await requireRequest(context, id);
  const { plan, verdict } = state;
  if (seen !== undefined && seen !== plan?.hash && seen !== verdict?.id) throw fail("request.moved", { id });
  if (state.status === "awaiting-approval" && plan?.base) {
    requireApprover(person, state, plan.tier);
    requireEnoughApprovers(context.project.config.people, state);
    return act(context, person, state, {
      kind: "plan-approved",
      planHash: plan.hash,
      base: plan.base,
      by: { person: person.id },
    });
  }
  if (state.status === "awaiting-review" && plan && verdict) {
    requireApprover(person, state, (state.review?.tier ?? plan.tier) as Tier);
    requireEnoughApprovers(context.project.config.people, state);
    const given = approvalsGiven(state);
    if (given.includes(person.id))
      throw fail("approval.twice", { id: person.id, given: given.length, needed: approversNeeded(state) });
    return act(context, person, state, {
      kind: "merge-approved",
      planHash: plan.hash,
      tree: verdict.tree,
      verdict: verdict.id,
      by: { person: person.id },
      notChecked: uncheckedIn(verdict).map(({ check }) => check),
    });
  }
  throw wrongState(state, "approval");
}

/** The requester may withdraw their own; anybody else needs to be an approver. */
function requireSay(person: Person, state: RequestState, action: string): void {
  if (person.id !== state.requester.id) requireRole(person, "approver", action);
}

/** Says no, with a reason: the request ends. */
export async function reject(context: Acting, person: Person, id: string, reason: string): Promise<RequestState> {
  const state = await requireRequest(context, id);
  requireSay(person, state, "rejecting");
  if (state.merge || !["question", "awaiting-approval", "awaiting-review", "waiting"].includes(state.status)) {
    throw wrongState(state, "rejection");
  }
  return act(context, person, state, { kind: "rejected", by: person.id, reason });
}

/** Stops a request; what is merged cannot be stopped any more. */
export async function cancel(context: Acting, person: Person, id: string): Promise<RequestState> {
  const state = await requireRequest(context, id);
  requireSay(person, state, "cancelling");
  // After the merge the code is main's: it is released or rolled back, not forgotten.
  if (
    state.merge ||
    !["running", "question", "awaiting-approval", "awaiting-review", "waiting", "failed"].includes(state.status)
  ) {
    throw wrongState(state, "cancellation");
  }
  return act(context, person, state, { kind: "cancelled", by: person.id });
}

/** Other words for the same request: a new plan, and a new hash to approve. */
export async function edit(context: Acting, person: Person, id: string, text: string): Promise<RequestState> {
  const state = await requireRequest(context, id);
  requireSay(person, state, "editing");
  if (state.status !== "question" && state.status !== "awaiting-approval") throw wrongState(state, "editing");
  // The plan is made of what they pushed; other words would not change it.
  if (state.amendment) throw fail("amendment.words", { id, by: state.amendment.by });
  await requireNoCredential(text, "the words");
  return act(context, person, state, { kind: "edited", text: sanitise(text).text, by: person.id });
}

/** Answers its questions; each answer must be one of the choices. */
export async function answer(
  context: Acting,
  person: Person,
  id: string,
  answers: Readonly<Record<string, string>>,
): Promise<RequestState> {
  const state = await requireRequest(context, id);
  requireSay(person, state, "answering");
  if (state.status !== "question") throw wrongState(state, "answering");
  for (const [question, choice] of Object.entries(answers)) {
    const asked = state.questions?.find((candidate) => candidate.id === question);
    if (!asked?.choices.some((candidate) => candidate.id === choice))
      throw fail("request.unknown-answer", { question, answer: choice });
  }
  return act(context, person, state, { kind: "answered", answers: { ...answers }, by: person.id });
}

/** Lets every request go on that waited for a freeze which is lifted. */
export async function resumeWaiting(context: Acting, person: Person): Promise<readonly string[]> {
  const waiting = await context.store.requests({ status: ["waiting"] });
  for (const state of waiting) await act(context, person, state, { kind: "resumed", by: person.id });
  return waiting.map((state) => state.id);
}

/** Begins a failed request anew: from its words, or from its release when it is merged already. */
export async function retry(context: Acting, person: Person, id: string): Promise<RequestState> {
  const state = await requireRequest(context, id);
  requireSay(person, state, "retrying");
  if (state.status === "waiting") return act(context, person, state, { kind: "resumed", by: person.id });
  if (state.status !== "failed") throw wrongState(state, "retrying");
  return act(context, person, state, { kind: "retried", by: person.id });
}

/** Gives the request to a person: Throughline stops working on it. */
export async function takeOver(context: Acting, person: Person, id: string): Promise<RequestState> {
  const state = await requireRequest(context, id);
  requireSay(person, state, "taking over");
  if (
    state.merge ||
    !["question", "awaiting-approval", "awaiting-review", "waiting", "failed"].includes(state.status)
  ) {
    throw wrongState(state, "taking over");
  }
  return act(context, person, state, { kind: "taken-over", by: person.id });
}

/** Records how well it went, from 1 to 5. */
export async function giveFeedback(
  context: Acting,
  person: Person,
  id: string,
  score: number,
  comment: string,
): Promise<RequestState> {
  const state = await requireRequest(context, id);
  // While a step works, another event would make its work void.
  if (state.status === "running") throw wrongState(state, "feedback");
  if (!Number.isInteger(score) || score < 1 || score > 5) {
    throw fail("usage.wrong", { problem: "feedback is a whole number from 1 to 5" });
  }
  return act(context, person, state, { kind: "feedback-given", by: person.id, score, comment });
}

/** A person of the project by id. */
export function findPerson(people: readonly Person[], id: string, role?: Role): Person {
  const person = people.find((candidate) => candidate.id === id);
  if (!person) throw fail("person.unknown", { id });
  if (role) requireRole(person, role, "acting");
  return person;
}

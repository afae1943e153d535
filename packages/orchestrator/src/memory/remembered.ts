import type { Intent, NodeName } from "@throughline/contracts";
import type { LedgerEntry } from "../ledger/entry.ts";
import type { RequestEvent } from "../state/event.ts";
import { applyEvent, type RequestState } from "../state/request-state.ts";
import { isOpen } from "../state/status.ts";

/** What somebody changed of what was asked or made. */
export interface PersonsEdit {
  readonly at: string;
  readonly by: readonly string[];
  /** Other words, an answer to a question, or a push onto the branch. */
  readonly how: "words" | "answer" | "branch";
  readonly said: string;
}

/**
 * What is known of one request once it has ended: the facts that a memory of patterns is made from. Each can be found again in
 * the ledger, and cites the pull request it is about.
 */
export interface Remembered {
  readonly request: string;
  readonly asked: { readonly text: string; readonly by: string; readonly at: string; readonly channel: string };
  readonly planned?: {
    readonly kind: Intent["kind"];
    readonly summary: string;
    readonly hash: string;
    readonly tier: string;
    readonly files: readonly string[];
    readonly changes: readonly NodeName[];
  };
  readonly edits: readonly PersonsEdit[];
  readonly pullRequest?: number;
  readonly merged?: { readonly commit: string; readonly at: string };
  readonly reverted?: { readonly at: string; readonly by: string; readonly reason: string };
  readonly satisfaction?: number;
  /** Seconds of machines at work, of waiting for one, and of waiting for people. */
  readonly seconds: { readonly machine: number; readonly waiting: number; readonly person: number };
  readonly ended: RequestState["status"];
  readonly endedAt: string;
}

/** Everything that is remembered of the requests of a ledger, in the order they ended. */
export function remember(entries: readonly LedgerEntry[]): Remembered[] {
  const states = new Map<string, RequestState>();
  const edits = new Map<string, PersonsEdit[]>();
  const merged = new Map<string, { commit: string; at: string }>();
  const reverted = new Map<string, NonNullable<Remembered["reverted"]>>();
  const ended = new Map<string, string>();
  for (const { at, actor, request, event } of entries) {
    if (request === null) {
      if (event.kind !== "production-rolled-back") continue;
      const left = Number.parseInt(event.to, 10);
      for (const [id, { release }] of states)
        if (release && release.number > left && !reverted.has(id))
          reverted.set(id, { at, by: event.by, reason: `production went back to ${event.to}` });
      continue;
    }
    // What has a request is an event of one, but for the marks of effects.
    if (event.kind === "effect-started" || event.kind === "effect-finished") continue;
    const known = event as RequestEvent;
    const state = applyEvent(states.get(request), { request, at, event: known });
    states.set(request, state);
    const edit = editOf(known, at);
    if (edit) edits.set(request, [...(edits.get(request) ?? []), edit]);
    if (known.kind === "merged") merged.set(request, { commit: known.commit, at });
    if (known.kind === "released") reverted.delete(request);
    if (known.kind === "rolled-back") reverted.set(request, { at, by: actor, reason: known.reason });
    if (isOpen(state.status)) ended.delete(request);
    else if (known.kind !== "feedback-given") ended.set(request, at);
  }
  return [...ended]
    .sort(([, one], [, other]) => (one < other ? -1 : one > other ? 1 : 0))
    .flatMap(([id, endedAt]) => {
      const state = states.get(id);
      if (!state) return [];
      const [commit, back] = [merged.get(id), reverted.get(id)];
      return [
        {
          ...factsOf(state),
          edits: edits.get(id) ?? [],
          ...(commit && { merged: commit }),
          ...(back && { reverted: back }),
          endedAt,
        },
      ];
    });
}

function editOf(event: RequestEvent, at: string): PersonsEdit | undefined {
  switch (event.kind) {
    case "edited":
      return { at, by: [event.by], how: "words", said: event.text };
    case "answered":
      return {
        at,
        by: [event.by],
        how: "answer",
        said: Object.entries(event.answers)
          .map((pair) => pair.join("="))
          .join(", "),
      };
    case "amended":
      return { at, by: event.amendment.by, how: "branch", said: event.amendment.commit };
    default:
      return undefined;
  }
}

function factsOf(state: RequestState): Omit<Remembered, "edits" | "endedAt"> {
  const { id, raw, requester, receivedAt, channel, plan, pullRequest, feedback, status, timings } = state;
  const times = Object.values(timings);
  const sum = (part: "machine" | "waiting" | "person") =>
    Math.round(times.reduce((total, time) => total + time[part], 0) * 1000) / 1000;
  return {
    request: id,
    asked: { text: raw, by: requester.id, at: receivedAt, channel },
    ...(plan && {
      planned: {
        kind: plan.intent.kind,
        summary: plan.summary,
        hash: plan.hash,
        tier: plan.tier,
        files: plan.edits.map(({ file }) => file),
        changes: plan.expectations.flatMap((promise) => (promise.kind === "rest-unchanged" ? promise.except : [])),
      },
    }),
    ...(pullRequest && { pullRequest: pullRequest.number }),
    ...(feedback && { satisfaction: feedback.score }),
    seconds: { machine: sum("machine"), waiting: sum("waiting"), person: sum("person") },
    ended: status,
  };
}

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RequestEvent } from "./event.ts";
import { applyEvent, type RequestState } from "./request-state.ts";
import { mayFollow, STATUSES } from "./status.ts";

const received: RequestEvent = {
  kind: "request-received",
  text: "add a sum",
  raw: "add a sum",
  sanitised: [],
  requester: { id: "ana", name: "Ana", roles: ["requester"] },
  channel: "cli",
  solo: false,
};

/** One of each kind of event that can come after the first, with the least it needs. */
const later = [
  { kind: "refused", code: "c", reason: "r", hint: "h", seconds: 1 },
  { kind: "found-existing", existing: "x", seconds: 1 },
  {
    kind: "questioned",
    questions: [
      {
        id: "q",
        text: "?",
        choices: [
          { id: "a", text: "A" },
          { id: "b", text: "B" },
        ],
      },
    ],
    seconds: 1,
  },
  { kind: "answered", answers: { q: "a" }, by: "ana" },
  { kind: "edited", text: "other", by: "ana" },
  { kind: "amended", amendment: { commit: "d", by: ["ben"], declares: [] } },
  { kind: "approval-asked", rule: "r" },
  { kind: "plan-approved", planHash: "h", base: "b", by: { person: "ben" } },
  { kind: "rejected", by: "ben", reason: "no" },
  { kind: "authored", commit: "c", files: [], author: "rule-based", sandbox: "process", seconds: 1 },
  { kind: "proposed", pullRequest: 1, branch: "b", commit: "c", seconds: 1 },
  { kind: "review-asked", tier: "review", rule: "r" },
  { kind: "merge-approved", planHash: "h", tree: "t", verdict: "v", by: { rule: "r" } },
  { kind: "merged", commit: "c", tree: "t", seconds: 1 },
  { kind: "waited", for: "a freeze" },
  { kind: "resumed", by: "ben" },
  { kind: "base-moved", from: "a", to: "b" },
  { kind: "uncoupled", from: "r-1" },
  { kind: "production-moved", from: "1", to: "2" },
  { kind: "released", token: "2", release: 2, dataVersion: 1, warehouseHash: "w", modelHash: "m", seconds: 1 },
  { kind: "verified", seconds: 1 },
  { kind: "rolled-back", reason: "r", how: "pointer", token: "1", commit: null },
  { kind: "failed", stage: "check", failure: { code: "c", message: "m", hint: "h", retry: "never" } },
  { kind: "cancelled", by: "ana" },
  { kind: "taken-over", by: "ana" },
  { kind: "retried", by: "ana" },
  { kind: "feedback-given", by: "ana", score: 5, comment: "" },
] satisfies RequestEvent[];

/** Applies events at rising times; an event that may not happen is left out, as a real writer is refused. */
function play(events: readonly RequestEvent[]): { state: RequestState; accepted: RequestEvent[] } {
  let state = applyEvent(undefined, { request: "r", at: "2026-01-01T00:00:00.000Z", event: received });
  const accepted: RequestEvent[] = [received];
  for (const [at, event] of events.entries()) {
    try {
      state = applyEvent(state, {
        request: "r",
        at: new Date(Date.UTC(2026, 0, 1, 0, 0, at + 1)).toISOString(),
        event,
      });
      accepted.push(event);
    } catch {
      // Refused by the table of transitions.
    }
  }
  return { state, accepted };
}

describe("a request's state", () => {
  it("never leaves the table of transitions, whatever happens in whatever order", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...later), { maxLength: 40 }), (events) => {
        let state = applyEvent(undefined, { request: "r", at: "2026-01-01T00:00:00.000Z", event: received });
        for (const event of events) {
          let next: RequestState;
          try {
            next = applyEvent(state, { request: "r", at: "2026-01-01T00:00:01.000Z", event });
          } catch {
            continue;
          }
          expect(next.status === state.status || mayFollow(state.status, next.status)).toBe(true);
          expect(next.version).toBe(state.version + 1);
          state = next;
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("is the same when its events are played again", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...later), { maxLength: 30 }), (events) => {
        expect(JSON.stringify(play(events).state)).toBe(JSON.stringify(play(events).state));
      }),
    );
  });

  it.each(["refused", "rejected", "cancelled", "taken-over", "no-change", "rolled-back"] as const)(
    "rests for good once %s",
    (status) => {
      expect(STATUSES.filter((to) => mayFollow(status, to))).toEqual([]);
    },
  );

  const approvedAndMoved = [
    { kind: "plan-approved", planHash: "h", base: "b", by: { person: "ben" } },
    { kind: "authored", commit: "c", files: [], author: "rule-based", sandbox: "process", seconds: 1 },
    { kind: "review-asked", tier: "review", rule: "r" },
    { kind: "merge-approved", planHash: "h", tree: "t", verdict: "v", by: { person: "ben" } },
    { kind: "base-moved", from: "b", to: "d" },
  ] satisfies RequestEvent[];

  it("keeps a person's word for its patch when the very same patch stands on the base that moved", () => {
    const { state } = play([
      ...approvedAndMoved,
      { kind: "authored", commit: "e", files: [], author: "rebase", sandbox: "none", rebasedFrom: "c", seconds: 0 },
    ]);

    expect(state).toMatchObject({
      mergeApprovals: [{ tree: "t" }],
      review: { tier: "review" },
      patch: { commit: "e", rebasedFrom: "c" },
    });
    expect(state.movedPatch).toBeUndefined();
  });

  it.each<[string, RequestEvent]>([
    [
      "another patch was written",
      { kind: "authored", commit: "e", files: [], author: "rule-based", sandbox: "process", seconds: 1 },
    ],
    ["another plan needs approval", { kind: "approval-asked", rule: "r" }],
  ])("forgets a person's word for its patch when %s", (_, event) => {
    const { state } = play([...approvedAndMoved, event]);

    expect(state.mergeApprovals).toBeUndefined();
    expect(state.review).toBeUndefined();
    expect(state.movedPatch).toBeUndefined();
  });

  it("has no patch and no verdict when its base moves, and counts another attempt", () => {
    const { state } = play([
      { kind: "plan-approved", planHash: "h", base: "b", by: { person: "ben" } },
      { kind: "authored", commit: "c", files: [], author: "rule-based", sandbox: "process", seconds: 1 },
      { kind: "merge-approved", planHash: "h", tree: "t", verdict: "v", by: { person: "ben" } },
      { kind: "base-moved", from: "b", to: "d" },
    ]);

    expect(state).toMatchObject({ stage: "understand", attempt: 2, planApproval: { planHash: "h" } });
    expect(state.patch).toBeUndefined();
    expect(state.movedPatch).toEqual({ commit: "c", base: "b" });
  });

  it("books the time of a person apart from the time of machines", () => {
    const start = Date.UTC(2026, 0, 1);
    const at = (seconds: number) => new Date(start + seconds * 1000).toISOString();
    let state = applyEvent(undefined, { request: "r", at: at(0), event: received });
    const refusedLater: [number, RequestEvent][] = [
      [2, { kind: "questioned", questions: [], seconds: 1.5 }],
      [62, { kind: "answered", answers: {}, by: "ana" }],
    ];
    for (const [second, event] of refusedLater) state = applyEvent(state, { request: "r", at: at(second), event });

    expect(state.timings["understand"]).toEqual({ machine: 1.5, waiting: 0.5, person: 60 });
  });
});

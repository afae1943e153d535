import { describe, expect, it } from "vitest";
import type { LedgerEntry } from "../ledger/entry.ts";
import type { LedgerEvent, RequestEvent } from "../state/event.ts";
import { remember } from "./remembered.ts";

const received = (text: string): RequestEvent => ({
  kind: "request-received",
  text,
  raw: text,
  sanitised: [],
  requester: { id: "ana", name: "Ana", roles: ["requester"] },
  channel: "cli",
  solo: false,
});

const refused: RequestEvent = { kind: "refused", code: "c", reason: "r", hint: "h", seconds: 2 };
const released = (release: number): RequestEvent[] => [
  { kind: "merged", commit: `commit-${release}`, tree: "t", seconds: 1 },
  { kind: "released", token: String(release), release, dataVersion: 1, warehouseHash: "w", modelHash: "m", seconds: 3 },
  { kind: "verified", seconds: 1 },
];

/** A ledger of these events, a minute apart; of a request where the first of a pair names one. */
function ledger(...events: readonly (readonly [string | null, LedgerEvent])[]): LedgerEntry[] {
  return events.map(([request, event], at) => ({
    seq: at + 1,
    at: new Date(Date.UTC(2026, 0, 1, 0, at)).toISOString(),
    actor: "throughline",
    request,
    event,
    previous: "",
    hash: "",
  }));
}

const of = (request: string, ...events: readonly RequestEvent[]) =>
  events.map((event): [string, LedgerEvent] => [request, event]);

describe("what is remembered", () => {
  it("is what was asked, what people made of it, what was merged, and how long it took", () => {
    const [found, ...more] = remember(
      ledger(
        ...of("r-1", received("add a sum")),
        ...of("r-1", { kind: "questioned", questions: [], seconds: 1 }),
        ...of("r-1", { kind: "answered", answers: { q: "net" }, by: "ana" }),
        ...of("r-1", { kind: "amended", amendment: { commit: "d1", by: ["ben"], declares: [] } }),
        ...of("r-1", ...released(2)),
        ...of("r-1", { kind: "feedback-given", by: "ana", score: 4, comment: "" }),
      ),
    );

    expect(more).toEqual([]);
    expect(found).toMatchObject({
      request: "r-1",
      asked: { text: "add a sum", by: "ana", channel: "cli" },
      edits: [
        { by: ["ana"], how: "answer", said: "q=net" },
        { by: ["ben"], how: "branch", said: "d1" },
      ],
      merged: { commit: "commit-2" },
      satisfaction: 4,
      seconds: { machine: 6, person: 60 },
      ended: "released",
      endedAt: "2026-01-01T00:06:00.000Z",
    });
    expect(found?.reverted).toBeUndefined();
  });

  it("is nothing of a request that goes on", () => {
    expect(remember(ledger(...of("r-1", received("add a sum"))))).toEqual([]);
  });

  it("is that a request was reverted, by itself or by somebody who went back behind its release", () => {
    const found = remember(
      ledger(
        ...of("r-1", received("one"), ...released(2)),
        ...of("r-2", received("two"), ...released(3)),
        ...of("r-3", received("three"), ...released(4)),
        ...of("r-3", { kind: "rolled-back", reason: "numbers", how: "pointer", token: "3", commit: null }),
        [
          null,
          { kind: "production-rolled-back", from: "3", to: "2", how: "pointer", commit: null, undone: [], by: "ben" },
        ],
        ...of("r-4", received("four"), refused),
      ),
    );

    expect(found.map(({ request, reverted }) => [request, reverted?.by])).toEqual([
      ["r-1", undefined],
      ["r-2", "ben"],
      ["r-3", "throughline"],
      ["r-4", undefined],
    ]);
  });
});

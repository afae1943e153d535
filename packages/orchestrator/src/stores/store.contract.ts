import { describe, expect, it } from "vitest";
import { verifyChain } from "../ledger/entry.ts";
import type { RequestEvent } from "../state/event.ts";
import { applyEvent, type RequestState } from "../state/request-state.ts";
import { type Holder, isRequestEvent, type Store } from "./store.ts";

/** What every store must do. `open` opens the same store again and again: each call is another connection to it. */
export function storeContract(
  name: string,
  makeStore: () => Promise<{ open: (now?: () => string) => Promise<Store>; remove: () => Promise<void> }>,
): void {
  describe(`the ${name} store`, () => {
    const received = (text: string): RequestEvent => ({
      kind: "request-received",
      text,
      raw: text,
      sanitised: [],
      requester: { id: "ana", name: "Ana", roles: ["requester"] },
      channel: "cli",
      solo: false,
    });
    const cancelled: RequestEvent = { kind: "cancelled", by: "ana" };

    async function withStore(
      use: (store: Store, open: (now?: () => string) => Promise<Store>) => Promise<void>,
    ): Promise<void> {
      const made = await makeStore();
      const store = await made.open();
      try {
        await use(store, made.open);
      } finally {
        await store[Symbol.asyncDispose]();
        await made.remove();
      }
    }

    it("gives back what it was given, and a job for what is running", () =>
      withStore(async (store) => {
        await store.append({ actor: "ana", request: "r-1", events: [received("a")] });

        expect(await store.request("r-1")).toMatchObject({ id: "r-1", status: "running", version: 1 });
        expect(await store.jobs()).toMatchObject([{ request: "r-1", stage: "understand", version: 1 }]);
      }));

    it("has the jobs of the oldest request first, however far the others are", () =>
      withStore(async (_, open) => {
        let minute = 10;
        const store = await open(() => `2026-01-01T00:${minute++}:00.000Z`);
        for (const request of ["r-2", "r-1"]) await store.append({ actor: "ana", request, events: [received("a")] });
        await store.append({
          actor: "ana",
          request: "r-2",
          events: [
            { kind: "waited", for: "x" },
            { kind: "resumed", by: "ana" },
          ],
        });

        expect((await store.jobs()).map(({ request }) => request)).toEqual(["r-2", "r-1"]);
      }));

    it("has no job for a request that rests", () =>
      withStore(async (store) => {
        await store.append({ actor: "ana", request: "r-1", events: [received("a"), cancelled] });

        expect(await store.jobs()).toEqual([]);
      }));

    it("writes nothing when the request has moved on", () =>
      withStore(async (store) => {
        await store.append({ actor: "ana", request: "r-1", events: [received("a")] });
        await store.append({ actor: "ana", request: "r-1", events: [cancelled], expectedVersion: 1 });
        const before = await store.ledger();

        const late = store.append({
          actor: "x",
          request: "r-1",
          events: [{ kind: "refused", code: "c", reason: "r", hint: "h", seconds: 0 }],
          expectedVersion: 1,
        });

        await expect(late).rejects.toMatchObject({ code: "request.moved" });
        expect(await store.ledger()).toEqual(before);
      }));

    it("writes all events of one call or none", () =>
      withStore(async (store) => {
        const impossible: RequestEvent = { kind: "verified", seconds: 0 };

        await expect(
          store.append({ actor: "ana", request: "r-1", events: [received("a"), cancelled, impossible] }),
        ).rejects.toThrow();

        expect(await store.ledger()).toEqual([]);
        expect(await store.request("r-1")).toBeUndefined();
        expect(await store.jobs()).toEqual([]);
      }));

    it("keeps one chain when several connections write at once", () =>
      withStore(async (store, open) => {
        const others = await Promise.all([open(), open(), open()]);

        await Promise.all(
          others.flatMap((other, at) =>
            [1, 2, 3, 4, 5].map((n) =>
              other.append({ actor: "ana", request: `r-${at}-${n}`, events: [received("a")] }),
            ),
          ),
        );

        const ledger = await store.ledger();
        await Promise.all(others.map((other) => other[Symbol.asyncDispose]()));
        expect(ledger).toHaveLength(15);
        expect(verifyChain(ledger)).toMatchObject({ ok: true });
      }));

    it("holds exactly what replaying its ledger gives", () =>
      withStore(async (store) => {
        await store.append({ actor: "ana", request: "r-1", events: [received("a")] });
        await store.append({
          actor: "ana",
          request: "r-2",
          events: [received("b"), { kind: "found-existing", existing: "x", seconds: 1 }],
        });
        await store.append({ actor: "ana", request: null, events: [{ kind: "freeze-set", by: "ben", reason: "r" }] });

        const replayed = new Map<string, RequestState>();
        for (const { request, at, event } of await store.ledger()) {
          if (request !== null && isRequestEvent(event))
            replayed.set(request, applyEvent(replayed.get(request), { request, at, event }));
        }

        for (const state of await store.requests())
          expect(JSON.parse(JSON.stringify(replayed.get(state.id)))).toEqual(state);
      }));

    it("keeps the order of what happened when the clock jumps back, and the time it showed", () =>
      withStore(async (store, open) => {
        await store.append({ actor: "ana", request: "r-1", events: [received("a")] });
        const slow = await open(() => "2001-01-01T00:00:00.000Z");

        await slow.append({ actor: "ana", request: "r-1", events: [cancelled] });

        const [first, second] = await store.ledger();
        await slow[Symbol.asyncDispose]();
        expect(second?.seq).toBe((first?.seq ?? 0) + 1);
        expect(second?.at).toBe("2001-01-01T00:00:00.000Z");
        // No step took less than no time.
        expect(
          Object.values((await store.request("r-1"))?.timings ?? {})
            .flatMap(Object.values)
            .every((s) => s >= 0),
        ).toBe(true);
        expect(verifyChain(await store.ledger())).toMatchObject({ ok: true });
      }));

    it("gives a lease to one holder until that one is dead", () =>
      withStore(async (store, open) => {
        const other = await open();
        const a: Holder = { pid: 1, bootId: "b", started: "1" };
        const b: Holder = { pid: 2, bootId: "b", started: "2" };

        expect(await store.takeLease("worker", a, () => true)).toMatchObject({ taken: true });
        expect(await other.takeLease("worker", b, () => true)).toMatchObject({ taken: false, holder: a });
        expect(await other.takeLease("worker", b, () => false)).toMatchObject({ taken: true });
        expect(await store.takeLease("worker", a, () => true)).toMatchObject({ taken: false, holder: b });
        await other.dropLease("worker", b);
        expect(await store.takeLease("worker", a, () => true)).toMatchObject({ taken: true });
        await other[Symbol.asyncDispose]();
      }));

    it("has one pull request for each marker", () =>
      withStore(async (store) => {
        const pullRequest = {
          branch: "b",
          marker: "r-1",
          title: "t",
          body: "",
          head: "c",
          state: "open" as const,
          mergeCommit: null,
        };
        const first = await store.savePullRequest(pullRequest);
        const again = await store.savePullRequest({ ...pullRequest, title: "other" });
        const second = await store.savePullRequest({ ...pullRequest, marker: "r-2" });

        expect(again.number).toBe(first.number);
        expect(second.number).toBe(first.number + 1);
        expect(await store.pullRequests()).toHaveLength(2);
      }));
  });
}

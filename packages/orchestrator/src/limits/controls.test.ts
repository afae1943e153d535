import { describe, expect, it } from "vitest";
import type { LedgerEntry } from "../ledger/entry.ts";
import type { LedgerEvent } from "../state/event.ts";
import { applyControl, NO_CONTROLS } from "./controls.ts";

const failure = { code: "c", message: "m", hint: "h", retry: "never" as const };
const failed = (stage: "understand" | "check"): LedgerEvent => ({ kind: "failed", stage, failure });

function after(...events: LedgerEvent[]) {
  return events
    .map(
      (event, at): LedgerEntry => ({
        seq: at + 1,
        at: "2026-01-01T00:00:00.000Z",
        actor: "x",
        request: null,
        event,
        previous: "",
        hash: "",
      }),
    )
    .reduce(applyControl, NO_CONTROLS);
}

describe("the circuit breaker", () => {
  it("opens after three failed changes in a row", () => {
    expect(after(failed("check"), failed("check")).breakerOpen).toBe(false);
    expect(after(failed("check"), failed("check"), failed("check")).breakerOpen).toBe(true);
  });

  it("counts anew after a change that was verified", () => {
    expect(after(failed("check"), failed("check"), { kind: "verified", seconds: 1 }, failed("check"))).toMatchObject({
      breakerOpen: false,
      failuresInARow: 1,
    });
  });

  it("does not count what failed before there was a patch", () => {
    expect(after(failed("understand"), failed("understand"), failed("understand")).breakerOpen).toBe(false);
  });

  it("stays open until a person closes it, even when something else succeeds", () => {
    const open = [
      failed("check"),
      failed("check"),
      failed("check"),
      { kind: "verified", seconds: 1 },
    ] satisfies LedgerEvent[];
    expect(after(...open)).toMatchObject({ breakerOpen: true, failuresInARow: 3 });
    expect(after(...open, { kind: "breaker-closed", by: "ben" }).breakerOpen).toBe(false);
  });
});

describe("the freeze", () => {
  it("holds until it is cleared, and says who set it and why", () => {
    expect(after({ kind: "freeze-set", by: "ben", reason: "month end" }).freeze).toMatchObject({
      by: "ben",
      reason: "month end",
    });
    expect(
      after({ kind: "freeze-set", by: "ben", reason: "x" }, { kind: "freeze-cleared", by: "ben" }).freeze,
    ).toBeNull();
  });
});

import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { copyOf, type World } from "./world.ts";

/**
 * Makes one world for the tests of a suite, and hands each of them a copy of its own. What each leaves behind must have a
 * ledger that tells all of it: its replay against what is kept is part of `ledger verify`.
 */
export function copyForEach(make: () => World, hand: (copy: World) => void): void {
  let first: World | undefined;
  let copy: World;
  beforeAll(() => {
    first = make();
  });
  afterAll(() => first?.[Symbol.dispose]());
  beforeEach(() => {
    if (!first) throw new Error("the suite's world was not made");
    copy = copyOf(first);
    hand(copy);
  });
  afterEach(() => {
    expect(copy.runAs("ben", "ledger", "verify").json).toMatchObject({ ok: true });
    copy[Symbol.dispose]();
  });
}

import type { BreakingClass } from "../../breaking/classes.ts";

/** Two texts of one model, and what the change from one to the other does. */
export interface Pair {
  readonly name: string;
  readonly before: string;
  readonly after: string;
  readonly expected: BreakingClass;
  /** Of a breaking change that shows on no set of data: why it is one. */
  readonly unseen?: string;
}

type Written = readonly [
  name: string,
  expected: BreakingClass,
  before: string,
  after: string,
  unseen?: string | undefined,
];

export function pairs(written: readonly Written[]): readonly Pair[] {
  return written.map(([name, expected, before, after, unseen]) => ({
    name,
    before,
    after,
    expected,
    ...(unseen !== undefined && { unseen }),
  }));
}

type Spelled = readonly [expected: BreakingClass, before: string, after: string, unseen?: string];

/** Pairs that say by themselves what they are about. */
export function spelledPairs(written: readonly Spelled[]): readonly Pair[] {
  return pairs(
    written.map(([expected, before, after, unseen]) => [`${before} ⇒ ${after}`, expected, before, after, unseen]),
  );
}

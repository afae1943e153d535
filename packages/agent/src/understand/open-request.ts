import type { Reading } from "./outcome.ts";

/** What a request leaves open, and how it would be said in full. */
export interface Open {
  readonly question: string;
  readonly ways: readonly Way[];
  /** Where only one of the ways can be read, it is what is meant. */
  readonly mayBeOne?: boolean;
}

export interface Way {
  readonly id: string;
  readonly text: string;
  /** The request said in full; without one, what to say instead. */
  readonly request?: string;
  readonly hint?: string;
}

/** One kind of thing that requests leave open; undefined where this one does not. */
export type Rule = (reading: Reading, request: string) => Open | undefined;

import type { Understanding } from "@throughline/contracts";
import type { Catalogue } from "../catalogue/catalogue.ts";

/** What a sentence is read against: the project, and what was answered to earlier questions. */
export interface Reading {
  readonly catalogue: Catalogue;
  readonly answers: Readonly<Record<string, string>>;
  /** What a new measure or column is to be called, where a sentence of its own says so. */
  readonly called?: string;
}

/** Ends a reading early with its result; caught in `understand`, and never leaves this folder. */
export class Outcome extends Error {
  readonly understanding: Understanding;

  constructor(understanding: Understanding) {
    super(understanding.status);
    this.understanding = understanding;
  }
}

export const SUPPORTED =
  'Ask for one change at a time, such as: a measure ("add average price per unit by region"), a derived column or ranges, a test ("make sure X is never empty"), a description, a format, a folder, hiding or sorting, renaming, changing or removing a measure, or a new source field.';

/** Ends the reading: there will be no plan, and why. */
export function refuse(code: string, reason: string, hint: string = SUPPORTED): never {
  throw new Outcome({ status: "refused", code, reason, hint });
}

/** Ends the reading: what was asked for is there. */
export function alreadyThere(existing: string): never {
  throw new Outcome({ status: "no-change", existing });
}

/** What would be asked of a part by itself is not asked of the whole. */
export function quietly<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (outcome) {
    if (outcome instanceof Outcome) return undefined;
    throw outcome;
  }
}

/** Questions with more choices than this are a list, not a question. */
const MOST_CHOICES = 8;

export interface Choice<T> {
  readonly id: string;
  readonly text: string;
  readonly value: T;
}

/** The one choice there is, or the one that was answered; otherwise ends the reading with the question. */
export function choose<T>(reading: Reading, id: string, text: string, choices: readonly Choice<T>[]): T {
  const distinct = choices.filter((choice, at) => choices.findIndex((other) => other.id === choice.id) === at);
  const [only] = distinct;
  if (only === undefined) return refuse("nothing-fits", `nothing fits: ${text}`);
  if (distinct.length === 1) return only.value;
  const answered = distinct.find((choice) => choice.id === reading.answers[id]);
  if (answered !== undefined) return answered.value;
  const shown = distinct.slice(0, MOST_CHOICES).map((choice) => ({ id: choice.id, text: choice.text }));
  throw new Outcome({ status: "question", questions: [{ id, text, choices: shown }] });
}

import { describe, expect, it } from "vitest";
import { isToldVerb, participleOf, verbOf } from "./word-families.ts";

describe("verbOf", () => {
  it.each([
    ["decision", "decide"],
    ["decided", "decide"],
    ["rung", "ring"],
    ["payout", "pay"],
    ["sale", "sell"],
    ["receipt", "receive"],
    ["stopped", "stop"],
    ["table", "table"],
  ])("%s belongs to %s", (word, verb) => {
    expect(verbOf(word)).toBe(verb);
  });
});

describe("participleOf", () => {
  it.each([
    ["pay", "paid"],
    ["claims", "claimed"],
    ["took", "taken"],
    ["carries", "carried"],
    ["table", undefined],
  ])("what somebody %s is called %s", (word, participle) => {
    expect(participleOf(word)).toBe(participle);
  });
});

describe("isToldVerb", () => {
  it.each([
    ["complains", true],
    ["went", true],
    ["decided", true],
    // Nouns, and what may be said of rows that are meant.
    ["claims", false],
    ["paid", false],
    ["orders", false],
  ])("%s: %s", (word, told) => {
    expect(isToldVerb(word)).toBe(told);
  });
});

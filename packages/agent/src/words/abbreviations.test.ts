import { describe, expect, it } from "vitest";
import { isShortFor, spokenNames } from "./abbreviations.ts";

describe("isShortFor", () => {
  it.each([
    ["proc", "procedure", true],
    ["spclty", "specialty", true],
    ["fct", "fuelcost", false],
    ["car", "carrier", false],
    ["ins", "in", false],
  ])("%s for %s: %s", (short, said, expected) => {
    expect(isShortFor(short, said)).toBe(expected);
  });
});

describe("spokenNames", () => {
  it.each([
    ["amt_billed_usd", ["amt billed usd", "amount billed dollar"]],
    ["# Visits", ["visits", "number visits"]],
    ["n_items", ["n items", "number items"]],
    ["Postal Code", ["postal code"]],
  ])("%s", (name, expected) => {
    expect(spokenNames(name).map((words) => words.join(" "))).toEqual(expected);
  });
});

import { describe, expect, it } from "vitest";
import { isCourtesy, isTold } from "./talk.ts";

describe("isCourtesy", () => {
  it.each([
    ["could you set that up?", true],
    ["a measure for that would be nice", true],
    ["thanks a lot", true],
    ["for the monthly board meeting", true],
    ["could you add the total?", false],
    ["compared with last year", false],
    ["adjusted for inflation", false],
    ["it would help to see the total", false],
    ["it would help us a lot to have it", true],
    ["it would do if only adults are in", false],
  ])("%s: %s", (clause, expected) => {
    expect(isCourtesy(clause)).toBe(expected);
  });
});

describe("isTold", () => {
  it.each([
    ["Nobody uses it", true],
    ["People complain that the names are too long", true],
    ["because the board wants to see it", true],
    ["we only care for adults", false],
    ["it should leave out children", false],
    ["that is about the South", false],
    ["the total of 2024 is wrong", false],
    ["hide the price", false],
    ["without tax", false],
    ["orders booked online", false],
    ["shipping costs by region", false],
    ["I need the average price", false],
  ])("%s: %s", (clause, expected) => {
    expect(isTold(clause)).toBe(expected);
  });
});

import { describe, expect, it } from "vitest";
import { asksForPart, asPart } from "./asked-as-part.ts";

describe("asksForPart", () => {
  it.each([
    "I want that as a percentage.",
    "as a percentage please",
    "and show it in %",
    "Can you give it as a share?",
  ])("%s", (clause) => {
    expect(asksForPart(clause)).toBe(true);
  });

  it.each(["as a percentage of all orders", "I want the percentage of returns", "that was a percentage"])(
    "not: %s",
    (clause) => {
      expect(asksForPart(clause)).toBe(false);
    },
  );
});

describe("asPart", () => {
  it.each([
    ["how many orders were returned", "share of orders that are returned"],
    ["Out of all orders, how many were returned", "share of orders that are returned"],
    ["number of orders with a discount", "share of orders with a discount"],
    ["share of orders that were returned", "share of orders that were returned"],
  ])("%s", (request, expected) => {
    expect(asPart(request)).toBe(expected);
  });

  it("leaves open what says no whole", () => {
    expect(asPart("total revenue")).toBeUndefined();
  });
});

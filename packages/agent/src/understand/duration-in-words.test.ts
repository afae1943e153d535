import { describe, expect, it } from "vitest";
import { durationInPlainWords } from "./duration-in-words.ts";

describe("durationInPlainWords", () => {
  it.each([
    ["how long it takes from ordering to delivery", "average time between ordering and delivery"],
    ["how many days pass between order and delivery by region", "average days between order and delivery by region"],
    ["typical delay from order until delivery, in hours", "average hours between order and delivery"],
    ["total time between order and delivery", "total time between order and delivery"],
    ["how long is a trip", "how long is a trip"],
  ])("%s", (said, plain) => {
    expect(durationInPlainWords(said)).toBe(plain);
  });
});

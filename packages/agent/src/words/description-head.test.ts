import { describe, expect, it } from "vitest";
import { descriptionHead } from "./description-head.ts";

describe("descriptionHead", () => {
  it.each([
    ["Satisfaction score from 1 to 5", "satisfaction score"],
    ["One row per booked visit", "booked visit"],
    ["What was billed", "billed"],
    ["Weight with packaging, in kg", "weight"],
    ["This is a long story about many things nobody reads", ""],
  ])("%s", (description, expected) => {
    expect(descriptionHead(description).join(" ")).toBe(expected);
  });
});

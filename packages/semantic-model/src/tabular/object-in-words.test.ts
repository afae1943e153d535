import { describe, expect, it } from "vitest";
import { objectInWords } from "./object-in-words.ts";

describe("an object is named by its kind:", () => {
  it.each([
    ["hierarchy Dates[Calendar]", { kind: "hierarchy", table: "Dates", name: "Calendar" }],
    [
      "level 'My ''Dates'''[Calendar][Year]",
      { kind: "level", table: "My 'Dates'", hierarchy: "Calendar", name: "Year" },
    ],
    ["column Sales[a [b]]]", { kind: "column", table: "Sales", name: "a [b]" }],
    ["calculation item Time[YTD]", { kind: "calculation-item", table: "Time", name: "YTD" }],
    ["Role Stores Cluster 1", { kind: "role", name: "Stores Cluster 1" }],
    ["parameter 'From'", { kind: "expression", name: "From" }],
    ["function Local.Half", { kind: "function", name: "Local.Half" }],
  ])("%s", (written, object) => {
    expect(objectInWords(written)).toEqual(object);
  });

  it.each(["Sales[Amount]", "level Dates[Calendar]", "hierarchy Calendar", "visual v", "role", ""])(
    "not %j",
    (written) => {
      expect(objectInWords(written)).toBeUndefined();
    },
  );
});

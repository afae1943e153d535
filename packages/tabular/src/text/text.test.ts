import { describe, expect, it } from "vitest";
import { lineIndex } from "./line-index.ts";
import { stableId } from "./stable-id.ts";
import { applyEdits } from "./text-edit.ts";

describe("edits of a text", () => {
  it("change their spans and nothing else, whatever their order", () => {
    const edits = [
      { span: { start: 4, end: 5 }, text: "X" },
      { span: { start: 0, end: 1 }, text: "" },
      { span: { start: 2, end: 2 }, text: "++" },
    ];
    expect(applyEdits("abcdef", edits)).toBe("b++cdXf");
  });

  it("made twice are made once, and others that overlap are refused", () => {
    const edit = { span: { start: 0, end: 2 }, text: "x" };
    expect(applyEdits("abc", [edit, edit])).toBe("xc");
    expect(() => applyEdits("abc", [edit, { span: { start: 1, end: 3 }, text: "y" }])).toThrow(RangeError);
  });
});

it.each([
  [0, 1, 1],
  [2, 1, 3],
  [3, 2, 1],
  [6, 3, 1],
  [7, 3, 2],
])("offset %i is line %i, column %i", (offset, line, column) => {
  expect(lineIndex("ab\ncd\ne").position(offset)).toEqual({ line, column });
});

describe("a stable id", () => {
  it("is a UUID, the same for the same names and another for others", () => {
    expect(stableId("measure", "Sales", "A")).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u,
    );
    expect(stableId("measure", "Sales", "A")).toBe(stableId("measure", "Sales", "A"));
    const ids = new Set(Array.from({ length: 20_000 }, (_, i) => stableId("measure", `T${i % 7}`, `M ${i}`)));
    expect(ids.size).toBe(20_000);
    expect(stableId("a", "bc")).not.toBe(stableId("ab", "c"));
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type JsonNode, parseJson } from "./json.ts";

function plain(node: JsonNode): unknown {
  if (node.kind === "object") return Object.fromEntries(node.members.map(({ key, value }) => [key, plain(value)]));
  if (node.kind === "array") return node.items.map(plain);
  return node.value;
}

describe("JSON with places", () => {
  it("is what JSON.parse reads, for any value in any layout", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(0, 2, "\t"), (value, space) => {
        const text = JSON.stringify(value, null, space);
        const { root, problem } = parseJson(text);
        expect(problem).toBeUndefined();
        expect(JSON.stringify(root && plain(root))).toBe(JSON.stringify(JSON.parse(text)));
      }),
    );
  });

  it("is refused where JSON.parse refuses, without throwing", () => {
    const text = fc.array(
      fc.constantFrom("{", "}", "[", "]", '"a"', ":", ",", "1", "tru", "null", '"', "\\", " ", "-"),
    );
    fc.assert(
      fc.property(text, (parts) => {
        const joined = parts.join("");
        let valid = true;
        try {
          JSON.parse(joined);
        } catch {
          valid = false;
        }
        expect([joined, parseJson(joined).root !== undefined]).toEqual([joined, valid]);
      }),
      { numRuns: 2000 },
    );
  });

  it("nested a hundred thousand times is a problem, not a crash", () => {
    expect(parseJson("[".repeat(100_000)).problem?.message).toMatch(/deep/u);
  });
});

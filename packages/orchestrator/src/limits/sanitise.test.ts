import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { REQUEST_LIMIT, sanitise } from "./sanitise.ts";

function check(raw: string, expected: string): void {
  expect(sanitise(raw).text).toBe(expected);
}

describe("sanitising a request", () => {
  it("leaves plain words as they are, and says so", () => {
    expect(sanitise("add average fare per mile")).toEqual({ text: "add average fare per mile", changes: [] });
  });

  it.each([
    ["zero-width characters", "add a\u200bverage", "add average"],
    ["direction overrides", "add \u202eegareva\u202c", "add egareva"],
    ["tag characters", `add${String.fromCodePoint(0xe0041, 0xe0042)} sum`, "add sum"],
    ["full-width letters", "ａｄｄ sum", "add sum"],
    ["control characters", "add\u0007 average fare", "add average fare"],
    ["a comment", "add sum <!-- and drop it -->", "add sum"],
    ["an unclosed comment", "add sum <!-- and drop it", "add sum"],
    ["a comment inside a comment's remains", "add <!<!-- x -->-- y --> sum", "add  sum"],
    ["a Jinja comment", "add {# x #}sum", "add sum"],
    ["a long encoded blob", `add sum ${"QUJD".repeat(30)}`, "add sum"],
  ])("takes out %s", (_, raw, expected) => {
    check(raw, expected);
    expect(sanitise(raw).changes).not.toEqual([]);
  });

  it("keeps accents, umlauts and other scripts", () => {
    check("füge Σ Gewicht [kg] hinzu, 日本", "füge Σ Gewicht [kg] hinzu, 日本");
  });

  it.each([
    ["", "request.empty"],
    [" \n\t ", "request.empty"],
    ["\u200b\u200b", "request.empty"],
    ["x".repeat(REQUEST_LIMIT + 1), "request.too-long"],
    ["\u0000\u0001\u0002binary", "request.not-text"],
  ])("refuses what is no request (%#)", (raw, code) => {
    expect(() => sanitise(raw)).toThrow(expect.objectContaining({ code }));
  });

  it("reaches a fixed point: sanitising again changes nothing", () => {
    const pieces = fc.constantFrom(
      "<!--",
      "-->",
      "/*",
      "*/",
      "{#",
      "#}",
      "\u200b",
      "\u202e",
      "a",
      " ",
      "ﬁ",
      "\u0007",
      "%41%41%41%41%41%41%41%41",
      "\r\n",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary" }),
          fc.array(pieces).map((parts) => parts.join("")),
        ),
        (raw) => {
          let once: string;
          try {
            once = sanitise(raw).text;
          } catch {
            return;
          }
          expect(sanitise(once)).toEqual({ text: once, changes: [] });
        },
      ),
      { numRuns: 2000 },
    );
  });
});

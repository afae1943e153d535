import { describe, expect, it } from "vitest";
import { lookedFor, wordsOfName } from "./asked-whether-there.ts";

describe("lookedFor", () => {
  it.each([
    ["is there already a figure that tells how many orders we have", "how many orders we have", false],
    ["I can't find the sum of the fees. Do we have it? Otherwise create it", "the sum of the fees", true],
    ["I could swear there was a measure for lost orders", "lost orders", false],
    ["is the average price already measured", "average price", false],
  ])("finds what is looked for in: %s", (text, what, orMade) => {
    expect(lookedFor(text)).toEqual({ what, orMade });
  });

  it.each(["add the average price", "we do not know what it costs", "do we have it"])(
    "finds nothing in: %s",
    (text) => {
      expect(lookedFor(text)).toBeUndefined();
    },
  );

  it("leaves the words that a name may be made of", () => {
    expect(wordsOfName("the sum of the fees that we charged")).toBe("fees charged");
    expect(wordsOfName("how much was paid out")).toBe("paid out");
  });
});

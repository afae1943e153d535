import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  cityLibraryProject,
  dairyCoopProject,
  depotProject,
  filmFestivalProject,
  hotelGroupProject,
  outpatientClinicsProject,
  petInsuranceProject,
  saasBillingProject,
  solarParksProject,
  taxiProject,
} from "../test-support/example-projects.ts";
import { printUnderstanding } from "../test-support/print-understanding.ts";
import { understand } from "./understand.ts";

const FIXTURES = join(dirname(fileURLToPath(import.meta.url)), "../../fixtures");

/** `sentence -> expected`, one a line; `#` begins a comment. */
function corpus(name: string): [string, string][] {
  return readFileSync(join(FIXTURES, name), "utf8")
    .split("\n")
    .filter((line) => line.includes(" -> ") && !line.startsWith("#"))
    .map((line) => {
      const at = line.lastIndexOf(" -> ");
      return [line.slice(0, at).trim(), line.slice(at + 4).trim()];
    });
}

describe("understand, on the example project", () => {
  const { catalogue } = taxiProject();
  it.each(corpus("taxi-sentences.txt"))("%s", (sentence, expected) => {
    expect(printUnderstanding(understand(sentence, catalogue, {}))).toBe(expected);
  });

  it("lets an answer decide, and asks for nothing else then", () => {
    const asked = understand("rename Amount Charged to revenue", catalogue, {});
    if (asked.status !== "question") throw new Error(asked.status);
    const [question] = asked.questions;

    for (const choice of question?.choices ?? []) {
      const answered = understand("rename Amount Charged to revenue", catalogue, { [question?.id ?? ""]: choice.id });
      expect(answered.status).toBe("understood");
    }
  });

  it("never throws, and gives the same result twice", () => {
    const words = fc.constantFrom(
      ..."add average total fare tip trip per by mile borough rename to hide describe as make sure never null between 5 over '\" {{ }} [ ] change remove".split(
        " ",
      ),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(words, { maxLength: 12 }).map((all) => all.join(" ")),
          fc.string(),
        ),
        (text) => {
          expect(understand(text, catalogue, {})).toEqual(understand(text, catalogue, {}));
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe("understand, on the second project", () => {
  const { catalogue } = depotProject();
  it.each(corpus("depot-sentences.txt"))("%s", (sentence, expected) => {
    expect(printUnderstanding(understand(sentence, catalogue, {}))).toBe(expected);
  });
});

describe("understand, on the hotels", () => {
  const { catalogue } = hotelGroupProject();
  it.each(corpus("hotel-sentences.txt"))("%s", (sentence, expected) => {
    expect(printUnderstanding(understand(sentence, catalogue, {}))).toBe(expected);
  });
});

describe("understand, on the clinics", () => {
  const { catalogue } = outpatientClinicsProject();
  it.each(corpus("clinics-sentences.txt"))("%s", (sentence, expected) => {
    expect(printUnderstanding(understand(sentence, catalogue, {}))).toBe(expected);
  });
});

describe("understand, on the solar parks", () => {
  const { catalogue } = solarParksProject();
  it.each(corpus("solar-sentences.txt"))("%s", (sentence, expected) => {
    expect(printUnderstanding(understand(sentence, catalogue, {}))).toBe(expected);
  });
});

describe("understand, on the pet insurance", () => {
  const { catalogue } = petInsuranceProject();
  it.each(corpus("pets-sentences.txt"))("%s", (sentence, expected) => {
    expect(printUnderstanding(understand(sentence, catalogue, {}))).toBe(expected);
  });
});

describe("understand, on the billing of a software company", () => {
  const { catalogue } = saasBillingProject();
  it.each(corpus("billing-sentences.txt"))("%s", (sentence, expected) => {
    expect(printUnderstanding(understand(sentence, catalogue, {}))).toBe(expected);
  });
});

describe("understand, on the dairy cooperative", () => {
  const { catalogue } = dairyCoopProject();
  it.each(corpus("dairy-sentences.txt"))("%s", (sentence, expected) => {
    expect(printUnderstanding(understand(sentence, catalogue, {}))).toBe(expected);
  });
});

describe("understand, on the film festival", () => {
  const { catalogue } = filmFestivalProject();
  it.each(corpus("festival-sentences.txt"))("%s", (sentence, expected) => {
    expect(printUnderstanding(understand(sentence, catalogue, {}))).toBe(expected);
  });
});

describe("understand, on the city library", () => {
  const { catalogue } = cityLibraryProject();
  it.each(corpus("library-sentences.txt"))("%s", (sentence, expected) => {
    expect(printUnderstanding(understand(sentence, catalogue, {}))).toBe(expected);
  });
});

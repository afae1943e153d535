import { describe, expect, it } from "vitest";
import { correctSpelling, vocabularyOf } from "./spelling.ts";

const vocabulary = vocabularyOf(["region", "sendung", "weight", "customers", "rate"]);

describe("correctSpelling", () => {
  it.each([
    ["hwo many custmoers", "how many customers"],
    ["averge wieght by regoin", "average weight by region"],
    ["a Sendugn", "a Sendung"],
    ["teh lightest", "the lightest"],
    ['describe rate as "teh wieght"', 'describe rate as "teh wieght"'],
    ["renmae rate to Wieght", "rename rate to Wieght"],
    ["a measure called Regoin Sum that sums teh weight", "a measure called Regoin Sum that sums the weight"],
    ["wieght_kg", "wieght_kg"],
    ["the late date", "the late date"],
    ["minuts givn for eech regoin", "minutes given for each region"],
    ["failled regoins", "failed regions"],
    ["wieght pr region of al customers", "weight per region of all customers"],
    ["it changed form now on", "it changed from now on"],
  ])("%s", (text, expected) => {
    expect(correctSpelling(text, vocabulary)).toBe(expected);
  });
});

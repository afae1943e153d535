import { describe, expect, it } from "vitest";
import { splitWords } from "./split-words.ts";
import { wordLikeness } from "./word-likeness.ts";

describe("wordLikeness", () => {
  it.each([
    ["order", "orders", true],
    ["customers", "custmer", true],
    ["mlie", "mile", true],
    ["Sendung", "Sendungen", true],
    ["category", "categories", true],
    ["fare", "fair", false],
    ["fare", "care", false],
    ["2023", "2024", false],
  ])("%s and %s: %s", (a, b, same) => {
    expect(wordLikeness(a.toLowerCase(), b.toLowerCase()) > 0).toBe(same);
  });
});

describe("splitWords", () => {
  it.each([
    ["BruttoGewicht_KG", ["brutto", "gewicht", "kg"]],
    ["istExpress", ["ist", "express"]],
    ["Depot's Übersicht", ["depots", "ubersicht"]],
    ["PULocationID", ["pu", "location", "id"]],
    ["Σ Gewicht [kg]", ["σ", "gewicht", "kg"]],
  ])("%s", (name, words) => {
    expect(splitWords(name)).toEqual(words);
  });
});

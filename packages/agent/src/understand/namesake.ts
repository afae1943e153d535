import type { MeasureEntry } from "../catalogue/catalogue.ts";
import { wordLikeness } from "../words/word-likeness.ts";
import { type Aggregate, splitAggregate } from "./aggregate-words.ts";
import { alreadyThere, choose, type Reading } from "./outcome.ts";
import type { Quantity } from "./quantity.ts";
import { type Token, tokenize, wordsOf } from "./tokens.ts";

/** What a name says in brackets: a unit, or a remark. */
const UNIT = /\[[^\]]*\]|\([^)]*\)/gu;

/**
 * A measure may be called what is asked for and compute it in its own way ("Ø Weight" as a quotient): making another one
 * beside it, or taking it for the same, would both be guesses. Asks which is meant; ends the reading when it is the one
 * that is there.
 */
export function askAboutNamesake(reading: Reading, asked: readonly Token[], quantity: Quantity): void {
  const { aggregate, words } = spoken(asked);
  if (aggregate === undefined || words.length === 0) return;
  const namesakes = reading.catalogue.measures.filter((entry) => {
    const name = spoken(tokenize(inWords(entry.measure.name)));
    return name.aggregate === aggregate && sameWords(name.words, words);
  });
  if (namesakes.length === 0) return;
  const own = { id: "new", text: `a new measure: ${quantity.description}`, value: undefined };
  const chosen = choose<MeasureEntry | undefined>(
    reading,
    `namesake:${words.join(" ")}`,
    "There is a measure of that name, which is computed in its own way. Is it the one you mean?",
    [
      ...namesakes.map((entry) => ({
        id: `measure:${entry.table}[${entry.measure.name}]`,
        text: `measure "${entry.measure.name}" as it is: ${entry.measure.expression.trim().replaceAll(/\s+/gu, " ")}`,
        value: entry,
      })),
      own,
    ],
  );
  if (chosen) alreadyThere(`measure "${chosen.measure.name}" in ${chosen.table}`);
}

function spoken(tokens: readonly Token[]): { aggregate: Aggregate | undefined; words: readonly string[] } {
  const { aggregate, rest } = splitAggregate(tokens);
  return { aggregate, words: wordsOf(rest) };
}

/** A name with its unit left out and its signs spelt out. */
function inWords(name: string): string {
  const signs = name.replaceAll(/[Øø]/gu, "average ").replaceAll("Σ", "total ").replaceAll("#", "number of ");
  return signs.replaceAll(UNIT, "").toLowerCase();
}

function sameWords(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((word, at) => wordLikeness(word, others[at] ?? "") >= 0.95);
}

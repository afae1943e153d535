import type { ColumnEntry, MeasureEntry } from "../catalogue/catalogue.ts";
import { quantityWords } from "../words/unit-words.ts";
import { wordLikeness } from "../words/word-likeness.ts";
import type { Match } from "./mention.ts";
import { choiceOf } from "./object-choice.ts";
import { choose, type Reading } from "./outcome.ts";

export function pickColumn(
  reading: Reading,
  words: readonly string[],
  matches: readonly Match<ColumnEntry>[],
): ColumnEntry {
  const phrase = words.join(" ");
  return choose(
    reading,
    `column:${phrase}`,
    `Which column is meant by "${phrase}"?`,
    matches.map((match) => choiceOf(match.thing)),
  );
}

export function pickMeasure(
  reading: Reading,
  words: readonly string[],
  matches: readonly Match<MeasureEntry>[],
): MeasureEntry {
  const phrase = words.join(" ");
  return choose(
    reading,
    `measure:${phrase}`,
    `Which measure is meant by "${phrase}"?`,
    matches.map((match) => choiceOf(match.thing)),
  );
}

const PART_WORDS =
  /\b(?:rate|percentage|percent|share|ratio|proportion|fraction|pct|quote|anteil|prozent|margin)|%|quote\b/iu;

/** A part of a whole is no number of anything. */
export function isPart({ measure }: MeasureEntry): boolean {
  return (measure.format ?? "").includes("%");
}

/** Of a measure that only its sign says to be a part: "no-shows" is not No-Show %. */
export function saysPart(words: readonly string[], { measure }: MeasureEntry): boolean {
  const name = measure.name.replaceAll("%", "");
  return !measure.name.includes("%") || PART_WORDS.test(name) || PART_WORDS.test(words.join(" "));
}

const QUIET = new Set("total sum count number anzahl amount value σ betrag summe gesamt of the in per rate".split(" "));

/** Measures whose names say nothing that the phrase does not: "cost" is not "Cost of the South". */
export function whollySaid(reading: Reading, words: readonly string[]): readonly MeasureEntry[] {
  return reading.catalogue.measures.filter(
    (entry) =>
      (!isPart(entry) || saysPart(words, entry)) &&
      entry.names.some((name) =>
        name.every(
          (part) =>
            QUIET.has(part) ||
            quantityWords(part).length > 0 ||
            entry.contextWords.some((other) => wordLikeness(other, part) >= 0.95) ||
            words.some((word) => wordLikeness(word, part) > 0),
        ),
      ),
  );
}

import { namesOtherValue } from "./clauses.ts";
import { plausible, rank } from "./mention.ts";
import { momentsCalled, ofMoment } from "./moment-named.ts";
import { isNumber } from "./number-columns.ts";
import type { Reading } from "./outcome.ts";
import { tokenize, wordsOf } from "./tokens.ts";

/** What a column is for, and the formula that says what it holds. */
interface Glossed {
  readonly gloss: string;
  readonly formula: string;
}

/** Words that make the gloss a condition, or another calculation than the formula behind it. */
const CHANGES =
  /\d|\b(?:only|solely|except|exclud\w*|ignor\w*|unless|limit\w*|restrict\w*|where|whose|if|when|whenever|not|no|rounded|absolute|average|avg|mean|running|cumulative|max\w*|min\w*|previous|last|first|percent\w*|at least|at most|over|under|above|below)\b/iu;

const ARITHMETIC = /\s(?:minus|plus|divided by|less|[-–+/])\s/iu;
const PARENTHESIS = /^(?<gloss>[^(]+?)\s*\((?<formula>[^()]+)\)$/u;
const BEHIND = /^(?<gloss>[^:,]+?)\s*(?::|,)\s*(?:so\s+|i\.e\.,?\s+|that is,?\s+|which is\s+)?(?<formula>.+)$/iu;

/** A longer one is a story, and may say anything. */
const MOST_WORDS = 10;

/**
 * "the number of persons (adults + children)", "gross amount, net plus tax": the formula says it all, and the words
 * before it only what it is called. They must not restrict it, nor have numbers.
 */
export function withoutGloss(reading: Reading, text: string): Glossed | undefined {
  const said = (PARENTHESIS.exec(text) ?? BEHIND.exec(text))?.groups;
  if (said === undefined) return undefined;
  const { gloss = "", formula = "" } = said;
  if (CHANGES.test(gloss) || ARITHMETIC.test(` ${gloss} `) || gloss.split(/\s+/u).length > MOST_WORDS) return undefined;
  if (namesOtherValue(reading, gloss, formula)) return undefined;
  // "net, tax plus tip" is a list: what is a number itself is no name for the sum of others.
  const numbers = reading.catalogue.columns.filter(isNumber);
  if (plausible(rank(wordsOf(tokenize(gloss)), numbers)).length > 0) return undefined;
  const isFormula = ARITHMETIC.test(` ${formula} `) || momentsWithin(reading, formula) !== undefined;
  return isFormula ? { gloss, formula } : undefined;
}

/** "arrived to seen", "check-in to check-out": two moments, as "duration between … and …"; undefined when they are none. */
export function momentsWithin(reading: Reading, text: string): string | undefined {
  const match = /^(?:from\s+)?(.+?)\s+(?:to|until|till)\s+(.+)$/iu.exec(text);
  if (match === null) return undefined;
  const areMoments = [match[1] ?? "", match[2] ?? ""].every(
    (side) => momentsCalled(reading, ofMoment(wordsOf(tokenize(side))), undefined).length > 0,
  );
  return areMoments ? `between ${match[1] ?? ""} and ${match[2] ?? ""}` : undefined;
}

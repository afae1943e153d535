import { foldLetters, singular } from "../words/split-words.ts";
import { namesOtherValue } from "./clauses.ts";
import { knownWords } from "./known-words.ts";
import { measureNamed } from "./measure-named.ts";
import type { Reading } from "./outcome.ts";
import { tokenize } from "./tokens.ts";

/** A number told twice: what it is called, and how it is computed. */
interface Glossed {
  /** A few plain words, which may name it. */
  readonly name?: string;
  readonly formula: string;
}

const SAYS_HOW =
  "i\\.e\\.,?|ie|that is(?: to say)?,?|that means|this means|which means|meaning|i mean|so|in other words,?|or rather|basically|namely|defined as|calculated as|computed as|measured as|being|which is|as in|just|simply|and i mean|we mean";
const ORDERS: readonly RegExp[] = [
  /^(?<gloss>[^(]+?)\s*\((?:[=:]\s*)?(?<formula>[^()]+)\)(?<behind>\s+(?:by|per|for each)\s.+)?$/iu,
  new RegExp(
    String.raw`^(?<gloss>[^:;,]+?)\s*(?:[,;:–-]\s*(?:and\s+)?(?:${SAYS_HOW})|\s(?:meaning|defined as|calculated as|computed as|i\.e\.))\s+(?:the\s+)?(?<formula>.+)$`,
    "iu",
  ),
  /^(?<gloss>[^:]+?)\s*:\s+(?:the\s+)?(?<formula>.+)$/iu,
  /^(?<gloss>[^:(,]+?)\s+(?:as|is|equals)\s+(?:the\s+)?(?<formula>.+\s(?:minus|plus|divided by|less|[-–+/])\s.+)$/iu,
  /^(?<gloss>[^,]+?)\s*,\s+(?:the\s+)?(?<formula>.+\s(?:minus|plus|divided by|less|[-–+/])\s.+)$/iu,
];

/** Words that make the gloss a condition, or another calculation than the formula behind it. */
const CHANGES =
  /\d|\b(?:only|solely|except|exclud\w*|ignor\w*|unless|without|limit\w*|restrict\w*|where|whose|if|when|whenever|not|no|rounded|absolute|running|cumulative|previous|last|first|at least|at most|over|under|above|below|minus|plus|less|divided)\b/iu;

const MOST_WORDS = 9;
const MOST_WORDS_OF_NAME = 4;

/**
 * "net revenue, meaning revenue minus commission": the formula says it all, and the words before it only what it is called.
 * They must not restrict it; by what they want it seen is kept.
 */
export function measureGlossed(reading: Reading, text: string): Glossed | undefined {
  for (const order of ORDERS) {
    const said = order.exec(text)?.groups;
    if (said === undefined) continue;
    const { gloss: whole = "", formula = "", behind = "" } = said;
    const by = /\s(?:by|for each|for every|in each|split by)\s.+$/iu.exec(whole)?.[0] ?? "";
    const gloss = whole.slice(0, whole.length - by.length).trim();
    if (gloss === "" || /[()]/u.test(gloss) || CHANGES.test(gloss) || gloss.split(/\s+/u).length > MOST_WORDS) continue;
    if (namesOtherValue(reading, gloss, formula)) continue;
    // "$ paid, lab + imaging": what is a number by itself is no name of what is only a list behind it.
    if (order === ORDERS.at(-1) && measureNamed(reading, tokenize(gloss)) !== undefined) continue;
    const name = nameIn(reading, gloss);
    return { formula: `${formula}${behind}${by}`, ...(name === undefined ? {} : { name }) };
  }
  return undefined;
}

/** A measure of that name would be another one: then the gloss only points at what is meant. */
function nameIn(reading: Reading, gloss: string): string | undefined {
  const plain = gloss
    .replace(/^(?:add|create|show|the|an?|our|measure|metric|kpi|number|figure|called|named|for|of|with|\s)+\s/iu, "")
    .replace(/\s+in (?:percent|%)$/iu, "");
  const isTaken = reading.catalogue.measures.some((entry) => entry.measure.name.toLowerCase() === plain.toLowerCase());
  const words = plain.split(/\s+/u);
  // "Quick one before lunch: …" is no name: one says something of the project.
  const known = knownWords(reading.catalogue);
  if (!words.some((word) => known.has(singular(foldLetters(word))) || known.has(foldLetters(word)))) return undefined;
  return isTaken || words.length > MOST_WORDS_OF_NAME || !/^[\p{L}\p{N} &%'-]+$/u.test(plain) ? undefined : plain;
}

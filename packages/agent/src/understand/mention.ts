import type { Recognisable } from "../catalogue/catalogue.ts";
import { isShortFor } from "../words/abbreviations.ts";
import { eventRoot } from "../words/event-words.ts";
import { inGerman, isGermanCompound } from "../words/german-words.ts";
import { singular } from "../words/split-words.ts";
import { quantityWords } from "../words/unit-words.ts";
import { wordLikeness } from "../words/word-likeness.ts";
import { FILLERS, KIND_WORDS } from "./tokens.ts";

/** How well a phrase fits an object. */
export interface Match<T> {
  readonly thing: T;
  /** Between 0 and 1; every word of the phrase is explained by the object, or there is no match. */
  readonly score: number;
  /** The phrase is one of the object's names, in full. */
  readonly exact: boolean;
}

/** What a word of the phrase is worth by where it was found. */
const IN_SECOND_NAME = 0.97;
const BY_QUANTITY = 0.85;
const IN_CONTEXT = 0.75;
const IN_DESCRIPTION = 0.6;
const AS_DESCRIBED = 0.7;
const ABBREVIATED = 0.9;
/** A name's words that the phrase does not say. */
const UNSAID = 0.3;
/** Words in names that people leave out. */
const SILENT = new Set(
  "of the in per for and at on is ist has hat am id key code nr no number name total amount count flag".split(" "),
);

/** Objects that explain every word of the phrase, best first. */
export function rank<T extends Recognisable>(words: readonly string[], things: readonly T[]): Match<T>[] {
  const said = meaningful(words, things);
  if (said.length === 0) return [];
  const matches: Match<T>[] = [];
  for (const thing of things) {
    const best = bestName(said, thing, words);
    if (best !== undefined) matches.push({ thing, ...best });
  }
  return matches.sort((a, b) => Number(b.exact) - Number(a.exact) || b.score - a.score);
}

const PREPOSITIONS = new Set("for in from with by across".split(" "));

/** Words of a phrase that name; when it has only fillers, those. */
function meaningful(words: readonly string[], things: readonly Recognisable[]): readonly string[] {
  const named = words.filter((word) => !FILLERS.has(word) && !PREPOSITIONS.has(word));
  // A column may be called Model.
  const isName = (word: string): boolean =>
    things.some(({ names: [name = []] }) => name.length === 1 && name[0] === word);
  const specific = named.filter((word) => !KIND_WORDS.has(word) || isName(word));
  return specific.length > 0 ? specific : named;
}

function bestName(
  said: readonly string[],
  thing: Recognisable,
  all: readonly string[],
): { score: number; exact: boolean } | undefined {
  let best: { score: number; exact: boolean } | undefined;
  thing.names.forEach((name, at) => {
    const found = scoreName(said, name, thing, at === 0 ? 1 : IN_SECOND_NAME, all);
    if (found === undefined) return;
    if (
      best === undefined ||
      Number(found.exact) - Number(best.exact) > 0 ||
      (found.exact === best.exact && found.score > best.score)
    )
      best = found;
  });
  if (best?.exact === true || thing.descriptionHead === undefined || thing.descriptionHead.length === 0) return best;
  // German names are often described in English: what the description calls it is a name too, if a weaker one.
  const described = scoreName(said, thing.descriptionHead, thing, AS_DESCRIBED, all);
  return described === undefined || described.score <= (best?.score ?? 0) ? best : { ...described, exact: false };
}

function scoreName(
  said: readonly string[],
  name: readonly string[],
  thing: Recognisable,
  weight: number,
  all: readonly string[],
): { score: number; exact: boolean } | undefined {
  const used = new Set<number>();
  let total = 0;
  let named = 0;
  for (let at = 0; at < said.length; at += 1) {
    const word = said[at] ?? "";
    const here = inName(word, name, used, thing);
    if (here > 0) {
      total += here * weight;
      named += here >= 0.95 ? 1 : 0.9;
      continue;
    }
    const next = said[at + 1];
    const joined = next === undefined ? 0 : asOne(word, next, name, used);
    if (joined > 0) {
      total += joined * weight * 2;
      named += 2;
      at += 1;
      continue;
    }
    const pair = asTwo(word, name, used);
    if (pair) {
      total += weight;
      named += 1;
      continue;
    }
    const quantity = Math.max(
      0,
      ...[...quantityWords(singular(word)), ...inGerman(word)].map((other) =>
        hasWord(other, name, used) ? BY_QUANTITY : 0,
      ),
    );
    const meanings = [word, ...quantityWords(singular(word)), ...inGerman(word)];
    const context = thing.contextWords.some((other) => meanings.some((meaning) => wordLikeness(meaning, other) >= 0.95))
      ? IN_CONTEXT
      : 0;
    // That a description speaks of an amount does not make a number one.
    const isDescribed = word !== "amount" && thing.descriptionWords.some((other) => wordLikeness(word, other) >= 0.95);
    const described = isDescribed ? IN_DESCRIPTION : 0;
    const otherName = thing.names.some((other) => other.some((part) => wordLikeness(word, part) >= 0.95)) ? 0.9 : 0;
    const worth = Math.max(quantity, context, described, otherName);
    if (worth === 0) return undefined;
    if (worth !== context) named += worth / 2;
    total += worth * weight;
  }
  if (named === 0) return undefined;
  const rest = name.filter((_, at) => !used.has(at));
  const unsaid = rest.reduce((sum, word) => sum + unsaidWeight(word, thing), 0) / Math.max(1, name.length);
  const exact = rest.every((word) => FILLERS.has(word) || all.includes(word)) && named >= said.length;
  return { score: total / said.length - UNSAID * unsaid, exact };
}

/** What is "claimed" is no name of the claims. */
function isDone(word: string, row: string): boolean {
  return word.endsWith("ed") && !row.endsWith("ed");
}

function unsaidWeight(word: string, thing: Recognisable): number {
  if (thing.contextWords.some((other) => wordLikeness(word, other) >= 0.95 && !isDone(word, other))) return 0.6;
  return SILENT.has(word) || /^\d+$/u.test(word) ? 0.5 : 1;
}

/** "exp" of what is shown as Expected is short for that, and for no other word. */
function isShortForOther(short: string, word: string, { names }: Recognisable): boolean {
  const meant = names.flat().filter((part) => part !== short && isShortFor(short, part));
  return meant.length > 0 && !meant.some((part) => wordLikeness(part, word) >= 0.95);
}

function inName(word: string, name: readonly string[], used: Set<number>, thing: Recognisable): number {
  let best = 0;
  let place = -1;
  name.forEach((other, at) => {
    if (used.has(at)) return;
    const likeness = Math.max(
      wordLikeness(word, other),
      isShortFor(other, word) && !isShortForOther(other, word, thing) ? ABBREVIATED : 0,
    );
    if (likeness > best) {
      best = likeness;
      place = at;
    }
  });
  if (place >= 0) used.add(place);
  return best;
}

/** `csat` for customer satisfaction: the first letter of one word, and how the other begins. */
function isMerged(word: string, next: string, other: string): boolean {
  return other.length >= 4 && other[0] === word[0] && next.length > other.length && next.startsWith(other.slice(1));
}

/** Two words said for one of the name: `drop off`, `shipping cost` for Versandkosten. */
function asOne(word: string, next: string, name: readonly string[], used: Set<number>): number {
  const merged = name.findIndex((other, place) => !used.has(place) && isMerged(word, next, other));
  if (merged >= 0) {
    used.add(merged);
    return ABBREVIATED;
  }
  const at = name.findIndex((other, place) => !used.has(place) && wordLikeness(word + next, other) > 0);
  const german = name.findIndex((other, place) => !used.has(place) && isGermanCompound(word, next, other));
  const place = at >= 0 ? at : german;
  if (place < 0) return 0;
  used.add(place);
  return at >= 0 ? wordLikeness(word + next, name[place] ?? "") : BY_QUANTITY;
}

function hasWord(word: string, name: readonly string[], used: Set<number>): boolean {
  const at = name.findIndex((other, index) => !used.has(index) && wordLikeness(word, other) >= 0.95);
  if (at >= 0) used.add(at);
  return at >= 0;
}

/** `dropoff` said for `drop off`. */
function asTwo(word: string, name: readonly string[], used: Set<number>): boolean {
  for (let at = 0; at + 1 < name.length; at += 1) {
    if (used.has(at) || used.has(at + 1)) continue;
    const isOne = wordLikeness(word, `${name[at]}${name[at + 1]}`) >= 0.95;
    if (!isOne && !isEventNoun(word, name[at] ?? "", name[at + 1] ?? "")) continue;
    used.add(at).add(at + 1);
    return true;
  }
  return false;
}

const PARTICLES = new Set("up off in out on down over back".split(" "));

/** `payout` said for `paid out`, `pickup` for `picked up`. */
function isEventNoun(word: string, verb: string, particle: string): boolean {
  return PARTICLES.has(particle) && singular(word) === `${eventRoot(verb)}${particle}`;
}

/** Two matches closer than this cannot be told apart by the words. */
const MARGIN = 0.07;
/** Below this a match is a guess. */
const ENOUGH = 0.5;

/** The matches between which the words do not decide: one is a reading, several are a question. */
export function plausible<T>(matches: readonly Match<T>[]): readonly Match<T>[] {
  const [best] = matches;
  if (best === undefined || best.score < ENOUGH) return [];
  return matches.filter((match) => match.exact === best.exact && match.score > best.score - MARGIN);
}

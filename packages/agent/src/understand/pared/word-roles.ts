import type { Catalogue } from "../../catalogue/catalogue.ts";
import { partsOfSpeech, type Tagged } from "../../words/parts-of-speech.ts";
import { foldLetters, singular } from "../../words/split-words.ts";
import { unitWords } from "../../words/unit-words.ts";
import { wordLikeness } from "../../words/word-likeness.ts";
import { knownWords } from "../known-words.ts";
import { plausible, rank } from "../mention.ts";
import type { Reading } from "../outcome.ts";
import { isRowWord } from "../row-words.ts";

/**
 * What a word of a request is there for. `grammar`: says how a number is computed, of which rows or by what. `known`: names
 * something of the project. `doing`: a verb that only says that something is so. `light`: says nothing by itself. `other`:
 * may say anything.
 */
export type Role = "grammar" | "known" | "doing" | "light" | "other";

export interface RoledWord extends Tagged {
  readonly role: Role;
  readonly to: number;
  /** A hyphen within a word. */
  readonly joins: boolean;
}

/** Verbs that ask for a number, whoever does it. */
export const ASKING = new Set(
  "ask asks asked asking want wants wanted need needs needed like love wish see know have get give show tell add build create make put set calculate compute track find look wonder wonders wondering interested curious learn report provide let hope miss missing lack keep going bring try trying help".split(
    " ",
  ),
);

/** What can do something in a clause. */
export const SUBJECTS: ReadonlySet<string> = new Set(["PRON", "NOUN", "PROPN", "DET"]);

/** Words that numbers are asked for with, and conditions said with; leaving one out would be another request. */
const GRAMMAR = new Set(
  (
    "average avg mean median typical total sum number count counts many much distinct different unique maximum max minimum min highest lowest " +
    "largest smallest longest shortest biggest greatest latest earliest first last heaviest lightest cheapest " +
    "share part portion proportion percentage percent fraction ratio rate per by each every divided divide minus plus over times less subtract " +
    "not no never n't without except excluding exclude ignoring only but other than more fewer least most under above below between at " +
    "and or both either neither all any versus vs compared than " +
    "year quarter month week weekday day hour minute second years quarters months weeks weekdays days hours minutes seconds " +
    "today yesterday tomorrow column field flag measure metric"
  ).split(" "),
);

/** Adverbs that colour a sentence and change no number. */
const LIGHT_ADVERBS = new Set(
  "really actually basically simply also too just again currently usually normally typically generally overall here there then now finally already still please maybe perhaps ever somehow somewhere always often very quite so well even together out up down back away in off on".split(
    " ",
  ),
);

/**
 * Verbs that say that something is there, happens or changes hands, and nothing of its state: "cancelled" or "returned"
 * would be a condition.
 */
const NEUTRAL = new Set(
  (
    "make makes made making do does doing done give gives gave given giving take takes took taken taking bring brings brought bringing " +
    "come comes came coming go goes went gone going start starts started starting begin begins began begun happen happens happened " +
    "occur occurs occurred belong belongs belonged belonging sit sits sat stand stands stood lie lies lay live lives lived stay stays stayed " +
    "fall falls fell fallen look looks looked appear appears appeared involve involves involved involving include includes included including " +
    "contain contains contained containing concern concerns concerned concerning use uses used using work works worked working " +
    "serve serves served handle handles handled handling receive receives received receiving send sends sent sending " +
    "see sees saw seen meet meets met run runs ran running put puts hold holds held keep keeps kept own owns owned offer offers offered " +
    "provide provides provided produce produces produced record records recorded register registers registered log logs logged " +
    "note notes noted count counts counted carry carries carried lead leads led exist exists existed spread found listed shown turn turns turned"
  ).split(" "),
);

const LIGHT_PARTS: ReadonlySet<string> = new Set(["AUX", "PRON", "DET", "PART", "PUNCT", "CCONJ", "SCONJ", "ADP"]);

const remembered = new WeakMap<Catalogue, Map<string, boolean>>();

function isNamed(reading: Reading, word: string, isVerb: boolean): boolean {
  const known = remembered.get(reading.catalogue) ?? new Map<string, boolean>();
  remembered.set(reading.catalogue, known);
  const key = `${word}${isVerb ? "!" : ""}`;
  const found = known.get(key) ?? isNamedNow(reading, word, isVerb);
  known.set(key, found);
  return found;
}

function isNamedNow(reading: Reading, word: string, isVerb: boolean): boolean {
  const { catalogue } = reading;
  if (unitWords().includes(word) || isRowWord(reading, word)) return true;
  const names = knownWords(catalogue);
  if (names.has(word) || names.has(singular(word))) return true;
  const least = isVerb ? 0.95 : 0.85;
  if (word.length >= 4 && [...names].some((name) => wordLikeness(name, word) >= least)) return true;
  // Many verbs stand in descriptions; what is done to rows there names nothing.
  return (
    !isVerb && plausible(rank([word], [...catalogue.measures, ...catalogue.columns, ...catalogue.tables])).length > 0
  );
}

/** "How does it look in the north": taken for a noun, where it stands like a verb. */
function standsAsVerb(words: readonly Tagged[], at: number): boolean {
  const [before, next] = [words[at - 1], words[at + 1]];
  return (
    (before?.part === "NOUN" || before?.part === "PROPN" || before?.part === "ADJ") &&
    (next === undefined || next.part === "ADP")
  );
}

function roleOf(reading: Reading, words: readonly Tagged[], at: number): Role {
  const { text = "", part = "X" } = words[at] ?? {};
  const word = foldLetters(text);
  if (GRAMMAR.has(word) || /\d|[<>=%€$£#+*/]/u.test(text)) return "grammar";
  if (LIGHT_PARTS.has(part)) return "light";
  if (isNamed(reading, word, part === "VERB")) return "known";
  if (part === "INTJ") return "light";
  const isVerb = part === "VERB" || (part === "NOUN" && standsAsVerb(words, at));
  if (isVerb && (NEUTRAL.has(word) || ASKING.has(word))) return "doing";
  if (part === "ADV" && LIGHT_ADVERBS.has(word)) return "light";
  return "other";
}

/** The words of a text with what they are there for. */
export function roledWords(reading: Reading, text: string): readonly RoledWord[] {
  return partsOfSpeech(text).map((word, at, words) => {
    const to = word.from + word.text.length;
    const joins =
      /^[-.]$/u.test(word.text) && /\S/u.test(text[word.from - 1] ?? " ") && /[\p{L}\p{N}]/u.test(text[to] ?? " ");
    return { ...word, role: roleOf(reading, words, at), to, joins };
  });
}

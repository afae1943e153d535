import { POINTS_BACK } from "../clauses.ts";
import type { Reading } from "../outcome.ts";
import { type RoledWord, roledWords } from "./word-roles.ts";

/** A part of a text by its words. */
export interface Run {
  readonly from: number;
  readonly to: number;
}

/** More would be read for seconds. */
const MOST_RUNS = 40;
const MOST_WORDS = 90;

/** The words of a text that may be read in parts; undefined for what has to be read to the letter, or is a story. */
export function wordsInParts(reading: Reading, text: string): readonly RoledWord[] | undefined {
  // What points at rows that were told of before has its condition there.
  if (/["“”`]/u.test(text) || POINTS_BACK.test(text)) return undefined;
  const words = roledWords(reading, text);
  return words.length > MOST_WORDS ? undefined : words;
}

/** Where a request may begin and end, the longest first. */
export function runsOf(words: readonly RoledWord[]): readonly Run[] {
  const starts = words.flatMap((_, at) => (mayBegin(words, at) ? [at] : []));
  const ends = [...words.flatMap((_, at) => (mayEnd(words, at) ? [at] : [])), words.length];
  return starts
    .flatMap((from) => ends.flatMap((to) => (to > from ? [{ from, to }] : [])))
    .filter(({ from, to }) => words.slice(from, to).some(({ role }) => role === "known"))
    .sort((a, b) => b.to - b.from - (a.to - a.from) || b.from - a.from)
    .slice(0, MOST_RUNS);
}

const SIGNS = /^[.,;:!?()–—-]+$/u;

/** A sign between clauses; the hyphen of "no-show" is none. */
export function isSign(word: RoledWord | undefined): boolean {
  return word === undefined || (SIGNS.test(word.text) && !word.joins);
}

/** At the first word of a sentence or a clause, and at what a number begins with. */
function mayBegin(words: readonly RoledWord[], at: number): boolean {
  const before = words[at - 1];
  const here = words[at];
  if (here === undefined || isSign(here)) return false;
  if (before === undefined || isSign(before)) return true;
  const isCore = here.role === "grammar" || here.role === "known";
  const leads = ["VERB", "AUX", "PRON", "DET", "ADP", "SCONJ", "CCONJ", "PART"].includes(before.part);
  return isCore && leads && before.role !== "grammar" && before.role !== "known";
}

/** Before a sign, and before a word that begins a reason. */
function mayEnd(words: readonly RoledWord[], at: number): boolean {
  const here = words[at];
  if (at === 0 || here === undefined) return false;
  return isSign(here) || (/^(?:so|because|since|as|which|but)$/iu.test(here.text) && !isSign(words[at - 1]));
}

/** Clauses, by the signs between them. */
export function piecesOf(words: readonly RoledWord[]): readonly (readonly RoledWord[])[] {
  const pieces: RoledWord[][] = [[]];
  for (const word of words) {
    if (isSign(word)) pieces.push([]);
    else pieces.at(-1)?.push(word);
  }
  return pieces.filter((piece) => piece.length > 0);
}

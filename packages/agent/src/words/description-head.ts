import { splitWords } from "./split-words.ts";

/** What a description says something is, before it goes on about where, when or how: words that can stand for its name. */
export function descriptionHead(description: string | undefined): readonly string[] {
  if (description === undefined) return [];
  const thing = description.replace(ROWS, "").split(GOES_ON)[0] ?? "";
  const words = splitWords(thing).filter((word) => !EMPTY.has(word));
  return words.length > MOST_WORDS ? [] : words;
}

const ROWS =
  /^(?:(?:exactly )?(?:one|each|every|a) (?:row|line|record)s? (?:per|for (?:each|every)|is|stands for)|rows? (?:are|per)|list of|all)\s+/iu;
const GOES_ON =
  /[.,;:(–—]|\s-\s|\b(?:from|by|that|which|who|whom|when|where|while|if|as|than|to|in|on|at|for|with|without|between|during|incl|including|excluding|e\.g|i\.e|see|siehe|mit|ohne|in|im|am|bei|von|für)\b/iu;
const EMPTY = new Set(
  "the a an of is are was were this these der die das ein eine what how many much or and und oder".split(" "),
);
/** A longer one explains, and does not name. */
const MOST_WORDS = 5;

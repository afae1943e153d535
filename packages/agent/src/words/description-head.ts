import { splitWords } from "./split-words.ts";

/** What a description says something is, before it goes on about where, when or how: words that can stand for its name. */
export function descriptionHead(description: string | undefined): readonly string[] {
  if (description === undefined) return [];
  const thing = description.replace(ROWS, "").split(GOES_ON)[0] ?? "";
  const words = splitWords(thing.split(OF_OTHER)[0] ?? "").filter((word) => !EMPTY.has(word));
  // "What the patient pays" is no name for the patient.
  const most = CLAUSE.test(description) ? 1 : MOST_WORDS;
  return words.length > most ? [] : words;
}

const ROWS =
  /^(?:(?:exactly )?(?:one|each|every|a) (?:row|line|record)s? (?:per|for (?:each|every)|is|stands for)|rows? (?:are|per)|list of|all)\s+/iu;
const GOES_ON =
  /[.,;:(–—]|\s-\s|\b(?:from|by|that|which|who|whom|when|where|while|if|as|than|to|in|on|at|for|with|without|between|during|incl|including|excluding|e\.g|i\.e|see|siehe|mit|ohne|in|im|am|bei|von|für)\b/iu;
/** "Name of the customer" is a name; a "number of items" is nothing without the items. */
const OF_OTHER =
  /(?<!\b(?:number|count|total|sum|amount|quantity|share|percentage|part|date|time|day|type|kind|level))\s+of\s+/iu;
const CLAUSE = /^(?:what|how|whether|when|where|who|if|which|why)\b/iu;
const EMPTY = new Set(
  "the a an of is are was were this these der die das ein eine what how many much or and und oder".split(" "),
);
/** A longer one explains, and does not name. */
const MOST_WORDS = 5;

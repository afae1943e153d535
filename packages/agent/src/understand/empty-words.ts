import type { Catalogue } from "../catalogue/catalogue.ts";
import { foldLetters, singular } from "../words/split-words.ts";
import { knownWords } from "./known-words.ts";

/**
 * Words and turns that say nothing of which number, of which rows or by what: whoever leaves them out asks for the same. None
 * of them can be a condition, turn one round, or say when.
 */
const TURNS: readonly RegExp[] = [
  /\b(?:that|which|who|whom)?\s*\b(?:we|they|people|you|i|our (?:customers|clients|people|team|staff)|customers) (?:have|had|has|got|get|see|saw|handle|handled|process|processed|deal with|dealt with|work with|worked with|keep|kept|run|ran|own|manage|managed|serve|served|look after|take care of|know of|know about|offer|offered|insure|insured|carry|carried|record|recorded|track|tracked|register|registered|receive|received|deal in)(?=$|,?\s+(?:by|per|for|in|with|on|at|from|as|split|broken|where|and)\b)/giu,
  /\b(?:over|across|for|in|throughout) (?:all (?:of )?(?:our |the )?|the whole |our whole |the entire )(?:company|business|organi[sz]ation|group|data|system|warehouse|database|portfolio|book|fleet|network|books)\b/giu,
  /\bin (?:our|the) (?:data|system|systems|books|records|database|files)\b/giu,
  /\b(?:as|in) (?:one|a single|a|its own|an own) (?:number|figure|value|kpi|total)\b/giu,
  /\b(?:(?:one|a|an|the) )?(?:official|reliable|proper|definitive|trustworthy|precise|simple|single|common) (?=(?:number|count|total|sum) of\b)/giu,
  /,? (?:nothing more|nothing else|that's all|that is all|no more no less)$/giu,
  /\b(?:lol|haha|hm+|ugh|btw|tbh|imo|imho|fyi|argh|phew|yikes)\b[,.!]*/giu,
  /\b(?:really|actually|basically|simply|currently|generally|roughly|approximately|respectively|obviously|of course|somehow|kind of|sort of|a bit|finally|officially|altogether|usually|normally|typically|exactly|as such|in general|in the end|at the end of the day|at the moment|these days|nowadays)\b/giu,
];

/** The request without what says nothing; the same text where there is nothing of that kind. */
export function withoutEmptyWords({ catalogue }: { readonly catalogue: Catalogue }, text: string): string {
  // Of several sentences each is read by itself, and weighed first.
  if (/["“'`=]|[.!?:;]\s+\S/u.test(text)) return text;
  const known = knownWords(catalogue);
  // A word that the project has a name for says something there.
  const isName = (turn: string): boolean =>
    (turn.match(/\p{L}{4,}/gu) ?? []).some(
      (word) => known.has(foldLetters(word)) || known.has(singular(foldLetters(word))),
    );
  return TURNS.reduce((plain, turn) => plain.replaceAll(turn, (said) => (isName(said) ? said : " ")), text)
    .replaceAll(/\s+/gu, " ")
    .replaceAll(/\s+([,.;:?!])/gu, "$1")
    .trim();
}

import { namesOtherValue, withoutPeople } from "../clauses.ts";
import type { Reading } from "../outcome.ts";
import { isCourtesy, mayScope } from "../talk.ts";
import { ASKS_OTHERWISE } from "./pare.ts";
import { isSign, piecesOf, type Run } from "./runs.ts";
import { ASKING, type RoledWord, SUBJECTS } from "./word-roles.ts";

/** Nothing around the run asks for more or restricts it. */
export function isAlone(reading: Reading, text: string, words: readonly RoledWord[], run: Run): boolean {
  const request = text.slice(words[run.from]?.from, words[run.to - 1]?.to);
  const before = piecesOf(words.slice(0, run.from));
  const leadIn = isSign(words[run.from - 1]) ? undefined : before.at(-1);
  const defined = definedBy(reading, text, words, run, before);
  const told = [...before.filter((piece) => piece !== leadIn && piece !== defined), ...piecesOf(words.slice(run.to))];
  return (
    (leadIn === undefined || isLeadIn(leadIn) || isPurpose(reading, text, leadIn, request)) &&
    told.every((piece) => isTold(reading, text, piece, request))
  );
}

const DEFINES =
  /^(?:that is|that's|i\.?e\.?|meaning|which is|which means|namely|in other words|so|or rather|basically|so basically|being)\b/iu;
const COMPUTES = /\b(?:minus|plus|divided|over|per|less|share of|percentage of)\b/iu;

/** "the open balance, that is billed minus paid": what is only called something before it is said how it is computed. */
function definedBy(
  reading: Reading,
  text: string,
  words: readonly RoledWord[],
  run: Run,
  before: readonly (readonly RoledWord[])[],
): readonly RoledWord[] | undefined {
  const request = text.slice(words[run.from]?.from, words[run.to - 1]?.to);
  const sign = words.slice(0, run.from).findLastIndex((word) => isSign(word));
  const between = text.slice(words[sign]?.to ?? 0, words[run.to - 1]?.to).trim();
  const called =
    words[sign]?.text === "," || words[sign]?.text === "("
      ? before.findLast((piece) => (piece.at(-1)?.to ?? 0) <= (words[sign]?.from ?? 0))
      : undefined;
  if (called === undefined || !DEFINES.test(between) || !COMPUTES.test(request)) return undefined;
  const said = text.slice(called[0]?.from, called.at(-1)?.to);
  return mayScope(said) || namesOtherValue(reading, said, request) ? undefined : called;
}

/** What a number may be called by whoever asks for one. */
const ANY_NUMBER = new Set("number figure figures measure metric kpi value list view idea overview".split(" "));

const PURPOSE =
  /^(?:in order )?to (?:see|know|find out|check|understand|learn|judge|tell|compare|decide|get an idea)\b.*\b(?:i|we)(?: would|'d| will|'ll)? (?:really |also )?(?:need|want|like|love|have to|must)(?: to (?:see|know|have|get))?(?: (?:the|a|an|our))?$/iu;

/** "To see who waits longest I'd need …": what it is for, before what is wanted. */
function isPurpose(reading: Reading, text: string, piece: readonly RoledWord[], request: string): boolean {
  const said = text.slice(piece[0]?.from, piece.at(-1)?.to);
  return PURPOSE.test(said) && !mayScope(said) && !namesOtherValue(reading, withoutPeople(said), request);
}

function verbIn(piece: readonly RoledWord[]): number {
  return piece.findIndex(({ part }) => part === "VERB" || part === "AUX");
}

/** Says only that something is wanted: who wants it, and that. */
function isLeadIn(piece: readonly RoledWord[]): boolean {
  const verb = verbIn(piece);
  const last = piece.at(-1);
  const said = piece.map(({ text }) => text).join(" ");
  return (
    verb >= 0 &&
    !ASKS_OTHERWISE.test(said) &&
    last?.role !== "other" &&
    piece.every(
      ({ role, text, part }, at) =>
        role === "light" ||
        ANY_NUMBER.has(text.toLowerCase()) ||
        (role === "doing" ? ASKING.has(text.toLowerCase()) : at < verb && part !== "ADJ" && role === "other"),
    )
  );
}

/** Another request, or a form of this one. */
const ASKS =
  /\b(?:rename|hide|unhide|remove|delete|drop|format|sort|describe|predict|forecast|export|send|email|columns?|fields?|flags?|tests?|buckets?|average|avg|mean|total|sum|share|percentage|percent|proportion|ratio|distinct|different|unique|per|by each|for each|for every|split|grouped|broken down|instead|divided?|minus|plus|subtract\p{L}*)\b/iu;

const RELATES = /^(?:that|who|whom|whose|where|when|while|if|unless|until|with|without|for|in|of|from|by|on|at)$/iu;

/** What names nothing of the project can still say that not all rows are meant. */
const NARROWS =
  /\d|\b(?:only|solely|except|exclud\p{L}*|without|ignor\p{L}*|unless|leav\p{L}* (?:\p{L}+ )?out|limit\p{L}*|restrict\p{L}*|interested in|focus\p{L}*|cares? about|consider\p{L}*|not count\p{L}*)\b/iu;

/** A clause that tells how things are, and nothing of the request. */
function isTold(reading: Reading, text: string, piece: readonly RoledWord[], request: string): boolean {
  const said = text.slice(piece[0]?.from, piece.at(-1)?.to);
  const namesNothing = piece.every(({ role }) => role !== "known");
  if (isCourtesy(said) && namesNothing) return true;
  if (ASKS.test(said) || (namesNothing ? NARROWS.test(said) : mayScope(said))) return false;
  if (namesOtherValue(reading, withoutPeople(said), request)) return false;
  const [first, second] = piece;
  // "How quickly do we react?" asks nothing that the project knows of; "to see whether it pays off" is what it is for.
  if (namesNothing && /^(?:how|what|why)$/iu.test(first?.text ?? "")) return true;
  if (/^to$/iu.test(first?.text ?? "") && second?.part === "VERB") return true;
  const verb = verbIn(piece);
  if (verb < 0) return false;
  const hasSubject = piece.slice(0, verb).some(({ part }) => SUBJECTS.has(part));
  if (!hasSubject) return false;
  // "Sales wants the revenue of guests who return": what is wanted there is no story.
  const wish = piece.findIndex(({ role, text: word }) => role === "doing" && ASKING.has(word.toLowerCase()));
  if (wish >= 0 && piece.slice(wish).some(({ role }) => role === "known")) return false;
  const isOrder = piece.find(({ part }) => part !== "INTJ" && part !== "CCONJ" && part !== "ADV")?.part === "VERB";
  if (isOrder || (first?.part === "ADP" && second?.part === "PROPN")) return false;
  return first === undefined || !RELATES.test(first.text);
}

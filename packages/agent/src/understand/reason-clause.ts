import { foldLetters, singular } from "../words/split-words.ts";
import { knownWords } from "./known-words.ts";
import type { Reading } from "./outcome.ts";
import { isReason, wants } from "./talk.ts";

/** What a request begins with that the clause before gives the reason for. */
const HENCE =
  /^(?:so(?! that\b)|hence|therefore|thus|that's why|that is why|which is why|for that(?: reason)?|to (?:end|settle|solve|fix|answer) (?:it|this|that))\b/iu;

/**
 * "The insurer wants to see exposure, so it would be great to have …": a reason says why, and the request what. A reason that
 * wants something itself may only say so in words that the project has no names for; with one of them it could be part of
 * what is asked for.
 */
export function isReasonFor(reading: Reading, clause: string, request: string): boolean {
  return HENCE.test(request) && isReason(clause) && !wantsOther(reading, clause, "");
}

/** What leads up to a request in the same sentence may want another number: "sales wants returning guests, so add revenue". */
export function leadsFromWish(reading: Reading, leadIn: string, request: string): boolean {
  const [wish, ...more] = leadIn.split(/,\s+(?=(?:so|hence|therefore|thus)\b)/iu);
  return more.length > 0 && wantsOther(reading, wish ?? "", request);
}

/** Where who wants it is cut off as a courtesy already, no verb is left that tells something. */
function wantsOther(reading: Reading, clause: string, request: string): boolean {
  if (isReason(clause) && !wants(clause)) return false;
  const known = knownWords(reading.catalogue);
  const words = foldLetters(clause).match(/\p{L}{4,}/gu) ?? [];
  const said = new Set(
    foldLetters(request)
      .match(/\p{L}{4,}/gu)
      ?.map(singular),
  );
  return words.some((word) => (known.has(word) || known.has(singular(word))) && !said.has(singular(word)));
}

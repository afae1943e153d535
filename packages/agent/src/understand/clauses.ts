import type { Understanding } from "@throughline/contracts";
import { splitWords } from "../words/split-words.ts";
import { ASKS } from "./clean-request.ts";
import { knownWords } from "./known-words.ts";
import type { Reading } from "./outcome.ts";

/** Between clauses: a sentence's end, a comma, a dash. */
const BOUNDARY = /(?<=\p{L}[)"]?)(?:[.!?;]+|,|\s+[–—-])\s+(?:(?:so|but|and|hence|since|because)\s+)?/iu;

/** More of them is a story, in which anything could matter. */
const MOST_CLAUSES = 5;

/**
 * A request told with its reasons: the one clause that can be read by itself, when the others are talk. Talk names nothing
 * of the project, has no number and asks for nothing; a clause that does any of that may be a condition of the request, and
 * leaving it out would answer another one.
 */
export function readOneClause(
  reading: Reading,
  text: string,
  read: (clause: string) => Understanding,
): Understanding | undefined {
  if (/["\d]/u.test(text)) return undefined;
  const clauses = text.split(BOUNDARY).filter((clause) => /\p{L}{2}/u.test(clause));
  if (clauses.length < 2 || clauses.length > MOST_CLAUSES) return undefined;
  const known = knownWords(reading.catalogue);
  const isTalk = (clause: string) => !ASKS.test(clause) && !splitWords(clause).some((word) => known.has(word));
  const meant = clauses.filter((clause) => !isTalk(clause));
  const [only, other] = meant;
  if (only === undefined || other !== undefined) return undefined;
  const understanding = read(only);
  return understanding.status === "refused" ? undefined : understanding;
}

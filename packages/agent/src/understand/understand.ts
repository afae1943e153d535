import type { Understanding } from "@throughline/contracts";
import type { Catalogue } from "../catalogue/catalogue.ts";
import { correctSpelling } from "../words/spelling.ts";
import { readAmongTalk } from "./clauses.ts";
import { cleanRequest, withoutOpening } from "./clean-request.ts";
import { vocabulary } from "./known-words.ts";
import { Outcome, type Reading } from "./outcome.ts";
import { readRequest } from "./read-request.ts";

/** Reads a sanitised sentence as a typed intent, or as questions, or says why not. The same input gives the same result. */
export function understand(
  text: string,
  catalogue: Catalogue,
  answers: Readonly<Record<string, string>>,
): Understanding {
  const reading: Reading = { catalogue, answers };
  const plain = text.replaceAll(/[‘’]/gu, "'").replaceAll(/[“”„]/gu, '"');
  return readAmongTalk(reading, plain, readSentence(reading, text), (run) => readSentence(reading, run));
}

function readSentence(reading: Reading, text: string): Understanding {
  try {
    return readRequest(reading, cleanRequest(corrected(reading, text)), asWritten(reading, text));
  } catch (outcome) {
    if (outcome instanceof Outcome) return outcome.understanding;
    throw outcome;
  }
}

/** To the letter, since it is carried as text; only the word that says what to do with it is corrected. */
function asWritten(reading: Reading, text: string): string {
  return withoutOpening(text).replace(/^\p{L}+/u, (word) => corrected(reading, word));
}

function corrected(reading: Reading, text: string): string {
  return correctSpelling(text, vocabulary(reading.catalogue));
}

import type { Understanding } from "@throughline/contracts";
import type { Catalogue } from "../catalogue/catalogue.ts";
import { ownNoun } from "../words/row-nouns.ts";
import { correctSpelling } from "../words/spelling.ts";
import { readWhetherThere } from "./asked-whether-there.ts";
import { namesOtherValue, RETRIED, readAmongTalk } from "./clauses.ts";
import { cleanRequest, withoutOpening } from "./clean-request.ts";
import { withoutEmptyWords } from "./empty-words.ts";
import { knownWords, vocabulary } from "./known-words.ts";
import { readNamedBehind } from "./named-behind.ts";
import { inOtherWords } from "./other-words.ts";
import { Outcome, type Reading } from "./outcome.ts";
import { readRequest } from "./read-request.ts";
import { unreadField } from "./read-source-field.ts";
import { leadsFromWish } from "./reason-clause.ts";
import { requestsWithin } from "./request-within.ts";
import { mayRestrict } from "./talk.ts";
import { askWhatIsOpen } from "./vague-request.ts";

/** Reads a sanitised sentence as a typed intent, or as questions, or says why not. The same input gives the same result. */
export function understand(
  text: string,
  catalogue: Catalogue,
  answers: Readonly<Record<string, string>>,
): Understanding {
  const reading: Reading = { catalogue, answers };
  const plain = text.replaceAll(/[‘’]/gu, "'").replaceAll(/[“”„]/gu, '"');
  const said = readNamedBehind(reading, plain, readText) ?? readText(reading, plain);
  if (said.status !== "refused") return said;
  const isThere = readWhetherThere(corrected(reading, plain), (request) => readText(reading, request));
  if (isThere !== undefined) return isThere;
  return (said.code === "unknown-name" ? unreadField(reading, plain) : undefined) ?? said;
}

function readText(reading: Reading, text: string): Understanding {
  const read = (run: string): Understanding => readSentence(reading, run);
  const said = readAmongTalk(reading, text, read(text), read);
  if (said.status !== "refused" || !LEAVES_OPEN.has(said.code)) return said;
  const ask = (run: string): Understanding =>
    askWhatIsOpen(reading, cleanRequest(corrected(reading, run)), read) ?? said;
  return readAmongTalk(reading, text, ask(text), ask);
}

/** Refusals of what may only have left one thing open. */
const LEAVES_OPEN = new Set(
  "unknown-name not-understood measure-of-measure nothing-asked unclear-formula unclear-ranges unsupported-test operations".split(
    " ",
  ),
);

/** As it was said; where that is not understood, the part of it that asks, and then in other words. */
function readSentence(reading: Reading, text: string): Understanding {
  const clean = cleanRequest(corrected(reading, text));
  const said = readCleaned(reading, clean, text);
  if (!isRetried(said)) return said;
  const within = requestsWithin(clean).filter(
    ({ request, leadIn }) =>
      !mayRestrict(leadIn) &&
      !ASKS.test(leadIn) &&
      !OTHER_THING.test(leadIn) &&
      !leadsFromWish(reading, leadIn, request) &&
      !namesOtherValue(reading, leadIn, request),
  );
  const plain = withoutEmptyWords(reading, clean);
  for (const request of new Set([clean, plain, ...within.map((part) => part.request)])) {
    for (const words of request === clean ? inOtherWords(request) : [request, ...inOtherWords(request)]) {
      const read = readCleaned(reading, cleanRequest(corrected(reading, words)), words);
      if (!isRetried(read) && !(isColumn(read) && MEASURE.test(text))) return read;
    }
  }
  return said;
}

/** Another request: both are answered, or none. */
const ASKS =
  /\b(?:rename|hide|unhide|add|remove|delete|drop|format|sort|describe|change|test|ensure|predict|forecast|export|send|email)\s+\S/iu;

/** A number that is said of a column or a test is not asked for by itself. */
const OTHER_THING = /\b(?:columns?|fields?|flags?|tests?|checks?|buckets?)\b/iu;

/** Other words may make a column of a formula; not where a number over many rows was asked for by its name. */
const MEASURE = /\b(?:measures?|metrics?|kpis?)\b/iu;

function isColumn(understanding: Understanding): boolean {
  return understanding.status === "understood" && understanding.intent.kind === "add-column";
}

function isRetried(understanding: Understanding): boolean {
  return understanding.status === "refused" && RETRIED.has(understanding.code);
}

const remembered = new WeakMap<Reading, Map<string, Understanding>>();

/** `clean` is what is read; `text` the same to the letter. Told stories are read in many parts, which are often alike. */
function readCleaned(reading: Reading, clean: string, text: string): Understanding {
  const known = remembered.get(reading) ?? new Map<string, Understanding>();
  remembered.set(reading, known);
  const key = `${clean}\n${text}`;
  const found = known.get(key) ?? readOnce(reading, clean, text);
  known.set(key, found);
  return found;
}

function readOnce(reading: Reading, clean: string, text: string): Understanding {
  try {
    return readRequest(reading, clean, asWritten(reading, text));
  } catch (outcome) {
    if (outcome instanceof Outcome) return outcome.understanding;
    throw outcome;
  }
}

/** To the letter, since it is carried as text; only the word that says what to do with it is corrected. */
function asWritten(reading: Reading, text: string): string {
  const first = (part: string): string => withoutOpening(part).replace(/^\p{L}+/u, (word) => corrected(reading, word));
  const opened = first(first(text));
  // What stands before the text in quotes only says what to do with it.
  const quote = opened.search(/["“]/u);
  return quote > 0 && /["”][\s.!?]*$/u.test(opened)
    ? corrected(reading, opened.slice(0, quote)) + opened.slice(quote)
    : opened;
}

function corrected(reading: Reading, text: string): string {
  const correct = (part: string): string => inOwnNouns(reading, correctSpelling(part, vocabulary(reading.catalogue)));
  // The names of ranges are the asker's own words: nobody knows better how they are spelt.
  const head = RANGES.exec(text)?.[0] ?? DESCRIPTION_OF.exec(text)?.[0];
  return head === undefined ? correct(text) : correct(head) + text.slice(head.length);
}

/** Not where a name or a text is given, which may have any words. */
const GIVES_WORDS = /["“'`=:]|\b(?:rename|called?|named?|descri\p{L}+|document|folder|title|label|load|bring)\b/iu;

/** "Rides" are the trips of a project that knows no rides. */
function inOwnNouns(reading: Reading, text: string): string {
  if (GIVES_WORDS.test(text)) return text;
  return text.replaceAll(/(?<![\p{L}-])\p{Ll}{3,}(?![\p{L}-])/gu, (word) => {
    return ownNoun(word, knownWords(reading.catalogue)) ?? word;
  });
}

/** What a description is of, however it is spelt, up to the sign behind which its text begins. */
const DESCRIPTION_OF = /^[^:"]*\bde\p{L}{2,6}ption\b[^:"]*:(?=\s+\p{L})/iu;

/** What says that a column is divided into ranges, up to where their names begin. */
const RANGES =
  /^(?=.*\d).*?\b(?:buckets?|bands?|bins?|group|split|classify|categori[sz]e|segments?|divide|tiers?|ranges?|classes)\b[^:\d]*?(?::|\binto\b|\bas\b|(?=\d))/iu;

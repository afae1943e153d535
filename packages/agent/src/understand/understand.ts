import type { Understanding } from "@throughline/contracts";
import type { Catalogue } from "../catalogue/catalogue.ts";
import { ownNoun } from "../words/row-nouns.ts";
import { correctSpelling } from "../words/spelling.ts";
import { lookedFor, wordsOfName } from "./asked-whether-there.ts";
import { askAmongTold, namesOtherValue, RETRIED, readAmongTalk, withoutDots } from "./clauses.ts";
import { cleanRequest, withoutOpening } from "./clean-request.ts";
import { withoutEmptyWords } from "./empty-words.ts";
import { knownWords, vocabulary } from "./known-words.ts";
import { readNamedBehind } from "./named-behind.ts";
import { wholeNameOf } from "./object-named.ts";
import { inOtherWords } from "./other-words.ts";
import { Outcome, type Reading, SUPPORTED } from "./outcome.ts";
import { askAboutAdjective } from "./pared/ask-about-adjective.ts";
import { isOtherOperation } from "./pared/operation-said.ts";
import { readPared } from "./pared/read-pared.ts";
import { readSpottedOperation } from "./pared/spotted-operation.ts";
import { readRequest } from "./read-request.ts";
import { unreadField } from "./read-source-field.ts";
import { leadsFromWish } from "./reason-clause.ts";
import { requestsWithin } from "./request-within.ts";
import { mayRestrict } from "./talk.ts";
import { terseColumnInFull } from "./terse-column.ts";
import { askWhatIsOpen } from "./vague-request.ts";

/** Reads a sanitised sentence as a typed intent, or as questions, or says why not. The same input gives the same result. */
export function understand(
  text: string,
  catalogue: Catalogue,
  answers: Readonly<Record<string, string>>,
): Understanding {
  const reading: Reading = { catalogue, answers };
  const plain = terseColumnInFull(reading, withNameBehind(text.replaceAll(/[‘’]/gu, "'").replaceAll(/[“”„]/gu, '"')));
  const said = readNamedBehind(reading, plain, readText) ?? readText(reading, plain);
  const isOther = isOtherOperation(reading, plain, said);
  if (said.status !== "refused" && !isOther) return said;
  const again = said.status === "refused" ? readAgain(reading, plain, said.code) : spottedIn(reading, plain);
  if (again !== undefined) return again;
  if (said.status !== "refused") return UNCLEAR_OPERATION;
  return (said.code === "unknown-name" ? unreadField(reading, plain) : undefined) ?? said;
}

const UNCLEAR_OPERATION: Understanding = {
  status: "refused",
  code: "not-understood",
  reason: "what is to be done with what is named is not clear",
  hint: SUPPORTED,
};

/** What was refused, by what the project and the grammar of numbers know of. */
function readAgain(reading: Reading, plain: string, code: string): Understanding | undefined {
  // A name or a second request stands in the way of what could be told of it.
  if (!RETRIED.has(code) || code === "bad-name") return undefined;
  const spotted = code === "several-changes" ? undefined : spottedIn(reading, plain);
  if (spotted !== undefined) return spotted;
  const told = withoutDots(reading, corrected(reading, plain));
  const read = (run: string): Understanding => readInOtherWords(reading, run);
  const pared = readPared(reading, told, read);
  if (pared !== undefined && !isOtherOperation(reading, plain, pared)) return pared;
  const asked = askAboutAdjective(reading, told, read, (open) => askWhatIsOpen(reading, open, read));
  return asked?.status === "question" ? asked : undefined;
}

function spottedIn(reading: Reading, plain: string): Understanding | undefined {
  return readSpottedOperation(reading, corrected(reading, plain), plain, (run) => readInOtherWords(reading, run));
}

/** "Add up A and B and name the result C": the name in a sentence of its own. */
function withNameBehind(text: string): string {
  return text.replace(
    /,? and (?:then )?(?:name|call|label|title) (?:the (?:result|sum|total|outcome|number|whole)|it) (?=\p{Lu}|")/u,
    ". Call it ",
  );
}

function readText(reading: Reading, text: string): Understanding {
  const read = (run: string): Understanding => readSentence(reading, run);
  const said = readAmongTalk(reading, text, read(text), read);
  if (said.status !== "refused") return said;
  const askOf = (run: string): Understanding | undefined =>
    askWhatIsOpen(reading, cleanRequest(corrected(reading, run)), read);
  // Two sentences are not two changes when one of them only tells why.
  if (said.code === "several-changes") return askAmongTold(text, askOf) ?? said;
  if (!LEAVES_OPEN.has(said.code)) return said;
  const ask = (run: string): Understanding => askOf(run) ?? said;
  const asked = readAmongTalk(reading, text, ask(text), ask);
  return asked.status === "refused" ? (askAmongTold(text, askOf) ?? asked) : asked;
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
  const there = readLookedFor(reading, clean, said);
  if (there !== undefined) return there;
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

/** As it was said or in other words, and nothing left out. */
function readInOtherWords(reading: Reading, text: string): Understanding {
  const clean = cleanRequest(corrected(reading, text));
  const readings = [clean, ...inOtherWords(clean)].map(
    (words) => () => readCleaned(reading, cleanRequest(words), words),
  );
  let first: Understanding | undefined;
  for (const read of readings) {
    const found = read();
    first ??= found;
    if (!isRetried(found)) return found;
  }
  return first ?? readCleaned(reading, clean, text);
}

/** What is only asked after is found, or made where that is wished; nothing else is done for a question. */
function readLookedFor(reading: Reading, clean: string, said: Understanding): Understanding | undefined {
  if (said.status !== "refused" || !LOOKS.has(said.code)) return undefined;
  const looked = lookedFor(clean);
  if (looked === undefined) return undefined;
  const name = wordsOfName(looked.what);
  const named = wholeNameOf(reading.catalogue, name, ["measure"]) ? [name] : [];
  const words = [looked.what, ...named, ...inOtherWords(looked.what)];
  for (const one of words) {
    const found = readCleaned(reading, cleanRequest(one), one);
    const isMade = looked.orMade && found.status === "understood" && found.intent.kind === "add-measure";
    if (found.status === "no-change" || isMade) return found;
  }
  return undefined;
}

const LOOKS = new Set([...RETRIED, "not-a-change"]);

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
  // What stands before the text only says what to do with it.
  const content = /["“]/u.test(opened)
    ? /["”][\s.!?]*$/u.test(opened)
      ? opened.search(/["“]/u)
      : -1
    : colonIn(opened);
  return content > 0 ? corrected(reading, opened.slice(0, content)) + opened.slice(content) : opened;
}

function colonIn(text: string): number {
  return text.search(/:\s/u);
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

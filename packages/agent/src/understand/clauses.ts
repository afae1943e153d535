import type { Understanding } from "@throughline/contracts";
import { splitWords } from "../words/split-words.ts";
import { wordLikeness } from "../words/word-likeness.ts";
import { antecedentIn, withAntecedent } from "./antecedent.ts";
import { asAggregate, asksForAggregate } from "./asked-as-aggregate.ts";
import { asColumn, asksForColumn } from "./asked-as-column.ts";
import { asksForPart, asPart } from "./asked-as-part.ts";
import { asGroups, asksForGroups } from "./asked-by-group.ts";
import { cleanRequest } from "./clean-request.ts";
import type { Reading } from "./outcome.ts";
import { isReasonFor } from "./reason-clause.ts";
import {
  isAnyTold,
  isCourtesy,
  isSaid,
  isStory,
  isTold,
  isWishSaidAgain,
  mayRestrict,
  withoutConnector,
} from "./talk.ts";

/** Between clauses: a sentence's end, a comma, a dash, a colon, or a word that gives a reason. */
const BOUNDARY =
  /(?<=[\p{L}\p{N}%€$)"”'][)"”]?)(?<!\b(?:Dr|Mr|Mrs|Ms|Prof|St|vs))(?:[.!?;:]+|,|\s+[–—-]|(?=\s+(?:because|since (?:we|they|i|the|our|it|my)|so that|so (?:we|they|i|please)|i\.e\.|that is,|in other words|and (?:i |we |they )?(?:would |'d )?(?:needs?|wants?|like|love)\b|hence|therefore|(?<!\b(?:far|soon|long|much|well)\s)as (?:we|they|i|our|my))\s))\s+/giu;

/** More of them is a story, in which anything could matter. */
const MOST_CLAUSES = 7;

/** Refusals that a word of the talk may have caused; others stand, whatever is said around them. */
export const RETRIED: ReadonlySet<string> = new Set(
  "unknown-name unclear-formula not-loaded several-changes not-a-change not-understood unsupported-calculation unsupported-change unsupported-test measure-of-measure operations report-look nothing-asked bad-name unclear-ranges name-taken".split(
    " ",
  ),
);

/**
 * A request told with its reasons: the longest run of clauses that can be read by itself, when every other clause is
 * talk. Talk only asks politely for what the others say, or tells how things are; a clause that restricts, has a number, or
 * names a value that the request does not name may be a condition: leaving it out would answer another request.
 */
export function readAmongTalk(
  reading: Reading,
  text: string,
  whole: Understanding,
  read: (run: string) => Understanding,
): Understanding {
  if (whole.status !== "refused" || !RETRIED.has(whole.code)) return whole;
  const clauses = clausesOf(withoutDots(reading, text));
  if (clauses.length < 2 || clauses.length > MOST_CLAUSES) return whole;
  for (let length = clauses.length; length >= 1; length -= 1) {
    for (let from = 0; from + length <= clauses.length; from += 1) {
      const run = clauses.slice(from, from + length);
      const others = [...clauses.slice(0, from), ...clauses.slice(from + length)];
      const found = readRun(reading, run, clauses.slice(0, from), others, read);
      if (found !== undefined && found.status !== "refused") return found;
      // What is out of reach by itself is so with its reasons too.
      if (found?.status === "refused" && !RETRIED.has(found.code)) return found;
    }
  }
  return readAmongSentences(reading, withoutDots(reading, text), read) ?? whole;
}

const SENTENCE_END = /(?<!\b(?:Dr|Mr|Mrs|Ms|Prof|St|vs)\.)(?<=[\p{L}\p{N}%)"”'][.!?;:…]{1,3}[)"”]?)\s+|\s+[–—-]\s+/u;

/** One sentence that asks, where each other one by itself is a courtesy or a story. */
function readAmongSentences(
  reading: Reading,
  text: string,
  read: (run: string) => Understanding,
): Understanding | undefined {
  const sentences = /["“”]/u.test(text) ? [] : text.split(SENTENCE_END).filter((part) => /\p{L}/u.test(part));
  if (sentences.length < 2 || sentences.length > MOST_CLAUSES) return undefined;
  for (const [at, sentence] of [...sentences.entries()].reverse()) {
    const others = sentences.filter((_, place) => place !== at);
    const said = withoutConnector(sentence).replace(/[\s.;:…?]+$/u, "");
    if (isCourtesy(said)) continue;
    if (POINTS_BACK.test(said) && sentences.slice(0, at).some((other) => !isCourtesy(other))) continue;
    const request = inForm(said, others);
    if (request === undefined) continue;
    const isTalk = (other: string): boolean =>
      isCourtesy(other) ||
      asksForForm(other) ||
      isStory(other) ||
      (other === sentences[at - 1] && isWishSaidAgain(other, sentence));
    if (!others.every((other) => isTalk(other) || isSaid(other))) continue;
    const found = readAmongTalk(reading, request, read(request), read);
    if (found.status === "refused") continue;
    if (!others.every((other) => isTalk(other) || isOfNoRows(found))) continue;
    if (others.every((other) => isOfNoRows(found) || !namesOtherValue(reading, withoutPeople(other), request, found)))
      return found;
  }
  return undefined;
}

/** Says of what another clause asks for only what becomes of it: a part, a column, an average. */
function asksForForm(clause: string): boolean {
  return asksForPart(clause) || asksForColumn(clause) || asksForAggregate(clause) || asksForGroups(clause);
}

/** The request in the form that the other clauses ask for; undefined where it cannot have it. */
function inForm(request: string, others: readonly string[]): string | undefined {
  const groups = others.find(asksForGroups);
  const grouped = groups === undefined ? request : asGroups(request, groups);
  if (grouped !== request) return grouped;
  const aggregate = others.find(asksForAggregate);
  if (aggregate !== undefined) return asAggregate(request, aggregate);
  if (others.some(asksForPart)) return asPart(request);
  return others.some(asksForColumn) ? asColumn(request) : request;
}

/** A question that one sentence leaves open, where the others tell why: asking restricts nothing. */
export function askAmongTold(
  text: string,
  ask: (sentence: string) => Understanding | undefined,
): Understanding | undefined {
  const sentences = text.split(SENTENCE_END).filter((part) => /\p{L}/u.test(part));
  if (sentences.length < 2 || sentences.length > MOST_CLAUSES) return undefined;
  for (const [at, sentence] of [...sentences.entries()].reverse()) {
    const others = sentences.filter((_, place) => place !== at);
    if (isCourtesy(sentence) || !others.every((other) => isCourtesy(other) || isAnyTold(other))) continue;
    const asked = ask(sentence);
    if (asked?.status === "question") return asked;
  }
  return undefined;
}

/** "The bar manager" is no bar, and "by Friday" no weekday. */
export function withoutPeople(sentence: string): string {
  return sentence
    .replaceAll(
      /\b[\p{L}&-]+ (?=(?:manager|team|staff|people|guys|folks|boss|crew|director|owner|owners|lead|head|heads|colleagues?|department|desk|office)s?\b)/giu,
      "",
    )
    .replaceAll(
      /\b(?:by|until|before|next|last|this|every|each|since|in) \p{Lu}\p{L}+(?:day|ary|ber|il|ch|ust)\b/gu,
      "",
    );
}

/** A name, a description or a test is of no rows: nothing that is told can be a condition of it. */
function isOfNoRows(found: Understanding): boolean {
  return (
    found.status === "understood" &&
    ["describe", "rename-measure", "rename-column", "add-test", "remove-measure", "add-source-field"].includes(
      found.intent.kind,
    )
  );
}

function readRun(
  reading: Reading,
  run: readonly string[],
  before: readonly string[],
  others: readonly string[],
  read: (run: string) => Understanding,
): Understanding | undefined {
  const request = withoutConnector(
    run
      .join(" ")
      .replace(SAYS_AGAIN, "")
      .replace(/^[\s,]+/u, "")
      .replace(/[\s,:–—-]+$/u, ""),
  );
  const antecedent = antecedentIn(reading, request, before);
  if (antecedent === undefined && isCourtesy(request)) return undefined;
  const whole = antecedent === undefined ? request : withAntecedent(request, antecedent);
  const talkOfRows = (clause: string): boolean =>
    isCourtesy(clause) ||
    asksForForm(clause) ||
    (before.includes(clause) &&
      isReasonFor(reading, clause, run[0] ?? "") &&
      !namesOtherValue(reading, withoutPeople(clause), whole)) ||
    ((clause === antecedent?.clause || isTold(clause)) && !namesOtherValue(reading, clause, whole));
  // "x by y, i.e. z": z says the same again, unless what it leaves out restricts.
  const restated = SAYS_AGAIN.test(run[0] ?? "") ? before.at(-1) : undefined;
  const isSaidAgain = (clause: string): boolean =>
    clause === restated && !mayRestrict(clause) && !namesOtherValue(reading, clause, whole);
  const asked = cleanRequest(whole) === "" ? request : whole;
  // "How many claims is that?": which they are is told before, and would be lost.
  if (antecedent === undefined && before.some((clause) => !isCourtesy(clause)) && POINTS_BACK.test(request))
    return undefined;
  const plain = inForm(asked, others);
  if (plain === undefined) return undefined;
  if (others.every((clause) => talkOfRows(clause) || isSaidAgain(clause))) return read(plain);
  if (!others.every((clause) => isCourtesy(clause) || clause === antecedent?.clause || isAnyTold(clause)))
    return undefined;
  const found = read(plain);
  return isOfNoRows(found) ? found : undefined;
}

/** A dot within a name ends no sentence: "Serial No. of the machine". */
export function withoutDots({ catalogue }: Reading, text: string): string {
  if (/["“”]/u.test(text)) return text;
  const names = [
    ...catalogue.measures.map((entry) => entry.measure.name),
    ...catalogue.columns.map((entry) => entry.column.name),
  ].filter((name) => name.includes("."));
  return names.reduce((plain, name) => plain.replaceAll(name, name.replaceAll(".", "")), text);
}

/** Clauses with the sign that ends them; what is in quotes is not split. */
function clausesOf(text: string): readonly string[] {
  const clauses: string[] = [];
  let from = 0;
  for (const boundary of text.matchAll(BOUNDARY)) {
    const quotes = [...text.slice(0, boundary.index)].filter((character) => /["“”]/u.test(character)).length;
    if (quotes % 2 === 1) continue;
    const end = boundary.index + boundary[0].length;
    clauses.push(text.slice(from, end).trim());
    from = end;
  }
  clauses.push(text.slice(from).trim());
  return clauses.filter((clause) => /\p{L}/u.test(clause));
}

/** A value or a yes/no of the project that the clause names and the request does not. */
export function namesOtherValue(reading: Reading, clause: string, request: string, found?: Understanding): boolean {
  const by = found?.status === "understood" && found.intent.kind === "add-measure" ? found.intent.by : [];
  const said = splitWords(clause);
  const asked = splitWords(request);
  const within = (words: readonly string[], sentence: readonly string[]): boolean =>
    words.length > 0 && words.every((word) => sentence.some((other) => wordLikeness(word, other) >= 0.85));
  return reading.catalogue.columns.some((entry) => {
    const flag = entry.type === "boolean" ? (entry.names[0] ?? []).filter((word) => !SILENT.has(word)) : [];
    const own = flag.filter((word) => !entry.contextWords.some((other) => wordLikeness(word, other) >= 0.95));
    if (within(own, said) && !within(own, asked)) return true;
    if (entry.names.some((name) => within(name, asked)) || by.some(({ table }) => table === entry.table)) return false;
    return (entry.values ?? []).some((value) => {
      const words = typeof value === "string" ? splitWords(value) : [];
      return within(words, said) && !within(words, asked);
    });
  });
}

/** Speaks of rows that were told of before. */
export const POINTS_BACK =
  /\bhow (?:many|much)\b.*?\b(?:is|are|was|were) (?:that|those|these|they)\b|\b(?:of|among) (?:those|these|them)\b/iu;

const SAYS_AGAIN = /^(?:i\.e\.|that is,|in other words)/iu;

const SILENT = new Set("is ist has hat was flag flg yn jn".split(" "));

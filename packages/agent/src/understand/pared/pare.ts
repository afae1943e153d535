import { PLAIN_GRAMMAR } from "./plain-grammar.ts";
import { ASKING, type RoledWord, SUBJECTS } from "./word-roles.ts";

/** Asks which, why or whether, and for no number: "which region has the highest …". */
export const ASKS_OTHERWISE =
  /^(?:(?:so|and|but|well|now) )*(?:which|who|whom|whose|why|when|where|is there|are there|was there|were there|does|did)\b/iu;

/** The requests that a run of words may be, with fewer words each, and each in plainer grammar too. */
export function pared(words: readonly RoledWord[], text: string): readonly string[] {
  const whole = text.slice(words[0]?.from, words.at(-1)?.to);
  if (ASKS_OTHERWISE.test(whole)) return [whole, inPlainGrammar(whole.replace(/\?+$/u, ""))];
  const trimmed = withoutEnds(words);
  // Which are different is told by what they did: "how many different farms did we visit".
  const isOfSome = words.some(({ text: word }) => /^(?:different|distinct|unique|separate|individual)$/iu.test(word));
  const still = isOfSome ? trimmed : withoutDoing(withoutSubjects(trimmed));
  const requests = [whole, textOf(trimmed), textOf(still), textOf(withoutLight(still))];
  return requests
    .flatMap((request) => {
      const plain = inPlainGrammar(request);
      return [request, plain, ...listedBehind(plain)];
    })
    .filter((request) => request !== "");
}

/** "no-shows, website only", "revenue, region": behind a comma stands which rows it is of, or by what it is seen. */
function listedBehind(request: string): readonly string[] {
  const [, number, behind] = /^([^,]+?)(?:,| [–-]) ([^,]+)$/u.exec(request) ?? [];
  return number === undefined || behind === undefined
    ? []
    : [`${number} for ${behind}`, ...(/\b(?:only|just|onyl)\b/iu.test(behind) ? [] : [`${number} by ${behind}`])];
}

function inPlainGrammar(request: string): string {
  return PLAIN_GRAMMAR.reduce((plain, { said, plain: order }) => plain.replace(said, order), request);
}

const ASKS_IN = /^(?:do|does|did|have|has|had)$/iu;

/** "farms did our trucks collect from": who does it, in a question, says nothing of which are meant. */
function withoutSubjects(words: readonly RoledWord[]): readonly RoledWord[] {
  const at = words.findIndex(({ text }) => ASKS_IN.test(text));
  let end = at + 1;
  while (
    end < words.length &&
    (words[end]?.part === "DET" || words[end]?.part === "PRON") &&
    words[end]?.role === "light"
  )
    end += 1;
  const isSubject =
    at > 0 && words[end]?.part === "NOUN" && words[end]?.role !== "other" && words[end + 1]?.role === "doing";
  return isSubject ? [...words.slice(0, at), ...words.slice(end + 2)] : words;
}

function withoutEnds(words: readonly RoledWord[]): readonly RoledWord[] {
  let kept = [...words];
  while (kept.length > 0 && isIdle(kept.at(-1))) kept = kept.slice(0, -1);
  while (kept.length > 0 && isIdle(kept[0])) kept = kept.slice(1);
  return kept;
}

function isIdle(word: RoledWord | undefined): boolean {
  return word?.role === "light" || (word?.role === "doing" && ASKING.has(word.text.toLowerCase()));
}

/** "trips that start in the North": what rows do says nothing more than where they do it, if nobody knows the word. */
function withoutDoing(words: readonly RoledWord[]): readonly RoledWord[] {
  return words.filter((word, at) => word.role !== "doing" || isSaidOf(words, at));
}

/** "returned parcels", "did not answer": before a noun it says which are meant, and behind "not" it is turned round. */
function isSaidOf(words: readonly RoledWord[], at: number): boolean {
  const next = words[at + 1];
  const before = words.slice(0, at).findLast(({ part }) => part !== "ADV" && part !== "AUX");
  const isBound = before?.part === "PART" && words[at - 2]?.part === "AUX";
  const isNegated = /^(?:not|n't|never|no)$/iu.test(before?.text ?? "") || words[at - 1]?.role === "grammar";
  const hasSubject = SUBJECTS.has(before?.part ?? "") || before?.role === "known" || isBound;
  const isModifier = ["NOUN", "PROPN", "ADJ", "VERB"].includes(next?.part ?? "") && before?.part !== "PRON";
  return isNegated || isModifier || !hasSubject || isOnlyCondition(words, at, before);
}

/** "people who came": nothing else in the clause says which are meant. */
function isOnlyCondition(words: readonly RoledWord[], at: number, before: RoledWord | undefined): boolean {
  if (!/^(?:who|that|which)$/iu.test(before?.text ?? "")) return false;
  const behind = words.slice(at + 1);
  const end = behind.findIndex(({ part }) => part === "PUNCT");
  return !behind.slice(0, end < 0 ? behind.length : end).some(({ role }) => role === "known");
}

function withoutLight(words: readonly RoledWord[]): readonly RoledWord[] {
  const isNoun = (word: RoledWord | undefined): boolean => word?.role === "known" && word.part === "NOUN";
  // "messages a ticket has had" are messages of a ticket.
  const joined = words.map((word, at) =>
    word.part === "DET" && word.role === "light" && isNoun(words[at - 1]) && words[at + 1]?.role === "known"
      ? { ...word, text: "of", part: "ADP" as const }
      : word,
  );
  return joined.filter(({ role, part }) => role !== "light" || part === "ADP" || part === "CCONJ" || part === "PUNCT");
}

/** With single gaps, and none where the text has none. */
function textOf(words: readonly RoledWord[]): string {
  return words.map(({ text, from }, at) => (at === 0 || words[at - 1]?.to === from ? text : ` ${text}`)).join("");
}

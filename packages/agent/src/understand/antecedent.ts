import { splitWords } from "../words/split-words.ts";
import { knownWords } from "./known-words.ts";
import { rank } from "./mention.ts";
import { objectsNamed } from "./object-named.ts";
import type { Reading } from "./outcome.ts";
import { FILLERS, tokenize, wordsOf } from "./tokens.ts";
import { fieldsNamed } from "./unloaded-fields.ts";

/** What a pronoun of a request stands for, and the clause that names it. */
interface Antecedent {
  readonly name: string;
  readonly clause: string;
}

const VERB =
  "rename|call|name|hide|unhide|show|describe|document|explain|define|format|display|put|move|sort|change|make|remove|delete|drop|discard|retire|get rid of|bring|load|pull|import|have|include|file|round|bucket|group|exclude|restrict|limit|test|check|ensure|expose|throw";
const PRONOUN = new RegExp(
  String.raw`\b(${VERB})\s+(?:it|(?:this|that)(?: (?:one|measure|metric|kpi|column|field|figure|thing))?|the thing)\b`,
  "iu",
);
const NAMING =
  /^(?:(?:can|could|should|may|might|shall|would|must)\s+)?(?:it|that|this)(?:\s+(?:should|could|must|can|ought to|shall))?\s+(?:please\s+|better\s+|rather\s+)?be\s+(?:re)?(?:named|called|labelled|labeled|titled|known as)\s+(?=\S)|^(?:its|the)\s+(?:new\s+)?name\s+(?:is|should be|shall be|will be|must be)\s+(?=\S)|\b(?:call|name)\s+(?:it|(?:this|that)(?:\s+(?:measure|metric|kpi|column|field|thing|one))?)\s+(?:as\s+)?(?=\S)/iu;
const SUBJECT = /^(?:it|this|that)\s+(should|must|needs to|has to|can)\b/iu;

/** The one thing that an earlier clause names, when the request speaks of "it". */
export function antecedentIn(reading: Reading, request: string, before: readonly string[]): Antecedent | undefined {
  if (!PRONOUN.test(request) && !NAMING.test(request) && !SUBJECT.test(request)) return undefined;
  const loads = /\b(?:bring|load|pull|import|have|include|expose)\b/iu.test(request);
  for (const clause of [...before].reverse()) {
    const name = loads ? fieldIn(reading, clause) : objectIn(reading, clause);
    if (name !== undefined) return { name, clause };
  }
  return undefined;
}

/** The request with the name in the pronoun's place. */
export function withAntecedent(said: string, name: string): string {
  // The sign belongs to the sentence, and to no name.
  const request = said.replace(/[\s?]+$/u, "");
  if (NAMING.test(request)) return request.replace(NAMING, `rename ${name} to `);
  if (SUBJECT.test(request)) return request.replace(SUBJECT, `${name} $1`);
  return request
    .replace(/\b(?:bring|load|pull|import)\s+(?:it|this|that)(?:\s+(?:in|through|over|up|too))*\b/iu, `load ${name}`)
    .replace(PRONOUN, (_, verb: string) => (/^have$/iu.test(verb) ? `load ${name}` : `${verb} ${name}`));
}

const MOST_WORDS = 6;

/** What the clause names in quotes, else the one object whose whole name stands in it. */
function objectIn(reading: Reading, clause: string): string | undefined {
  const quoted = /"([^"]+)"/u.exec(clause)?.[1];
  if (quoted !== undefined) {
    const found = objectsNamed(reading.catalogue, quoted, ["measure", "column"]);
    return found.length > 0 ? `"${quoted}"` : undefined;
  }
  const words = clause.split(/\s+/u);
  // Within a sentence a capital begins a name: what is written so is meant before what only sounds alike.
  return (
    nameAmong(reading, words, (phrase, at) => at > 0 && /^[\p{Lu}#$%]/u.test(phrase)) ??
    nameAmong(reading, words, () => true)
  );
}

function nameAmong(
  reading: Reading,
  words: readonly string[],
  mayBe: (phrase: string, at: number) => boolean,
): string | undefined {
  const things = [...reading.catalogue.measures, ...reading.catalogue.columns];
  for (let length = Math.min(MOST_WORDS, words.length); length >= 1; length -= 1) {
    const named = words.flatMap((_, at) => {
      const phrase = words
        .slice(at, at + length)
        .join(" ")
        .replaceAll(/^[(,]+|[).,;:!?]+$/gu, "");
      if (at + length > words.length || hasFillerAtEnd(phrase) || !mayBe(phrase, at)) return [];
      const said = wordsOf(tokenize(phrase));
      const exact = rank(said, things).filter((match) => match.exact && match.score > 0.9);
      const all = exact.some((match) => match.thing.names.some((name) => name.length === splitWords(phrase).length));
      return all ? [phrase] : [];
    });
    const [only, other] = [...new Set(named)];
    if (only !== undefined) return other === undefined && !goesOnBefore(reading, words, only) ? only : undefined;
  }
  return undefined;
}

/** "that cost per unit number": a word of the project right before says that something else is named. */
function goesOnBefore({ catalogue }: Reading, words: readonly string[], phrase: string): boolean {
  const first = phrase.split(/\s+/u)[0] ?? "";
  const at = words.findIndex((word) => word.replaceAll(/[(),.]/gu, "") === first);
  const link = /^(?:per|by|of)$/iu.test(words[at - 1] ?? "") ? 2 : 1;
  const before = (words[at - link] ?? "").toLowerCase();
  return link === 2 && knownWords(catalogue).has(before);
}

function hasFillerAtEnd(phrase: string): boolean {
  const words = phrase.toLowerCase().split(/\s+/u);
  return [words[0] ?? "", words.at(-1) ?? ""].some((word) => FILLERS.has(word) || PREPOSITIONS.has(word));
}

const PREPOSITIONS = new Set("in of for by from with".split(" "));

/** The one field of the files that the clause names and that is not loaded. */
function fieldIn(reading: Reading, clause: string): string | undefined {
  const words = wordsOf(tokenize(clause));
  for (let length = Math.min(MOST_WORDS, words.length); length >= 1; length -= 1) {
    const fields = new Set(
      words.flatMap((_, at) =>
        at + length > words.length
          ? []
          : fieldsNamed(reading.catalogue, words.slice(at, at + length))
              .filter((match) => match.exact)
              .map((match) => match.thing.field),
      ),
    );
    const [only, other] = [...fields];
    if (only !== undefined) return other === undefined ? only : undefined;
  }
  return undefined;
}

import type { ColumnEntry, MeasureEntry } from "../catalogue/catalogue.ts";
import { sameName } from "../dbt/final-select.ts";
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

/** Orders that are given about something that has a name. */
const VERB =
  "rename|call|name|label|title|hide|unhide|conceal|show|describe|document|explain|define|format|display|put|move|file|place|store|tuck|sort|order|arrange|change|make|remove|delete|drop|discard|retire|scrap|bin|ditch|kill|erase|axe|dump|get rid of|out with|do away with|take|throw|kick|bring|load|pull|import|have|include|round|bucket|group|exclude|restrict|limit|test|check|ensure|expose|give|let|keep|set|switch|turn";
const KIND = "measure|metric|kpi|column|field|figure|number|indicator|thing|one|label|name";
const IT = String.raw`(?:(?:it|this|that)(?:\s+(?:${KIND}))?|the\s+(?:thing|${KIND}))(?!\s+(?:of|for|that|which|from|in which)\b)`;
const PRONOUN = new RegExp(String.raw`\b(${VERB})\s+(?:${IT})(?![\p{L}'])`, "iu");
const NAMING =
  /^(?:(?:can|could|should|may|might|shall|would|must)\s+)?(?:it|that|this)(?:\s+(?:should|could|must|can|ought to|shall))?\s+(?:please\s+|better\s+|rather\s+)?be\s+(?:re)?(?:named|called|labelled|labeled|titled|known as)\s+(?=\S)|^(?:its|the)\s+(?:new\s+)?name\s+(?:is|should be|shall be|will be|must be)\s+(?=\S)|\b(?:call|name)\s+(?:it|(?:this|that)(?:\s+(?:measure|metric|kpi|column|field|thing|one))?)\s+(?:as\s+)?(?=\S)/iu;
const SUBJECT = new RegExp(
  String.raw`^(?:so\s+)?(?:it|this|that)(?:\s+(?:${KIND}))?\s+(should|must|needs to|needs|has to|can|may|could|ought to|shall|belongs|goes)\b`,
  "iu",
);
/** "its description", "in that figure": what the earlier clause names is spoken of, and nothing is done to it by name. */
const OWNER = /\bits\s+(description|text|tooltip|format|folder|sort order|documentation)\b/iu;
const WITHIN = new RegExp(
  String.raw`\b(in|into|from|of|to|towards)\s+(?:it|(?:this|that|the)\s+(?:${KIND}))(?=$|[\s,.;]+(?:so|and|please|any ?more|at all|then)\b|[,.;]|$)`,
  "iu",
);
/** "this label confuses people, change it to Y": what is changed is how something is called. */
const CHANGES_NAME = /^(?:please\s+)?(?:change|switch|turn)\s+(?:it|that|this)\s+(?:to|into)\s+(?=\S)/iu;
const SAYS_NAME = /\b(?:label|name|title|called|named|wording|term)\b/iu;
const LOADS = /^(?:bring|load|pull|import|have|include|expose)$/iu;
const AVAILABLE =
  /\b(?:make|have|get|put|bring)\s+(?:it|this|that|this field|that field)\s+(?:available|accessible|usable|over|across|in|through|along|onto|on|to|into)\b.*$/iu;

/** The one thing that an earlier clause names, when the request speaks of "it". */
export function antecedentIn(reading: Reading, request: string, before: readonly string[]): Antecedent | undefined {
  if (![PRONOUN, NAMING, SUBJECT, OWNER, WITHIN].some((pattern) => pattern.test(request))) return undefined;
  const loads = LOADS.test(PRONOUN.exec(request)?.[1] ?? "") || AVAILABLE.test(request);
  for (const clause of [...before].reverse()) {
    const name = loads ? fieldIn(reading, clause) : objectIn(reading, clause);
    if (name !== undefined) return { name, clause };
  }
  return undefined;
}

/** The request with the name in the pronoun's place. */
export function withAntecedent(said: string, { name, clause }: Antecedent): string {
  // The sign belongs to the sentence, and to no name.
  const request = said.replace(/[\s?]+$/u, "");
  if (NAMING.test(request)) return request.replace(NAMING, `rename ${name} to `);
  if (CHANGES_NAME.test(request) && SAYS_NAME.test(clause)) return request.replace(CHANGES_NAME, `rename ${name} to `);
  if (AVAILABLE.test(request)) return request.replace(AVAILABLE, `load ${name}`);
  if (OWNER.test(request)) return request.replace(OWNER, `the $1 of ${name}`);
  if (SUBJECT.test(request)) return request.replace(SUBJECT, `${name} $1`);
  if (!PRONOUN.test(request)) return request.replace(WITHIN, `$1 ${name}`);
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
    nameAmong(
      reading,
      words,
      (phrase, at) => /^[\p{Lu}#$%]/u.test(phrase) && (at > 0 || /\s[\p{Lu}#$%(]/u.test(phrase)),
    ) ?? nameAmong(reading, words, () => true)
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
      const all =
        exact.some((match) => match.thing.names.some((name) => name.length === splitWords(phrase).length)) ||
        things.some((thing) => calledAs(thing) === phrase);
      return all ? [phrase] : [];
    });
    const [only, other] = [...new Set(named)];
    if (only !== undefined) return other === undefined && !goesOnBefore(reading, words, only) ? only : undefined;
  }
  return undefined;
}

function calledAs(thing: ColumnEntry | MeasureEntry): string {
  return thing.kind === "measure" ? thing.measure.name : thing.column.name;
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
  return sourceColumnIn(reading, clause);
}

/** A column of the warehouse's sources that no model carries on, by its very name. */
function sourceColumnIn({ catalogue }: Reading, clause: string): string | undefined {
  const names = clause.match(/[\p{L}\p{N}]+(?:_[\p{L}\p{N}]+)+/gu) ?? [];
  return names.find(
    (name) =>
      catalogue.sources.some((source) => source.columns.some((column) => sameName(column, name))) &&
      !catalogue.modelColumns.some((entry) => sameName(entry.column, name)),
  );
}

import type { ColumnEntry } from "../catalogue/catalogue.ts";
import { eventRoot, isSameEvent } from "../words/event-words.ts";
import { isToldVerb } from "../words/word-families.ts";
import { knownWords } from "./known-words.ts";
import { plausible, rank } from "./mention.ts";
import { isMoment } from "./number-columns.ts";
import type { Reading } from "./outcome.ts";

/** What people say around the name of a moment: `when the order was placed`, `their arrival`. */
const AROUND = new Set(
  "when somebody someone anybody anyone people we you i he she who the a an it they is was were are been being has have had its their his her moment of row line per each".split(
    " ",
  ),
);

/** Verbs for anything that happens: beside a name they say nothing about which moment it is. */
const HAPPENS = new Set(
  "made placed took take takes taken place happened happens occurred occurs came comes done".split(" "),
);

export function ofMoment(words: readonly string[]): readonly string[] {
  const named = words.filter((word) => !AROUND.has(word));
  const end = named.findIndex((word, at) => at > 0 && ["in", "as", "per", "by", "for"].includes(word));
  return end > 0 && named[end - 1] !== "check" ? named.slice(0, end) : named;
}

/** By its name, hidden or not, or by the event it is of: `arrival` for arrived_at. */
export function momentsCalled(
  reading: Reading,
  words: readonly string[],
  table: string | undefined,
): readonly ColumnEntry[] {
  const moments = reading.catalogue.columns.filter(
    (entry) =>
      isMoment(entry) &&
      !entry.column.calculated &&
      entry.origin !== undefined &&
      (table === undefined || entry.table === table),
  );
  const named = plausible(rank(words, moments)).map((match) => match.thing);
  if (named.length > 0) return toTheLetter(named, words);
  const events = withParticles(words.filter((word) => !MOMENT.has(word) && !HAPPENS.has(word)));
  const told = (said: readonly string[]): readonly ColumnEntry[] =>
    moments.filter((entry) => entry.names.some((name) => tellsOf(entry, name, said)));
  // "The phone ringing": who or what does it says nothing more, where the project has no name for it.
  const known = knownWords(reading.catalogue);
  const isDoing = words.some((word) => word.endsWith("ing") || isToldVerb(word));
  const whole = told(events);
  const found =
    whole.length > 0
      ? whole
      : told(events.filter((word) => isAnyEvent(moments, word) || (known.has(word) && !isDoing)));
  // What is shown is meant before what is hidden.
  const shown = found.filter((entry) => !entry.column.hidden);
  return shown.length > 0 ? shown : found;
}

function isAnyEvent(moments: readonly ColumnEntry[], word: string): boolean {
  return moments.some((entry) => entry.names.some((name) => name.some((event) => isSameEvent(word, event))));
}

/** Every word is of the event, or of the rows that it happens to; one of the event at least. */
function tellsOf(entry: ColumnEntry, name: readonly string[], said: readonly string[]): boolean {
  const events = name.filter((word) => !MOMENT.has(word));
  const isEvent = (word: string): boolean => events.some((event) => isSameEvent(word, event));
  const isRow = (word: string): boolean => entry.contextWords.some((other) => isSameEvent(word, other));
  return said.some(isEvent) && said.every((word) => isEvent(word) || isRow(word));
}

/** `check in` is not `check out`: of names that fit alike, those with each of the words. */
function toTheLetter(found: readonly ColumnEntry[], words: readonly string[]): readonly ColumnEntry[] {
  const kept = found.filter((entry) => entry.names.some((name) => words.every((word) => name.includes(word))));
  return kept.length > 0 ? kept : found;
}

const PARTICLES = new Set("up off in out on down".split(" "));

/** `picked up` is one event, which names write as `pickup`. */
function withParticles(words: readonly string[]): readonly string[] {
  return words.flatMap((word, at) => {
    const next = words[at + 1];
    if (PARTICLES.has(word) && at > 0) return [];
    return next !== undefined && PARTICLES.has(next) ? [`${eventRoot(word)}${next}`] : [word];
  });
}

/** Words of a name that say no more than that it is a moment. */
const MOMENT = new Set("at am on date time datetime timestamp ts dt zeit datum".split(" "));

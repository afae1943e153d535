import type { ColumnEntry } from "../catalogue/catalogue.ts";
import { inGerman } from "../words/german-words.ts";
import { singular, splitWords } from "../words/split-words.ts";
import { wordLikeness } from "../words/word-likeness.ts";
import { type Found, INTRODUCES, NEGATES, opensCount, saysAmount, usable } from "./condition.ts";
import { isMoment } from "./number-columns.ts";
import { choose, type Reading } from "./outcome.ts";
import { QUIET } from "./quantity-choice.ts";
import { FILLERS, type Token, wordsOf } from "./tokens.ts";

/** `express orders`, `in the North`, `excluding refunds`: a value that a column is known to have. */
export function takeValue(reading: Reading, tokens: readonly Token[], table: string | undefined): Found | undefined {
  const candidates = usable(reading, table).flatMap((entry) =>
    (entry.values ?? []).flatMap((value) =>
      typeof value === "string" ? [{ entry, value, words: splitWords(value) }] : [],
    ),
  );
  for (let length = Math.min(6, tokens.length); length >= 1; length -= 1) {
    for (let at = 0; at + length <= tokens.length; at += 1) {
      const part = tokens.slice(at, at + length);
      const said = wordsOf(part);
      if (
        said.length === 0 ||
        part.some(
          (token, place) =>
            token.kind === "sign" &&
            (place === 0 || place === length - 1 || !["-", "&", "/", "."].includes(token.word)),
        )
      )
        continue;
      const alike = candidates.filter(
        ({ entry, words }) => sameWords(said, words) && !isMomentOf(reading, entry.table, said, words),
      );
      const literal = alike.filter(({ words }) => words.join(" ") === said.join(" "));
      const matches = literal.length > 0 ? literal : alike;
      if (
        matches.length === 0 ||
        doesSomething(tokens, at, at + length) ||
        !isMeantAsValue(reading, tokens, at, length, said, matches)
      )
        continue;
      const shown = matches.filter(({ entry }) => !entry.column.hidden);
      const kept = shown.length > 0 ? shown : matches;
      const phrase = said.join(" ");
      const chosen = choose(
        reading,
        `value:${phrase}`,
        `Which column has the value "${phrase}"?`,
        kept.map((match) => ({
          id: `${match.entry.table}[${match.entry.column.name}]=${match.value}`,
          text: `${match.entry.table}[${match.entry.column.name}] is "${match.value}"`,
          value: match,
        })),
      );
      const { from, negated } = leadIn(tokens, at, chosen.entry);
      const to = behindVerb(tokens, leadOut(tokens, at + length, chosen.entry));
      return {
        filter: {
          column: { table: chosen.entry.table, column: chosen.entry.column.name },
          operator: negated ? "<>" : "=",
          values: [chosen.value],
        },
        rest: [...tokens.slice(0, from), ...tokens.slice(to)],
        label: negated ? `excluding ${chosen.value}` : chosen.value,
      };
    }
  }
  return undefined;
}

/** "between the phone ringing and …": what does something at one of two moments is no condition. */
function doesSomething(tokens: readonly Token[], from: number, to: number): boolean {
  const before = tokens.slice(0, from).findLast(({ word }) => !FILLERS.has(word));
  return before?.word === "between" && tokens[to]?.word.endsWith("ing") === true;
}

/** "hours that Acme put in": what a value that does something does says nothing more, at the end of what is counted. */
function behindVerb(tokens: readonly Token[], at: number): number {
  const said = tokens.slice(at, at + 2).map(({ word }) => word);
  const length = said.join(" ") === "put in" ? 2 : DOES.has(said[0] ?? "") ? 1 : 0;
  const next = tokens[at + length];
  return next === undefined || next.kind === "sign" ? at + length : at;
}

const DOES = new Set(
  "worked did does made makes performed handled delivered brought brings generated earned spent".split(" "),
);

/** "Opened" is what happened at Opened At, and not the value Open. */
function isMomentOf({ catalogue }: Reading, table: string, said: readonly string[], words: readonly string[]): boolean {
  const [word, other] = said;
  if (other !== undefined || word === words[0]) return false;
  return catalogue.columns.some(
    (entry) => entry.table === table && isMoment(entry) && entry.names.some((name) => name[0] === word),
  );
}

const CALENDAR =
  "monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october november december".split(
    " ",
  );

/** `Mondays` for the value Mon. */
function isCalendarName(said: string, value: string): boolean {
  const name = CALENDAR.find((other) => other === said || `${other}s` === said);
  return name !== undefined && (value === name || (value.length >= 2 && value.length <= 4 && name.startsWith(value)));
}

function sameWords(said: readonly string[], words: readonly string[]): boolean {
  if (words.length === 0) return false;
  if (said.length === 1 && words.length === 1 && isCalendarName(said[0] ?? "", words[0] ?? "")) return true;
  if (said.join("") === words.join("") && said.join("").length > 1) return true;
  // "How many stay longer" is no "Stayed".
  if (said.length === 1 && words[0]?.endsWith("ed") === true && said[0]?.endsWith("ed") !== true) return false;
  // `walk-ins` for the value walk-in.
  if (words.length > 1 && singular(said.join("")) === singular(words.join(""))) return true;
  return (
    said.length === words.length &&
    said.every((word, at) => wordLikeness(word, words[at] ?? "") >= (word.length >= 6 ? 0.82 : 0.95))
  );
}

/** A value that is also part of a name is a value only where the sentence says so. */
function isMeantAsValue(
  reading: Reading,
  tokens: readonly Token[],
  at: number,
  length: number,
  said: readonly string[],
  matches: readonly { readonly entry: ColumnEntry }[],
): boolean {
  if (tokens.slice(at, at + length).some((token) => token.kind === "quoted")) return true;
  if (said.join("").length < 2) return false;
  const before = tokens[at - 1]?.word ?? "";
  const names = [...reading.catalogue.measures, ...reading.catalogue.columns, ...reading.catalogue.tables].flatMap(
    (entry) => (entry.names[0] === undefined ? [] : [entry.names[0]]),
  );
  const all = wordsOf(tokens);
  const isIn = (word: string, words: readonly string[]): boolean =>
    words.some((other) => wordLikeness(other, word) >= 0.95);
  // The "bar" of "bar tips" is no part of the name Bar Revenue, which is not said.
  const isName = said.every((word) =>
    names.some((name) => isIn(word, name) && name.every((part) => QUIET.has(part) || isIn(part, all))),
  );
  const isOwn = matches.some(({ entry }) =>
    entry.names.some((name) => name.some((word) => wordLikeness(word, before) >= 0.95)),
  );
  // "Number of orders" counts orders, whatever else has a value that is called so.
  if (isName && opensCount(tokens[at - 2], before)) return false;
  return !isName || isOwn || INTRODUCES.has(before) || NEGATES.has(before) || ["=", "<>", "!="].includes(before);
}

/** Where the words that lead to a value begin: `for trips where payment type is …`. */
function leadIn(tokens: readonly Token[], at: number, entry: ColumnEntry): { from: number; negated: boolean } {
  let from = at;
  let negated = false;
  while (from > 0) {
    const word = tokens[from - 1]?.word ?? "";
    if (NEGATES.has(word)) {
      // `not without` would be neither; one negation is what people write.
      negated = true;
      from -= 1;
    } else if (word === "but" && (from === 1 || ["all", "everything", "any"].includes(tokens[from - 2]?.word ?? ""))) {
      negated = true;
      from -= 1;
    } else if (saysAmount(tokens[from - 2], word) || opensCount(tokens[from - 2], word)) {
      // "total paid by card": what is totalled is what was paid.
      break;
    } else if (INTRODUCES.has(word) || word === "=" || word === "<>" || word === "!=" || FILLERS.has(word)) {
      if (word === "<>" || word === "!=") negated = true;
      from -= 1;
    } else break;
  }
  const column = columnBefore(tokens, from, entry);
  if (column < from) {
    from = column;
    while (from > 0 && (INTRODUCES.has(tokens[from - 1]?.word ?? "") || FILLERS.has(tokens[from - 1]?.word ?? "")))
      from -= 1;
  }
  return { from, negated };
}

/** The column's own name before its value says nothing more. */
function columnBefore(tokens: readonly Token[], end: number, entry: ColumnEntry): number {
  const names = entry.names;
  for (const name of names) {
    const words = tokens.slice(Math.max(0, end - name.length), end);
    if (
      words.length === name.length &&
      words.every((token, at) => token.kind === "word" && wordLikeness(token.word, name[at] ?? "") >= 0.95)
    )
      return end - name.length;
  }
  // `for depot X`, where the column is called Depot Name.
  const before = tokens[end - 1];
  const isPart =
    before?.kind === "word" &&
    [before.word, ...inGerman(before.word)].some((said) =>
      names.some((name) => name.some((word) => wordLikeness(said, word) >= 0.95)),
    );
  const intro = tokens[end - 2]?.word ?? "";
  return isPart && (INTRODUCES.has(intro) || NEGATES.has(intro)) ? end - 1 : end;
}

/** `North region`: the column's name behind the value. */
function leadOut(tokens: readonly Token[], at: number, entry: ColumnEntry): number {
  for (const name of entry.names) {
    const words = tokens.slice(at, at + name.length);
    if (
      words.length === name.length &&
      words.every((token, index) => token.kind === "word" && wordLikeness(token.word, name[index] ?? "") >= 0.95)
    )
      return at + name.length;
  }
  // `yellow cabs` for a column that is called cab color: one of its words says the same again.
  const next = tokens[at];
  const repeats =
    next?.kind === "word" && entry.names.some((name) => name.some((word) => wordLikeness(next.word, word) >= 0.95));
  return repeats && !entry.contextWords.some((word) => wordLikeness(next.word, word) >= 0.95) ? at + 1 : at;
}

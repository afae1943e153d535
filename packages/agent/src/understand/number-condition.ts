import type { Filter } from "@throughline/contracts";
import type { ColumnEntry } from "../catalogue/catalogue.ts";
import { quantityWords } from "../words/unit-words.ts";
import { wordLikeness } from "../words/word-likeness.ts";
import { dropIntro, type Found, INTRODUCES, usable } from "./condition.ts";
import { type Match, plausible, rank } from "./mention.ts";
import { choiceOf } from "./object-choice.ts";
import { choose, type Reading } from "./outcome.ts";
import { isRowWord } from "./row-words.ts";
import { FILLERS, type Token, wordsOf } from "./tokens.ts";

const COMPARISONS: readonly (readonly [RegExp, Filter["operator"]])[] = [
  [
    /^(?:more|greater|larger|bigger|longer|higher|heavier|older) than$|^(?:over|above|exceeding|beyond|after)$|^>$/u,
    ">",
  ],
  [/^(?:less|fewer|smaller|shorter|lower|lighter|younger) than$|^(?:under|below|before)$|^<$/u, "<"],
  [/^(?:at least|minimum|min)$|^>=$|^(?:no|not) (?:less|fewer) than$/u, ">="],
  [/^(?:at most|maximum|max|up to)$|^<=$|^(?:no|not) more than$/u, "<="],
  [/^(?:equal to|equals|exactly|just|only|is|are|of|for|with|having)$|^=$/u, "="],
];

/** `over 10 miles`, `with more than 2 passengers`, `where list price > 50`. */
export function takeComparison(
  reading: Reading,
  tokens: readonly Token[],
  table: string | undefined,
): Found | undefined {
  for (let at = 0; at < tokens.length; at += 1) {
    const number = tokens[at];
    if (number?.kind !== "number") continue;
    const year = calendarYear(reading, tokens, at, table);
    if (year !== undefined) return year;
    const before = tokens.slice(0, at).filter((token) => !["$", "€"].includes(token.word));
    const orMore = /^(?:or|and) (more|above|over|up|higher|longer|less|fewer|below|under|lower|shorter)$/u.exec(
      tokens
        .slice(at + 1, at + 3)
        .map((token) => token.word)
        .join(" "),
    );
    const plus = tokens[at + 1]?.word === "+";
    if (orMore !== null || plus) {
      const operator = /^(?:less|fewer|below|under|lower|shorter)$/u.test(orMore?.[1] ?? "") ? "<=" : ">=";
      const closed = [...tokens.slice(0, at + 1), ...tokens.slice(at + (plus ? 2 : 3))];
      return comparedColumn(reading, closed, before, at, operator, table);
    }
    const coded = codedColumn(reading, tokens, at, table);
    if (coded !== undefined) return coded;
    for (const length of [3, 2, 1]) {
      const words = before.slice(-length);
      const comparison = COMPARISONS.find(
        ([pattern]) => words.length === length && pattern.test(words.map((token) => token.word).join(" ")),
      );
      if (comparison === undefined) continue;
      const start = before.length - length;
      return comparedColumn(reading, tokens, before.slice(0, start), at, comparison[1], table);
    }
  }
  return undefined;
}

/** `vendor 2`: a whole number right behind the name of a column that has such. */
function codedColumn(
  reading: Reading,
  tokens: readonly Token[],
  at: number,
  table: string | undefined,
): Found | undefined {
  const number = tokens[at];
  const named = tokens[at - 1];
  if (named?.kind !== "word" || !/^\d+$/u.test(number?.word ?? "") || tokens[at + 1]?.kind === "word") return undefined;
  const codes = usable(reading, table).filter((entry) => entry.type === "integer" && !entry.column.hidden);
  const [match, other] = rank([named.word], codes).filter((one) => one.exact);
  if (match === undefined || other !== undefined) return undefined;
  return compared(
    reading,
    match.thing,
    "=",
    Number(number?.word),
    dropIntro(tokens.slice(0, at - 1)),
    tokens.slice(at + 1),
  );
}

/** `between 2 and 5 miles`, both ends included. */
export function takeRange(
  reading: Reading,
  tokens: readonly Token[],
  table: string | undefined,
): { filters: readonly Filter[]; rest: readonly Token[]; label: string } | undefined {
  const at = tokens.findIndex(
    (token, place) =>
      (token.word === "between" || token.word === "from") &&
      tokens[place + 1]?.kind === "number" &&
      ["and", "to", "-", "–"].includes(tokens[place + 2]?.word ?? "") &&
      tokens[place + 3]?.kind === "number",
  );
  const [low, high] = [tokens[at + 1], tokens[at + 3]];
  if (at < 0 || low === undefined || high === undefined) return undefined;
  const one = [...tokens.slice(0, at), low, ...tokens.slice(at + 4)];
  const found = comparedColumn(reading, one, tokens.slice(0, at), at, ">=", table);
  if (found === undefined) return undefined;
  const { filter, rest } = found;
  return {
    filters: [filter, { ...filter, operator: "<=", values: [Number(high.word)] }],
    rest,
    label: `with ${filter.column.column} ${low.word} to ${high.word}`,
  };
}

function comparedColumn(
  reading: Reading,
  tokens: readonly Token[],
  before: readonly Token[],
  at: number,
  operator: Filter["operator"],
  table: string | undefined,
): Found | undefined {
  const numbers = usable(reading, table).filter(
    (entry) => ["integer", "decimal", "double"].includes(entry.type) && !entry.column.hidden && !entry.column.key,
  );
  const money = tokens.slice(0, at).at(-1)?.word;
  const value = Number(tokens[at]?.word);
  const named = namedBefore(numbers, before);
  // What is counted stands behind the number (miles, passengers), or the column's name before the comparison.
  for (const length of [3, 2, 1]) {
    const after = tokens.slice(at + 1, at + 1 + length);
    if (after.length < length || after.some((token) => token.kind !== "word")) continue;
    const matches = plausible(rank(wordsOf(after), numbers));
    if (matches.length === 0 || FILLERS.has(after[0]?.word ?? "")) continue;
    const rest = tokens.slice(at + 1 + length);
    // "the tip is above 5 dollars": the unit fits every amount, the name before it one of them.
    const both = (named?.matches ?? []).filter((one) => matches.some((match) => match.thing === one.thing));
    if (named !== undefined && both.length === 1 && both[0] !== undefined)
      return compared(reading, both[0].thing, operator, value, named.rest, rest);
    const phrase = wordsOf(after).join(" ");
    const entry = choose(
      reading,
      `compared:${phrase}`,
      `Which column is meant by "${phrase}"?`,
      matches.map((match) => choiceOf(match.thing)),
    );
    return compared(reading, entry, operator, value, dropIntro(before), rest);
  }
  if (named !== undefined) {
    const entry = choose(
      reading,
      `compared:${named.phrase}`,
      `Which column is meant by "${named.phrase}"?`,
      named.matches.map((match) => choiceOf(match.thing)),
    );
    return compared(reading, entry, operator, value, named.rest, tokens.slice(at + 1));
  }
  if (money === "$" || money === "€") {
    const amounts = numbers.filter(
      (entry) =>
        /[$€£]/u.test(entry.column.format ?? "") ||
        entry.names.some((name) => name.some((word) => quantityWords("dollar").includes(word))),
    );
    if (amounts.length > 0) {
      const entry = choose(reading, "compared:money", "Which amount is compared?", amounts.map(choiceOf));
      return compared(reading, entry, operator, value, dropIntro(before), tokens.slice(at + 1));
    }
  }
  return undefined;
}

/** The columns that the words before a comparison name, and what stands before those words. */
function namedBefore(
  numbers: readonly ColumnEntry[],
  before: readonly Token[],
): { matches: readonly Match<ColumnEntry>[]; phrase: string; rest: readonly Token[] } | undefined {
  const spoken = dropIntro(before);
  for (const length of [4, 3, 2, 1]) {
    const named = spoken.slice(-length);
    if (named.length < length) continue;
    const words = wordsOf(named).filter((word) => !FILLERS.has(word) && !INTRODUCES.has(word));
    if (words.length === 0 || named.some((token) => INTRODUCES.has(token.word))) continue;
    // The rows' own name says nothing about a column: `orders over 10` is not about Order Size.
    const matches = plausible(rank(words, numbers)).filter(
      ({ score, thing }) =>
        score >= 0.6 && words.some((word) => !thing.contextWords.some((other) => wordLikeness(word, other) >= 0.95)),
    );
    if (matches.length > 0) return { matches, phrase: words.join(" "), rest: dropIntro(spoken.slice(0, -length)) };
  }
  return undefined;
}

const OPPOSITE = { ">": "<=", "<": ">=", ">=": "<", "<=": ">", "=": "<>", "<>": "=", in: "in" } as const;

const TURNS = new Set("excluding exclude except excl without not ignoring ignore".split(" "));

/** "excluding orders below 3" keeps those from 3 on. */
function compared(
  reading: Reading,
  entry: ColumnEntry,
  said: Filter["operator"],
  value: number,
  before: readonly Token[],
  behind: readonly Token[],
): Found {
  let kept = [...before];
  while (kept.length > 1 && isRowWord(reading, kept.at(-1)?.word ?? "")) kept = kept.slice(0, -1);
  const turns = TURNS.has(kept.at(-1)?.word ?? "");
  const operator = turns ? OPPOSITE[said] : said;
  const rest = [...(turns ? kept.slice(0, -1) : before), ...behind];
  return told(entry, operator, value, rest);
}

function told(entry: ColumnEntry, operator: Filter["operator"], value: number, rest: readonly Token[]): Found {
  const said = { ">": "over", "<": "under", ">=": "from", "<=": "up to", "=": "of", "<>": "other than", in: "of" }[
    operator
  ];
  return {
    filter: { column: { table: entry.table, column: entry.column.name }, operator, values: [value] },
    rest,
    label: `with ${entry.column.name} ${said} ${value}`,
  };
}

/** `sales 2024`, `in 2024 and 2025`: nothing else ends with such a number and no comparison before it. */
function endsWithYear(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1];
  const isCompared = COMPARISONS.some(([pattern]) => pattern.test(before?.word ?? "")) || before?.word === "than";
  const leads = /^(?:since|until|till|to|from|by|through|past|excluding|without|except|not)$/u.test(before?.word ?? "");
  return at === tokens.length - 1 && at > 0 && !isCompared && !leads && before?.kind !== "number";
}

/** `in 2024`: the year of the model's calendar. */
function calendarYear(
  reading: Reading,
  tokens: readonly Token[],
  at: number,
  table: string | undefined,
): Found | undefined {
  const token = tokens[at];
  const intro = tokens[at - 1]?.word ?? "";
  if (
    token === undefined ||
    !/^(?:19|20)\d\d$/u.test(token.word) ||
    !(["in", "for", "during", "year", "of"].includes(intro) || endsWithYear(tokens, at))
  )
    return undefined;
  const years = usable(reading, table).filter(
    (entry) =>
      entry.type === "integer" &&
      !entry.column.hidden &&
      entry.names.some((name) => name.includes("year") || name.includes("jahr")),
  );
  if (years.length === 0) return undefined;
  // "Year" is the calendar's; "Birth Year" is said by its whole name.
  const plain = years.filter((entry) => entry.names.some((name) => name.length === 1));
  const entry = choose(
    reading,
    "year",
    `Which column holds the year?`,
    (plain.length > 0 ? plain : years).map(choiceOf),
  );
  let from = at;
  while (from > 0 && ["in", "for", "during", "year", "of", "the"].includes(tokens[from - 1]?.word ?? "")) from -= 1;
  return {
    filter: { column: { table: entry.table, column: entry.column.name }, operator: "=", values: [Number(token.word)] },
    rest: [...tokens.slice(0, from), ...tokens.slice(at + 1)],
    label: token.word,
  };
}

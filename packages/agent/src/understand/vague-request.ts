import type { Understanding } from "@throughline/contracts";
import type { Catalogue, ColumnEntry, MeasureEntry, Named } from "../catalogue/catalogue.ts";
import { isSameEvent } from "../words/event-words.ts";
import { singular } from "../words/split-words.ts";
import { isCategory } from "./dimension.ts";
import { knownWords } from "./known-words.ts";
import { plausible, rank } from "./mention.ts";
import { isAdditive, isMoment, isNumber } from "./number-columns.ts";
import { idOf, labelOf } from "./object-choice.ts";
import { objectsNamed } from "./object-named.ts";
import type { Open, Rule, Way } from "./open-request.ts";
import { choose, Outcome, type Reading, refuse } from "./outcome.ts";
import { isPart } from "./quantity-choice.ts";
import { KIND_WORDS, tokenize, wordsOf } from "./tokens.ts";
import { momentsUnsaid, UNSAID_COLUMNS } from "./unsaid-columns.ts";
import { TOLD_IN_PASSING, UNSAID_NUMBERS } from "./unsaid-numbers.ts";
import { UNSAID_PARTS } from "./unsaid-parts.ts";

const ASKS =
  /^(?:(?:add|create|make|build|show|give|get|have|see|want|need|define|calculate|compute|include)\s+(?:me\s+|us\s+)?)?(?:an?\s+|the\s+|our\s+|some\s+)?(?:new\s+)?(?:(?:measure|metric|kpi)\s+(?:for|of|with|on|about)\s+(?:the\s+|our\s+)?)?/iu;

/** "something about tips", "some numbers on guests": which number is not said. */
const aboutSomething: Rule = ({ catalogue }, request) => {
  const what =
    /^(?:something|anything|(?:some |the |more )?(?:numbers?|figures?|stats|statistics|information|insights?|info|details)|(?:an? |the )?(?:overview|analysis|report|number|figure|measure|metric|kpi))\s+(?:about|on|for|regarding|around|concerning|with)\s+(?:the |our )?(.+)$/iu.exec(
      request.replace(/^(?:add|create|make|build|show|give|get|have|see|want|need)\s+(?:me\s+|us\s+)?/iu, ""),
    )?.[1];
  if (what === undefined) return undefined;
  const words = wordsOf(tokenize(what));
  const columns = plausible(rank(words, catalogue.columns.filter(isNumber))).map((match) => match.thing);
  const measures = catalogue.measures.filter(
    (entry) =>
      rank(words, [entry]).some((match) => match.score > 0.6) ||
      words.every((word) => entry.names.some((name) => name.some((part) => isSameEvent(word, part)))),
  );
  const tables = plausible(rank(words, catalogue.tables)).map((match) => match.thing.table.name);
  const ofRows = catalogue.measures.filter((entry) => tables.includes(entry.table));
  const groups = plausible(
    rank(
      words,
      catalogue.columns.filter((entry) => !entry.column.hidden && isCategory(entry)),
    ),
  );
  const byGroup = groups.flatMap(({ thing }) =>
    catalogue.measures
      .filter((entry) => entry.table === thing.table)
      .map((entry) => wayFor(entry, "", ` by "${thing.column.name}"`)),
  );
  const isValue = catalogue.columns.some((entry) =>
    (entry.values ?? []).some((value) => typeof value === "string" && value.toLowerCase() === what.toLowerCase()),
  );
  const ofValue = isValue ? catalogue.measures.filter((entry) => !isPart(entry)) : [];
  return {
    question: `Which number of "${what}" is meant?`,
    ways: [
      ...columns.flatMap((entry) =>
        ["total", "average", "highest"].map((aggregate) => wayFor(entry, `${aggregate} `, "")),
      ),
      ...[...new Set([...measures, ...ofRows])].map((entry) => wayFor(entry, "", "")),
      ...byGroup,
      ...ofValue.map((entry) => wayFor(entry, "", ` for ${what}`)),
      { id: "count", text: `the number of ${what}`, request: `number of ${what}` },
    ],
  };
};

function wayFor(entry: ColumnEntry | MeasureEntry, before: string, behind: string): Way {
  const name = entry.kind === "measure" ? entry.measure.name : entry.column.name;
  const shown = `${before}${labelOf(entry)}${behind}`;
  return { id: `${before.trim()}:${idOf(entry)}${behind}`, text: shown, request: `${before}"${name}"${behind}` };
}

/** "change the ADR", "make the revenue better": what should be changed of it is not said. */
const changeUnsaid: Rule = ({ catalogue }, request) => {
  const what =
    /^(?:improve|fix|change|adjust|update|modify|rework|revise|correct|alter|redo|edit)\s+(?:the |our |my )?(.+?)(?:\s+(?:measure|column|a bit|somehow|again))?$/iu.exec(
      request,
    )?.[1] ??
    /^make\s+(?:the |our |my )?(.+?)(?:\s+(?:measure|column))?\s+(?:a bit |much |more )?(?:better|nicer|right|correct|good|great|different|work|ok|okay|clearer|easier|useful|readable|accurate|precise|prettier)$/iu.exec(
      request,
    )?.[1];
  if (what === undefined || /\b(?:so|to|that|should|from|into|instead|as|be)\b/iu.test(what)) return undefined;
  const [thing] = objectsNamed(catalogue, what, ["measure", "column"]);
  if (thing === undefined) return undefined;
  const name = thing.kind === "measure" ? thing.measure.name : thing.kind === "column" ? thing.column.name : what;
  return {
    question: `What should be changed about "${what}"?`,
    ways: [
      { id: "name", text: "its name", hint: `Say "rename ${name} to …".` },
      { id: "format", text: "how it is shown", hint: `Say "format ${name} as …", or "with … decimals".` },
      { id: "description", text: "its description", hint: `Say "describe ${name} as …".` },
      ...(thing.kind === "measure"
        ? [
            { id: "rows", text: "which rows it counts", hint: `Say "exclude … from ${name}".` },
            { id: "formula", text: "how it is computed", hint: `Say "change ${name} to … divided by …".` },
          ]
        : []),
    ],
  };
};

/** "add the average", "the average per order": of which column is not said. */
const aggregateAlone: Rule = ({ catalogue }, request) => {
  const said =
    /^(average|avg|mean|total|sum|maximum|minimum|max|min|highest|lowest|largest|smallest)(\s+(?:per|by|for each|for every|of all|for|in)\s+.+)?$/iu.exec(
      request.replace(ASKS, ""),
    );
  if (said === null) return undefined;
  const [, aggregate = "", tail = ""] = said;
  return {
    question: `The ${aggregate.toLowerCase()} of which column?`,
    ways: numbersOf(catalogue).map((entry) => wayFor(entry, `${aggregate.toLowerCase()} `, tail)),
  };
};

function numbersOf(catalogue: Catalogue): readonly ColumnEntry[] {
  const facts = new Set(catalogue.measures.map((entry) => entry.table));
  return catalogue.columns.filter((entry) => isNumber(entry) && facts.has(entry.table));
}

/** "add the rate": of what is not said. */
const partAlone: Rule = ({ catalogue }, request) => {
  const said =
    /^(?:(?:average|overall|total|current) )?(?:rate|share|percentage|ratio|proportion|quota)(\s+(?:by|per)\s+.+)?$/iu.exec(
      request.replace(ASKS, "").replace(/\s+(?:that|which|we|they|i|you|everybody|everyone)\s.*$/iu, ""),
    );
  if (said === null) return undefined;
  const flags = catalogue.columns.filter((entry) => entry.type === "boolean" && !entry.column.hidden);
  const tail = said[1] ?? "";
  return {
    question: "Which part of what is meant?",
    ways: [
      ...catalogue.measures.filter(isPart).map((entry) => wayFor(entry, "", tail)),
      ...flags.map((entry) => ({
        id: `rate:${idOf(entry)}`,
        text: `the part of the rows with ${entry.column.name}`,
        request: `${entry.column.name.replace("?", "")} rate${tail}`,
      })),
    ],
  };
};

export const ADJECTIVES =
  "big|large|small|tiny|huge|long|short|high|low|old|new|young|late|early|expensive|cheap|costly|pricey|heavy|light|good|bad|poor|great|frequent|regular|rare|busy|quiet|best|worst|valuable|loyal|slow|fast|quick|happy|unhappy|important|special|normal|typical|unusual|recent|risky|strange|suspicious|successful|popular|difficult|easy|premium|profitable|excessive|overdue|delayed|outstanding";

/** "long trips", "a flag for expensive orders": from which number on is not said. */
const adjectiveAlone: Rule = ({ catalogue }, request) => {
  const said = new RegExp(
    String.raw`^(?:[\p{L}-]+ ){0,9}?(?<adjective>${ADJECTIVES}) (?<noun>[\p{L}-]+)(?: (?:by|per|for each|in|at|of|as)\b.*| or (?:${ADJECTIVES})\b.*)?$`,
    "iu",
  ).exec(request)?.groups;
  const adjective = said?.["adjective"] ?? "";
  if (said === undefined || knownWords(catalogue).has(adjective.toLowerCase())) return undefined;
  const noun = wordsOf(tokenize(said["noun"] ?? "")).flatMap((word) => [...new Set([word, singular(word)])]);
  if (noun.every((word) => KIND_WORDS.has(word))) return undefined;
  const facts = new Set(catalogue.measures.map((entry) => entry.table));
  const named = plausible(rank(noun, [...catalogue.tables, ...catalogue.measures]));
  const ofValue = catalogue.columns.filter((entry) =>
    (entry.values ?? []).some((value) => typeof value === "string" && noun.includes(singular(value.toLowerCase()))),
  );
  const tables = new Set([
    ...named.map(({ thing }) => (thing.kind === "table" ? thing.table.name : thing.table)),
    ...ofValue.map((entry) => entry.table),
  ]);
  const columns = catalogue.columns.filter(
    (entry) => isNumber(entry) && (tables.size > 0 ? tables.has(entry.table) : facts.has(entry.table)),
  );
  if (columns.length === 0) return undefined;
  return {
    question: `What makes it "${adjective}"?`,
    ways: [
      ...columns.map((entry) => ({
        id: idOf(entry),
        text: labelOf(entry),
        hint: `Say from which number on, such as "with ${entry.column.name} over …".`,
      })),
      // One column may tell it, but not what it must have.
      ...(columns.length === 1
        ? [{ id: "other", text: "something else", hint: "Say which column tells it, and what it must have." }]
        : []),
    ],
  };
};

const MONEY =
  /\b(?:revenue|income|earnings|turnover|sales|money|spend|spending|amount|takings|proceeds|price|value)\b/iu;
const MADE =
  /^(?:what|how much)(?: money)? (?:did|do|does|was|were|is|has|have|had) (?:(?<who>.+?) )?(?:spend|spent|pay|paid|make|made|earn|earned|generate|generated|bring in|take in)(?<rest>(?: (?:on|for|in|at|by|per)\b.*)?)$/iu;

/** Asks for something else than a number. */
const NO_NUMBER =
  /\b(?:should|must|rename|change|describe|columns?|flag|mark|test|check|remove|delete|hide|includes?|excludes?|format|sort|folder|load)\b/iu;

/** "income by region", "how much money did the north make": which of the amounts is not said. */
const moneyUnsaid: Rule = ({ catalogue }, request) => {
  const amounts = catalogue.columns.filter(
    (entry) => isNumber(entry) && (isAdditive(entry) || /[$€£¥]/u.test(entry.column.format ?? "")),
  );
  if (NO_NUMBER.test(request)) return undefined;
  const made = MADE.exec(request)?.groups;
  const who = made?.["who"] === undefined ? "" : ` for ${made["who"]}`;
  const rest = (made?.["rest"] ?? "").replace(/^ on /iu, " for ");
  const word = MONEY.exec(request)?.[0];
  if (made === undefined && word === undefined) return undefined;
  const said = (entry: ColumnEntry): string =>
    made === undefined
      ? request.replace(MONEY, () => `"${entry.column.name}"`)
      : `total "${entry.column.name}"${who}${rest}`;
  return {
    question: "Which amount is meant?",
    ways: amounts.map((entry) => ({ id: idOf(entry), text: labelOf(entry), request: said(entry) })),
  };
};

const PARTS = "hour|weekday|day of the week|month|year|quarter|week";

/** "a column with the hour of the day", "month of the order as a column": of which moment is not said. */
const momentUnsaid: Rule = ({ catalogue }, request) => {
  const part =
    new RegExp(
      String.raw`^(?:add |create |make |new )?(?:an? |the )?(?:new )?column (?:with|for|of|showing|that shows) (?:the )?(${PARTS})(?: of (?:the )?[\p{L}]+| in which .+)?$`,
      "iu",
    ).exec(request)?.[1] ??
    new RegExp(
      String.raw`^(?:(?:add|have|see|get|show|need) )?(?:the )?(${PARTS})(?: of (?:the |an? )?[\p{L}]+)? (?:as|in) (?:an? )?(?:own |new |separate )?column\b.*$`,
      "iu",
    ).exec(request)?.[1];
  if (part === undefined) return undefined;
  const moments = catalogue.columns.filter(
    (entry) => entry.type === "datetime" && !entry.column.hidden && entry.origin !== undefined,
  );
  return {
    question: `The ${part} of which moment?`,
    ways: moments.map((entry) => ({
      id: idOf(entry),
      text: labelOf(entry),
      request: `add a column for the ${part} of "${entry.column.name}"`,
    })),
  };
};

/** "latest date of the orders": of which moment is not said. */
const extremeUnsaid: Rule = ({ catalogue }, request) => {
  const said =
    /^(latest|earliest|first|last|most recent|oldest|newest|max|min) (?:dates?|timestamps?|times?|moments?|days?)(?: (?:of|in|on|for) (?:the )?(.+))?$/iu.exec(
      request.replace(ASKS, ""),
    );
  if (said === null) return undefined;
  const words = wordsOf(tokenize(said[2] ?? ""));
  const tables = plausible(rank(words, catalogue.tables)).map((match) => match.thing.table.name);
  const calendars = catalogue.tables.filter((entry) => entry.table.calendar).map((entry) => entry.table.name);
  const moments = catalogue.columns.filter(
    (entry) =>
      isMoment(entry) &&
      !entry.column.hidden &&
      !calendars.includes(entry.table) &&
      (tables.length === 0 || tables.includes(entry.table)),
  );
  return {
    question: "Of which moment?",
    ways: moments.map((entry) => wayFor(entry, `${(said[1] ?? "").toLowerCase()} `, "")),
  };
};

/** "format X", "sort X", "test X": how is not said, nor perhaps which of several. */
const howUnsaid: Rule = ({ catalogue }, request) => {
  const said =
    /^(format|sort|order|test|check) (?:the |our |by )?(.+?)(?: (?:measure|column|properly|nicely|better|differently))?$/iu.exec(
      request.replace(
        /^(?:set|add|choose|give)\s+(?:an?\s+|another\s+|the\s+)?(?:new\s+)?format\s+(?:for|to|of)\s+/iu,
        "format ",
      ),
    );
  const [, verb = "", what = ""] = said ?? [];
  const isTest = /^(?:test|check)$/iu.test(verb);
  const named = said === null ? [] : objectsNamed(catalogue, what, ["measure", "column"]);
  const things = named.filter((thing) => thing.kind === "column" || (thing.kind === "measure" && !isTest));
  const [thing, another] = things;
  if (thing === undefined) return undefined;
  const nameOf = (one: Named): string =>
    one.kind === "measure" ? one.measure.name : one.kind === "column" ? one.column.name : what;
  const ways = (requests: readonly string[]): Open => ({
    question: `How is "${what}" meant to be?`,
    ways: requests.map((one) => ({ id: one, text: one, request: one })),
  });
  if (another !== undefined)
    return {
      question: `Which "${what}" is meant?`,
      ways: things.map((one) => ({
        id: idOf(one),
        text: labelOf(one),
        hint: `Say "${verb.toLowerCase()} ${nameOf(one)} …".`,
      })),
    };
  const name = nameOf(thing);
  if (/^format$/iu.test(verb))
    return ways(
      ["as a whole number", "with 2 decimals", "as a percentage", "as currency"].map(
        (how) => `format "${name}" ${how}`,
      ),
    );
  if (thing.kind !== "column") return undefined;
  if (isTest)
    return {
      question: `What must hold of "${name}"?`,
      ways: [
        { id: "not-null", text: "never empty", hint: `Say "make sure ${name} is never empty".` },
        { id: "unique", text: "no value twice", hint: `Say "make sure ${name} is unique".` },
        { id: "values", text: "one of some values", hint: `Say "make sure ${name} is one of …".` },
      ],
    };
  const others = catalogue.columns.filter(
    (entry) => entry.table === thing.table && entry !== thing && entry.type === "integer",
  );
  return ways(others.map((entry) => `sort "${name}" by "${entry.column.name}"`));
};

const TIMES =
  /\b(?:(?:waiting|wait|lead|processing|handling|delivery|turnaround|response|cycle|travel|transit|idle|throughput|service)[ -]?(?:times?)?|delays?|durations?|times?)\b/iu;

/** "average waiting time": from which moment to which is not said. */
const timeUnsaid: Rule = ({ catalogue }, request) => {
  if (!TIMES.test(request) || NO_NUMBER.test(request) || /\b(?:between|from|over time)\b/iu.test(request))
    return undefined;
  const moments = catalogue.columns.filter(
    (entry) => entry.type === "datetime" && !entry.column.hidden && entry.origin !== undefined,
  );
  const pairs = moments.flatMap((start, at) =>
    moments.slice(at + 1).flatMap((end) => (end.table === start.table ? [{ start, end }] : [])),
  );
  return {
    question: "From which moment to which?",
    mayBeOne: /^(?:times?|durations?)$/iu.test(TIMES.exec(request)?.[0] ?? ""),
    ways: pairs.map(({ start, end }) => ({
      id: `${idOf(start)}..${idOf(end)}`,
      text: `from ${start.column.name} to ${end.column.name}`,
      request: request.replace(TIMES, () => `time between "${start.column.name}" and "${end.column.name}"`),
    })),
  };
};

const VAGUE =
  /\b(?:performance|productivity|efficiency|effectiveness|quality|activity|activities|success|popularity|usage|utili[sz]ation|workload|behaviou?r|results?|numbers|figures|stats|statistics|kpis?|insights?|something|anything|development|situation|profitability|reliability)\b/iu;

/** "the performance of our drivers", "something on bookings": what of them is to be counted is not said. */
const vagueNoun: Rule = (reading, request) => {
  const { catalogue } = reading;
  const compared = /^compare (?:all |the |our )*([\p{L}-]+)$/iu.exec(request)?.[1];
  if (compared !== undefined) return aboutSomething(reading, `something about ${compared}`);
  if (!VAGUE.test(request) || NO_NUMBER.test(request)) return undefined;
  const others = wordsOf(tokenize(request.replace(VAGUE, "")));
  const named = others.filter(
    (word) =>
      word.length > 3 &&
      plausible(rank([word], [...catalogue.tables, ...catalogue.columns, ...catalogue.measures])).length > 0,
  );
  const open = named.map((word) => aboutSomething(reading, `something about ${word}`)).find((one) => one !== undefined);
  return open;
};

const RULES: readonly Rule[] = [
  aboutSomething,
  changeUnsaid,
  aggregateAlone,
  partAlone,
  extremeUnsaid,
  momentUnsaid,
  howUnsaid,
  timeUnsaid,
  moneyUnsaid,
  adjectiveAlone,
  ...UNSAID_PARTS,
  ...UNSAID_COLUMNS,
  ...UNSAID_NUMBERS,
  vagueNoun,
];

/** A longer request says more than that one thing is left open. */
const MOST_WORDS = 14;
const MOST_WORDS_IN_PASSING = 30;

/**
 * Asks what a request means that names what the project has and leaves one thing open; undefined when it is none. Offered
 * is only what can be read.
 */
export function askWhatIsOpen(
  reading: Reading,
  request: string,
  read: (request: string) => Understanding,
): Understanding | undefined {
  const length = request.split(/\s+/u).length;
  if (length > MOST_WORDS_IN_PASSING) return undefined;
  for (const rule of length > MOST_WORDS ? [...TOLD_IN_PASSING, momentsUnsaid] : RULES) {
    const open = rule(reading, request);
    const ways = (open?.ways ?? []).filter(
      (way) => way.request === undefined || read(way.request).status !== "refused",
    );
    if (open === undefined) continue;
    const [only, another] = ways;
    if (open.mayBeOne === true && only?.request !== undefined && another === undefined) return read(only.request);
    if (new Set(ways.map((way) => way.id)).size < 2) continue;
    return answered(reading, open.question, request, ways, read);
  }
  return undefined;
}

function answered(
  reading: Reading,
  question: string,
  request: string,
  ways: readonly Way[],
  read: (request: string) => Understanding,
): Understanding {
  try {
    const way = choose(
      reading,
      `open:${wordsOf(tokenize(request)).join(" ")}`,
      question,
      ways.map((one) => ({ id: one.id, text: one.text, value: one })),
    );
    if (way.request !== undefined) return read(way.request);
    return refuse("unclear-request", `it is not said how: ${request}`, way.hint);
  } catch (outcome) {
    if (outcome instanceof Outcome) return outcome.understanding;
    throw outcome;
  }
}

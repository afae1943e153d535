import type { Understanding } from "@throughline/contracts";
import type { Named } from "../../catalogue/catalogue.ts";
import type { Reading } from "../outcome.ts";
import { type Token, tokenize } from "../tokens.ts";
import { type Mention, mentionsIn } from "./mentions.ts";
import { type Operation, says } from "./operation-said.ts";

/**
 * Reads what is to be done with something that the text names in full, however the rest is put: by the words that only such
 * a request has, and what it names. Undefined where more than one thing or one operation could be meant.
 */
export function readSpottedOperation(
  reading: Reading,
  text: string,
  read: (request: string) => Understanding,
): Understanding | undefined {
  // What is in quotes is said to the letter, and the strict readers know better.
  if (/["“”`]/u.test(text)) return undefined;
  const tokens = tokenize(text);
  const mentions = mentionsIn(reading, tokens);
  const request =
    added(text) ??
    described(text, mentions, tokens) ??
    filed(tokens, mentions) ??
    formatted(text, mentions) ??
    renamed(text, tokens, mentions) ??
    changed(text, mentions) ??
    removed(text, mentions) ??
    hidden(text, mentions) ??
    tested(text, tokens, mentions);
  if (request === undefined) return undefined;
  const found = read(request.text);
  const isMeant =
    found.status === "question" ||
    found.status === "no-change" ||
    (found.status === "understood" && request.kinds.includes(found.intent.kind));
  return isMeant ? found : undefined;
}

interface Spotted {
  readonly text: string;
  readonly kinds: readonly string[];
}

function only<T>(things: readonly T[]): T | undefined {
  return things.length === 1 ? things[0] : undefined;
}

function others(text: string, operations: readonly Operation[]): boolean {
  return operations.some((operation) => says(text, operation));
}

function nameOf(thing: Named): string {
  switch (thing.kind) {
    case "measure":
      return thing.measure.name;
    case "column":
      return `${thing.table}[${thing.column.name}]`;
    case "table":
      return thing.table.name;
    case "model":
      return thing.name;
    case "model-column":
      return `${thing.model}.${thing.column}`;
  }
}

/** The measures that are named, each once. */
function measuresIn(mentions: readonly Mention[]): readonly Named[] {
  return [...new Set(mentions.flatMap(({ things }) => things.filter((thing) => thing.kind === "measure")))];
}

/** The measure or the column that is named; a measure where a column has its name too. */
function shownIn(mentions: readonly Mention[]): readonly Named[] {
  const shown = mentions.flatMap(({ things }): readonly Named[] => {
    const measures = things.filter((thing) => thing.kind === "measure");
    return measures.length > 0 ? measures : things.filter((thing) => thing.kind === "column");
  });
  return [...new Set(shown)];
}

/** "X is a poor label, Y would be better": of two names, the one that there is becomes the other. */
function renamed(text: string, tokens: readonly Token[], mentions: readonly Mention[]): Spotted | undefined {
  if (!says(text, "rename")) return undefined;
  const target = targetOf(mentions);
  const name = target === undefined ? undefined : only(namesGiven(tokens, target.mention));
  return target === undefined || name === undefined
    ? undefined
    : { text: `rename "${nameOf(target.thing)}" to "${name}"`, kinds: ["rename-measure", "rename-column"] };
}

/** The one measure that is named; else the one column. */
function targetOf(mentions: readonly Mention[]): { thing: Named; mention: Mention } | undefined {
  const of = (kind: Named["kind"]) =>
    mentions.flatMap((mention) =>
      mention.things.filter((thing) => thing.kind === kind).map((thing) => ({ thing, mention })),
    );
  const measures = of("measure");
  const found = measures.length > 0 ? measures : of("column");
  // Of two ways to say one name the first is what it is called now; the other may be the new name.
  const [first] = found;
  return first !== undefined && found.every(({ thing }) => thing === first.thing) ? first : undefined;
}

const WITHIN_NAMES = new Set("of per to in for and by the a at on with % # & / -".split(" "));

/** Runs of words with capitals that are not the name of the target, and do not only begin a sentence. */
function namesGiven(tokens: readonly Token[], target: Mention): readonly string[] {
  const isMentioned = (at: number): boolean => at >= target.from && at < target.to;
  const isCapital = (at: number): boolean => {
    const token = tokens[at];
    if (token?.kind === "quoted") return true;
    return token?.kind === "word" && /^\p{Lu}/u.test(token.raw);
  };
  const runs: { from: number; to: number }[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    if (!isCapital(at) || isMentioned(at)) continue;
    let to = at + 1;
    for (let next = to; next < tokens.length && !isMentioned(next); next += 1) {
      if (isCapital(next)) to = next + 1;
      else if (!WITHIN_NAMES.has(tokens[next]?.raw ?? "")) break;
    }
    runs.push({ from: at, to });
    at = to;
  }
  const given = runs.filter(({ from, to }) => {
    const before = tokens[from - 1];
    const opens = before === undefined || (before.kind === "sign" && /[.!?:;]/u.test(before.word));
    return to - from > 1 || (!opens && tokens[from]?.raw !== "I");
  });
  return [
    ...new Set(
      given.map(({ from, to }) =>
        tokens
          .slice(from, to)
          .map(({ raw }) => raw)
          .join(" ")
          .replaceAll(/ ?([-/]) ?/gu, "$1"),
      ),
    ),
  ];
}

const LEAVES_OUT =
  /\b(?:exclud\p{L}*|without|except|ignor\p{L}*|omit|skip)\b|\bleav\p{L}* (?:\p{L}+ ){0,4}?(?:out|aside|away)\b|\bleft (?:out|aside|away)\b|(?:\bnot|n't) (?:be (?:part|in|counted|included)|count|include|belong|contain|consider|want)\b|\b(?:no longer|still|wrongly) (?:counts?|includes?|contains?|has)\b|\b(?:is|are) part of\b/iu;
const KEEPS =
  /(?<!\b(?:i|we|they|you|have|has|had|'ve) )\bjust\b|\b(?:only|solely|nothing but|limit\p{L}*|restrict\p{L}*|meant for)\b/iu;

/** "Cancelled ones must not be part of X any more", "only solved ones belong in X". */
function changed(text: string, mentions: readonly Mention[]): Spotted | undefined {
  if (!says(text, "change")) return undefined;
  const measure = only(measuresIn(mentions));
  const conditions = mentions.filter(
    ({ things, values }) =>
      !things.some((thing) => thing === measure) &&
      (values.length > 0 || things.some((thing) => thing.kind === "column" && thing.type === "boolean")),
  );
  const sameValue = conditions.every(
    ({ values: [value] }) => value !== undefined && value.value === conditions[0]?.values[0]?.value,
  );
  const condition = sameValue ? conditions[0] : only(conditions);
  const isOut = LEAVES_OUT.test(text);
  if (measure === undefined || condition === undefined || isOut === KEEPS.test(text)) return undefined;
  const value = condition.values[0]?.value ?? shownName(condition);
  return {
    text: isOut ? `exclude ${value} from ${nameOf(measure)}` : `only count ${value} in ${nameOf(measure)}`,
    kinds: ["change-measure"],
  };
}

function shownName({ things }: Mention): string {
  const column = things.find((thing) => thing.kind === "column");
  return column?.kind === "column" ? column.column.name : "";
}

/** "We have no use for X": where nothing else is to be done with it. */
function removed(text: string, mentions: readonly Mention[]): Spotted | undefined {
  if (!says(text, "remove") || others(text, ["rename", "change", "hide"])) return undefined;
  const measure = only(measuresIn(mentions));
  const isOfRows = mentions.some(({ values }) => values.length > 0);
  return measure === undefined || isOfRows
    ? undefined
    : { text: `remove the measure "${nameOf(measure)}"`, kinds: ["remove-measure"] };
}

function hidden(text: string, mentions: readonly Mention[]): Spotted | undefined {
  if (!says(text, "hide") || others(text, ["rename", "change", "remove"])) return undefined;
  const target = only(shownIn(mentions));
  return target === undefined ? undefined : { text: `hide "${nameOf(target)}"`, kinds: ["describe"] };
}

const ASKS_NUMBER =
  /\b(?:how (?:many|much)|(?:number|count|share|percentage|sum|total|average|rate) of|average|total)\b/iu;
const ASKS_TEST = /\b(?:make sure|ensure|checks?|tests?|warn\p{L}*|alert\p{L}*|guard|complain|fails?)\b/iu;

const KEEPS_COLUMN =
  /\b(?:columns?|fields?)\b|\b(?:store|save|keep|hold|carry|give|get|have|put|attach)\b.{0,40}?\b(?:each|every|the|all)\b/iu;
const PART_OF_MOMENT =
  /\b(hour|weekday|day of the week|month|quarter|year)(?: of (?:the )?day)? (?:of|(?:in|at|on) which|when)(?: (?:the|it|they|an?|was|were|is|are|got))* (?!(?:day|week)\b)([^,.;:]+?)(?= as an? | into? | to the |[,.;:]|$)/iu;
const BETWEEN_MOMENTS =
  /\b(seconds|minutes|hours|days) (?:from|between) (?:the )?([^,.;:]+?) (?:to|until|till|and) (?:the )?([^,.;:]+?)(?= as an? |[,.;:]|$)/iu;
const OF_TWO =
  /(?:^|\b(?:add|put|have|store|need|want) )(?:the )?([\p{L} ]{3,30}?) (plus|minus|times|divided by) (?:the )?([\p{L} ]{3,30}?) (?:as|in|into) (?:an? )?(?:new |own |separate )*(?:column|field)/iu;

/** "Give each order the hour at which it was paid": what a column of its rows is to hold, however the rest is put. */
function added(text: string): Spotted | undefined {
  if (!KEEPS_COLUMN.test(text) || ASKS_NUMBER.test(text) || others(text, ["rename", "remove", "hide"]))
    return undefined;
  const [, part, moment] = PART_OF_MOMENT.exec(text) ?? [];
  const [, unit, start, end] = BETWEEN_MOMENTS.exec(text) ?? [];
  const [, left, operator, right] = OF_TWO.exec(text) ?? [];
  if (part !== undefined) return { text: `add a column for the ${part} of ${moment}`, kinds: ["add-column"] };
  if (unit !== undefined)
    return { text: `add a column with the ${unit} from ${start} to ${end}`, kinds: ["add-column"] };
  return left === undefined
    ? undefined
    : { text: `add a column for ${left} ${operator} ${right}`, kinds: ["add-column"] };
}

const DESCRIBES = /\b(?:descri(?:be|ption|bing)|explain|explanation|definition|document|tooltip)\p{L}*\b/iu;

/** "Put a description on X, please: …": what stands behind the last colon, of the one thing named before it. */
function described(text: string, mentions: readonly Mention[], tokens: readonly Token[]): Spotted | undefined {
  const at = text.search(/:\s+(?=[^:]*$)/u);
  // Where a number is asked for as well, the text may be anything but a description.
  const head = text.slice(0, at);
  if (at < 0 || !DESCRIBES.test(head) || ASKS_NUMBER.test(text) || STEPS.test(text)) return undefined;
  const colon = tokens.findLastIndex(({ word }) => word === ":");
  const target = only(shownIn(mentions.filter(({ to }) => to <= colon)));
  const content = text.slice(at + 1).trim();
  return target === undefined || content.split(/\s+/u).length < 3
    ? undefined
    : { text: `describe "${nameOf(target)}": ${content}`, kinds: ["describe"] };
}

/** Several requests one after the other. */
const STEPS = /\b(?:add|create|build|steps?|first|second|then|next|finally|afterwards)\b|\n/iu;

/** "Move X to the folder Y", however the rest is put. */
function filed(tokens: readonly Token[], mentions: readonly Mention[]): Spotted | undefined {
  const at = tokens.findIndex(({ word }) => word === "folder");
  const before = mentions.filter(({ to }) => to <= at);
  const target = only(shownIn(before));
  const name = tokens.slice(at + 1).flatMap(({ raw, kind }) => (kind === "sign" ? [] : [raw]));
  const isName = name.length > 0 && name.length < 4 && /^\p{Lu}/u.test(name[0] ?? "");
  return at > 0 && target !== undefined && isName
    ? { text: `put "${nameOf(target)}" in the folder ${name.join(" ")}`, kinds: ["describe"] }
    : undefined;
}

const SHOWS = /\b(?:display|show|format|appear|present|see|print|round)\p{L}*\b/iu;
const DECIMALS =
  /\b(?:(no|zero|without|one|two|three|four|\d)(?: the| any)? )(?:decimals?(?: places?| digits?)?|cents|pennies|pence|digits? (?:after|behind) the (?:point|comma|dot))\b/iu;
const DIGITS: Readonly<Record<string, string>> = {
  no: "0",
  zero: "0",
  without: "0",
  one: "1",
  two: "2",
  three: "3",
  four: "4",
};

/** "Display X as a percentage, without decimals": how one thing is to be shown. */
function formatted(text: string, mentions: readonly Mention[]): Spotted | undefined {
  const decimals = DECIMALS.exec(text)?.[1]?.toLowerCase();
  if (!SHOWS.test(text) || decimals === undefined || others(text, ["change", "remove", "hide"])) return undefined;
  const target = only(shownIn(mentions));
  if (target === undefined || mentions.some(({ values }) => values.length > 0)) return undefined;
  const outside = text.replace(nameOf(target), "");
  const how = /\bpercent(?:age)?\b|%/iu.test(outside)
    ? "a percentage"
    : /\b(?:currency|euros?|dollars?|money)\b/iu.test(outside)
      ? "currency"
      : "a number";
  return {
    text: `format "${nameOf(target)}" as ${how} with ${DIGITS[decimals] ?? decimals} decimals`,
    kinds: ["describe"],
  };
}

const FILLED =
  /\bno(?:t|n)?[ -]?nulls?\b|\b(?:never|not|n't) (?:be |have |ever )*(?:empty|missing|blank|unset|lack|null|without)\b|\bwithout (?:an?|any|its|their|the)\b|\b(?:lacks?|lacking|missing)\b|\b(?:mandatory|required|filled|obligatory)\b/iu;
const ONCE =
  /\b(?:unique|twice|duplicates?|duplicated|only once|repeat\p{L}*)\b|\bsame (?=\p{L})|\bshare (?:an?|one)\b/iu;

/** "A payout without a state makes no sense, warn us": one column, and what must hold of it. */
function tested(text: string, tokens: readonly Token[], mentions: readonly Mention[]): Spotted | undefined {
  if (!says(text, "test") || others(text, ["rename", "change", "hide"])) return undefined;
  // "Number of orders where the score is never empty" is no test, but with a word that asks for one.
  if (ASKS_NUMBER.test(text) && !ASKS_TEST.test(text)) return undefined;
  const isFilled = FILLED.test(text);
  if (isFilled === ONCE.test(text) || tokens.some(({ kind }) => kind === "number")) return undefined;
  const columns = mentions.flatMap(({ things }) => {
    const column =
      things.find((thing) => thing.kind === "column") ?? things.find((thing) => thing.kind === "model-column");
    return column === undefined
      ? []
      : [{ column, all: things.filter((thing) => thing.kind === "column" || thing.kind === "model-column") }];
  });
  const owners = mentions.flatMap(({ things }) =>
    things.filter((thing) => thing.kind === "table" || thing.kind === "model"),
  );
  const column = only(columns);
  if (column === undefined) return undefined;
  const tables = new Set(
    owners.flatMap((thing) =>
      thing.kind === "table" ? [thing.table.name] : thing.kind === "model" ? [thing.name] : [],
    ),
  );
  const own = column.all.filter(
    (thing) =>
      (thing.kind === "column" && tables.has(thing.table)) ||
      (thing.kind === "model-column" && tables.has(thing.model)),
  );
  const target = own[0] ?? column.column;
  return { text: `make sure ${nameOf(target)} is ${isFilled ? "never empty" : "unique"}`, kinds: ["add-test"] };
}

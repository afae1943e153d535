import type { Derivation, Understanding } from "@throughline/contracts";
import type { ColumnEntry } from "../catalogue/catalogue.ts";
import { splitWords } from "../words/split-words.ts";
import { INTRODUCES } from "./condition.ts";
import { takeFilters } from "./filters.ts";
import { OPERATORS } from "./flag-column.ts";
import { plausible, rank } from "./mention.ts";
import { chosenName, titleCase } from "./names.ts";
import { addedColumn, columnFor } from "./new-column.ts";
import { objectsNamed, unquoted } from "./object-named.ts";
import type { Reading } from "./outcome.ts";
import { isRowWord, namesCondition } from "./row-words.ts";
import { FILLERS, tokenize, wordsOf } from "./tokens.ts";

type Comparison = Derivation & { kind: "compare" };

const FLAG = String.raw`(?:(?:yes[/-]no|true[/-]false|boolean|flag)\s+(?:column|field)|flag|boolean|marker|indicator)(?:\s+column)?`;
const ADD = String.raw`(?:(?:add|create|make|build|define|have|want|need)\s+)?(?:an?\s+|the\s+)?(?:new\s+)?`;
const CALLED = String.raw`(?:(?:called|named)\s+)?(?<name>"[^"]+"|[\p{L}\p{N}_]+)`;
const WHEN = String.raw`(?:\s*[,:=(]\s*|\s+)(?:(?:that|which)\s+(?:is|says|tells|shows|becomes)\s+)?(?:set\s+)?(?:to\s+)?(?:true\s+|yes\s+|1\s+)?(?:when|if|where|whether|for)?\s*`;
const PLACE = String.raw`(?:\s+(?:on|in|to)\s+(?:the\s+)?(?<table>[\p{L}\p{N}_]+)(?:\s+(?:table|model))?)?`;

const ORDERS: readonly RegExp[] = [
  new RegExp(
    String.raw`^${ADD}${FLAG}(?:\s+(?:called|named)\s+(?<name>"[^"]+"|[\p{L}\p{N}_]+)|\s+(?<bare>[\p{L}\p{N}]+_[\p{L}\p{N}_]+))?${PLACE}${WHEN}(?<condition>.+?)\)?$`,
    "iu",
  ),
  new RegExp(String.raw`^${ADD}${CALLED}\s+${FLAG}${PLACE}${WHEN}(?<condition>.+?)\)?$`, "iu"),
  // "flag appointments where the score is 10"
  /^(?:flag|mark|tag)\s+(?:all\s+|the\s+)?(?<table>[\p{L}\p{N}_]+)\s+(?:where|whose|if|when)\s+(?<condition>.+?)(?:\s+as\s+(?<name>"[^"]+"|[\p{L}\p{N}_]+))?$/iu,
  /^add a column(?:\s+(?:called|named)\s+(?<name>"[^"]+"|[\p{L}\p{N}_]+)|\s+(?<bare>[\p{L}\p{N}]+_[\p{L}\p{N}_]+))?\s+(?:for\s+)?(?:(?:that|which)\s+)?(?:is\s+)?(?:true|yes|set)\s+(?:when|if|where|for)\s+(?<condition>.+)$/iu,
  /^(?:(?:add|create|make)\s+)?(?:an?\s+)?(?:new\s+)?column\s+(?:called\s+|named\s+)?(?<name>"[^"]+"|[\p{L}\p{N}]+_[\p{L}\p{N}_]+)\s*[:=,]\s*(?:true\s+)?(?:when\s+|if\s+|whether\s+)?(?<condition>.+)$/iu,
  /^add a column\s+(?:(?:for|with)\s+)?(?:(?:that|which)\s+)?(?:shows?\s+|says?\s+|tells?\s+(?:us\s+|me\s+)?|marks?\s+|for\s+)?(?:whether|if)\s+(?<condition>.+)$/iu,
];

/** Reads a yes/no column for "channel = OTA" or "the score is 10": a column, and a value that it has or is compared with. */
export function readValueFlag(reading: Reading, text: string): Understanding | undefined {
  return flagSaid(reading, text, ORDERS, comparisonIn);
}

/** Reads a yes/no column for "cash payments" or "the order has a discount", as conditions of numbers are read. */
export function readConditionFlag(reading: Reading, text: string): Understanding | undefined {
  return flagSaid(reading, text, [...ORDERS, MARKS], conditionOn);
}

const MARKS =
  /^(?:flag|mark|tag)\s+(?:all\s+|the\s+)?(?<condition>[^,]+?)(?:\s+with\s+an?\s+(?:flag|marker|column))?(?:\s+as\s+(?<name>"[^"]+"|[\p{L}\p{N}]+_[\p{L}\p{N}_]+))?$/iu;

function flagSaid(
  reading: Reading,
  text: string,
  orders: readonly RegExp[],
  read: typeof comparisonIn,
): Understanding | undefined {
  for (const order of orders) {
    const said = order.exec(text)?.groups;
    if (said === undefined) continue;
    const within = inTable(reading, said["table"]);
    const condition = within === undefined ? undefined : read(within, said["condition"] ?? "");
    if (within === undefined || condition === undefined) continue;
    return flagged(within, condition.entry, condition.comparison, said["name"] ?? said["bare"]);
  }
  return undefined;
}

/** The project with the columns of the table that was said; undefined when the words name no table. */
function inTable(reading: Reading, phrase: string | undefined): Reading | undefined {
  if (phrase === undefined) return reading;
  const { catalogue } = reading;
  const owners = objectsNamed(catalogue, phrase, ["table", "model"]);
  const columns = catalogue.columns.filter((entry) =>
    owners.some((owner) =>
      owner.kind === "table"
        ? owner.table.name === entry.table
        : owner.kind === "model" && owner.name === entry.origin?.model,
    ),
  );
  return columns.length === 0 ? undefined : { ...reading, catalogue: { ...catalogue, columns } };
}

function comparisonIn(reading: Reading, text: string): { entry: ColumnEntry; comparison: Comparison } | undefined {
  const plain = text.replace(
    /\s+(?:(?:is|are|was|were|went|goes|gets|got|lasts|lasted|rises|rose|climbs|climbed)\s+)?(over|above|more than|greater than|longer than|under|below|less than|shorter than|at least|at most)\s+(?=-?\d+(?:\.\d+)?$)/iu,
    (_, words: string) => ` ${OPERATORS[words.toLowerCase()] ?? words} `,
  );
  const match =
    /^(?:(?:the|its|their)\s+)?(.+?)\s*(?:\b(is|equals|are|was)\b|(>=|<=|<>|=|<|>))\s*(?:exactly\s+)?(\S.*)$/iu.exec(
      plain,
    );
  if (match === null) return undefined;
  const [, phrase = "", , sign = "=", given = ""] = match;
  const value = unquoted(given);
  const number = /^-?\d+(?:\.\d+)?$/u.test(value) ? Number(value) : undefined;
  const fits = (entry: ColumnEntry): boolean =>
    number === undefined
      ? sign === "=" && entry.values?.some((other) => sameValue(other, value)) === true
      : ["integer", "decimal", "double"].includes(entry.type);
  const words = wordsOf(tokenize(phrase));
  if (
    plausible(
      rank(
        words,
        reading.catalogue.columns.filter((entry) => fits(entry) && !entry.column.hidden),
      ),
    ).length === 0
  )
    return undefined;
  const entry = columnFor(reading, phrase, fits);
  const known = entry.values?.find((other) => sameValue(other, value));
  return {
    entry,
    comparison: {
      kind: "compare",
      column: entry.origin?.column ?? "",
      operator: sign as Comparison["operator"],
      value: number ?? known ?? value,
    },
  };
}

/** "cash payments", "the order has a discount": a condition as numbers have it, of the rows and of nothing else. */
function conditionOn(reading: Reading, text: string): { entry: ColumnEntry; comparison: Comparison } | undefined {
  const { filters, rest } = takeFilters(reading, tokenize(text), undefined);
  const [only, other] = filters;
  const [value, another] = only?.values ?? [];
  const isRest = (word: string): boolean =>
    FILLERS.has(word) || INTRODUCES.has(word) || isRowWord(reading, word) || namesCondition(reading, word, filters);
  if (only === undefined || other !== undefined || another !== undefined || !wordsOf(rest).every(isRest))
    return undefined;
  const entry = reading.catalogue.columns.find(
    (one) => one.table === only.column.table && one.column.name === only.column.column,
  );
  if (entry?.origin === undefined || only.operator === "in" || (typeof value !== "string" && typeof value !== "number"))
    return undefined;
  return { entry, comparison: { kind: "compare", column: entry.origin.column, operator: only.operator, value } };
}

/** Values keep the spelling that the data has. */
function sameValue(value: string | number | boolean, said: string): boolean {
  return typeof value === "string" && value.toLowerCase() === said.toLowerCase();
}

function flagged(
  reading: Reading,
  entry: ColumnEntry,
  comparison: Comparison,
  given: string | undefined,
): Understanding {
  const name = given === undefined ? undefined : chosenName(unquoted(given));
  const said = { "=": "is", "<>": "is not", "<": "under", ">": "over", "<=": "up to", ">=": "from" }[
    comparison.operator
  ];
  const value = String(comparison.value);
  const how = comparison.operator === "=" ? [] : said.replace("is ", "").split(" ");
  const words = name === undefined ? ["is", ...(entry.names[0] ?? []), ...how, ...splitWords(value)] : splitWords(name);
  const shown = titleCase(`${entry.column.name} ${said} ${value}`);
  const description = `Whether ${entry.column.name} is ${comparison.operator === "=" ? "" : `${said} `}${value}.`;
  return addedColumn(reading, entry, comparison, "boolean", words, name, shown, description);
}

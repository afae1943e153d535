import type { DisplayProperties, Understanding } from "@throughline/contracts";
import type { ColumnEntry, MeasureEntry, Named } from "../catalogue/catalogue.ts";
import { folderInPlainWords } from "./folder-in-plain-words.ts";
import { chosenName, titleCase } from "./names.ts";
import { labelOf } from "./object-choice.ts";
import { objectNamed, objectsNamed, unquoted, wholeNameOf } from "./object-named.ts";
import { alreadyThere, choose, type Reading, refuse } from "./outcome.ts";
import { percentFormat } from "./percent-format.ts";

type Shown = ColumnEntry | MeasureEntry;

/** Reads requests about how something is shown: format, folder, visibility, order. */
export function readDisplay(reading: Reading, text: string): Understanding | undefined {
  return (
    readFolder(reading, text) ?? readSort(reading, text) ?? readVisibility(reading, text) ?? readFormat(reading, text)
  );
}

const FORMATS: readonly RegExp[] = [
  /^(?:format|display|show|render|present|write)\s+(.+?)\s+(?:as|in|with|using|to)\s+(.+)$/iu,
  /^(?:set|change|make|switch|update)\s+(?:the\s+)?(?:number\s+|display\s+)?format(?:ting|\s+string)?\s+(?:of|for|on)\s+(.+?)\s+(?:to|as|into)\s+(.+)$/iu,
  /^(?:use|apply|add|put)\s+(?:a\s+|an\s+)?(.+?)\s+(?:format(?:ting)?\s+)?(?:for|to|on)\s+(.+)$/iu,
  /^(.+?)\s+(?:should|must|needs to|has to|ought to)\s+be\s+(?:formatted|shown|displayed|presented|rendered)\s+(?:as|in|with)\s+(.+)$/iu,
  /^(?:set|change|make)\s+(?:the\s+)?(.+?)(?:'s)?\s+(?:number\s+|display\s+)?format\s+(?:to|as)\s+(.+)$/iu,
  /^round\s+(.+?)\s+to\s+(.+)$/iu,
  /^(?:make|turn|change|convert)\s+(.+?)\s+(?:into\s+|to\s+)?(?:a\s+|an\s+)?((?:percentage|percent|currency|whole number|integer)s?(?:\s+format)?)$/iu,
];

function readFormat(reading: Reading, text: string): Understanding | undefined {
  const plain = text
    .replace(/\bw\/o\b/iu, "without")
    .replace(/\b(?:without|with no) (?:any )?(?:decimals?|decimal places|digits|cents)\b/iu, "with no decimals");
  const terse = terseFormat(reading, plain);
  if (terse !== undefined) return terse;
  for (const [at, pattern] of FORMATS.entries()) {
    const match = pattern.exec(plain);
    if (match === null) continue;
    const [phrase, wanted] = at === 2 ? [match[2] ?? "", match[1] ?? ""] : [match[1] ?? "", match[2] ?? ""];
    if (!isFormat(wanted)) continue;
    const target = shownNamed(reading, phrase);
    const format = formatFor(reading, target, wanted);
    const now = target.kind === "measure" ? target.measure.format : target.column.format;
    if (now === format) alreadyThere(`${labelOf(target)} has the format ${format} already`);
    return displayed(target, { format });
  }
  return undefined;
}

/** `Return Rate with two decimals`: no verb, but an object's name and nothing else than a format. */
function terseFormat(reading: Reading, text: string): Understanding | undefined {
  const match =
    /^(.+?)\s+(?:as|in|with)\s+((?:a |an )?(?:percent(?:age)?s?|%|whole numbers?|integers?|currency|euros?|dollars?|(?:no|zero|one|two|three|four|\d+) (?:decimals?|decimal places?|digits?))(?:\s+(?:with|and)\s+(?:no|zero|one|two|three|four|\d+) (?:decimals?|decimal places?|digits?))?)$/iu.exec(
      text,
    );
  const phrase = match?.[1] ?? "";
  const isNamed = match !== null && wholeNameOf(reading.catalogue, phrase, ["measure", "column"]);
  return isNamed ? readFormat(reading, `format ${text}`) : undefined;
}

const FORMAT_WORDS =
  /^(?:a |an |the )?(?:(?:us |canadian |american )?(?:currency|money|dollars?|euros?|pounds?|usd|eur|gbp|\$|€|£)|percent(?:age)?s?|%|(?:whole|round|integer|full) numbers?|integers?|(?:no|none|zero|one|two|three|four|\d+) (?:decimals?|digits?|decimal (?:places?|digits?)|places)|decimals?|thousands?(?: separators?)?|"[#0,.%$€£ ;()\\-]+"|[#0][#0,.%]*)\b.*$|^[$€£%]/iu;

function isFormat(wanted: string): boolean {
  return FORMAT_WORDS.test(wanted.trim());
}

/** A column or measure: what can have a format, a folder, and be hidden. */
function shownNamed(reading: Reading, phrase: string): Shown {
  if (/^(?:all|every|each|both)\b/iu.test(phrase))
    refuse("several-changes", "one column or measure is changed at a time", "Name the one that is meant.");
  const target = objectNamed(reading, phrase, ["measure", "column"]);
  return target.kind === "measure" || target.kind === "column"
    ? target
    : refuse("unknown-name", `"${phrase}" is no column or measure`);
}

const COUNTS: Readonly<Record<string, number>> = { no: 0, none: 0, zero: 0, one: 1, two: 2, three: 3, four: 4 };

function formatFor(reading: Reading, target: Shown, wanted: string): string {
  if (target.kind === "column" && !["integer", "decimal", "double"].includes(target.type))
    refuse("bad-format", `${labelOf(target)} holds no numbers`, "Only numbers can be formatted so.");
  const literal = /^"([^"]+)"$|^([#0][#0,.%]*)$/u.exec(wanted.trim());
  if (literal !== null) return literal[1] ?? literal[2] ?? "";
  const said = /\b(no|none|zero|one|two|three|four|\d+) (?:decimals?|digits?|decimal|places)/iu
    .exec(wanted)?.[1]
    ?.toLowerCase();
  const decimals = said === undefined ? undefined : (COUNTS[said] ?? Number(said));
  if (decimals !== undefined && decimals > 10)
    refuse("bad-format", `${decimals} decimals are more than can be shown`, "Ask for at most 10.");
  const places = (count: number): string => (count === 0 ? "" : `.${"0".repeat(count)}`);
  if (/percent|%/iu.test(wanted)) return decimals === undefined ? percentFormat(reading) : `0${places(decimals)}%`;
  if (/currency|money|dollar|euro|pound|usd|eur|gbp|[$€£]/iu.test(wanted))
    return currencyFormat(reading, wanted, decimals);
  if (/whole|integer|round|full/iu.test(wanted)) return "#,0";
  const now = target.kind === "measure" ? target.measure.format : target.column.format;
  if (decimals !== undefined && now !== undefined && /[%$€£]/u.test(now))
    return now.replaceAll(/0(?:\.0+)?(?!\.?0)/gu, `0${places(decimals)}`);
  return `#,0${places(decimals ?? (/thousand/iu.test(wanted) ? 0 : 2))}`;
}

const CURRENCIES = [
  { id: "dollar", sign: "$", pattern: /dollar|usd|\$/iu, format: "\\$#,0" },
  { id: "euro", sign: "€", pattern: /euro?s?\b|eur|€/iu, format: "#,0" },
  { id: "pound", sign: "£", pattern: /pound|gbp|£/iu, format: "£#,0" },
] as const;

/** The model's own way to write a currency; which one is asked when neither the words nor the model say. */
function currencyFormat(reading: Reading, wanted: string, decimals: number | undefined): string {
  const used = [
    ...reading.catalogue.measures.map((entry) => entry.measure.format),
    ...reading.catalogue.columns.map((entry) => entry.column.format),
  ].filter((format): format is string => format !== undefined);
  const named = CURRENCIES.find((currency) => currency.pattern.test(wanted));
  const present = CURRENCIES.filter((currency) => used.some((format) => format.includes(currency.sign)));
  const currency =
    named ??
    choose(
      reading,
      "currency",
      "Which currency?",
      (present.length > 0 ? present : CURRENCIES).map((one) => ({ id: one.id, text: one.id, value: one })),
    );
  const own = used.find((format) => format.includes(currency.sign));
  if (own !== undefined && decimals === undefined) return own;
  const number = `.${"0".repeat(decimals ?? 2)}`;
  const tail = decimals === 0 ? "" : number;
  return currency.id === "euro" ? `${currency.format}${tail} €` : `${currency.format}${tail}`;
}

const FOLDERS: readonly RegExp[] = [
  /^(?:put|move|place|file|add|group|organi[sz]e)\s+(.+?)\s+(?:in|into|to|under|inside|within)\s+(?:the\s+|a\s+|an\s+)?(?:new\s+)?(?:display\s+)?folder\s+(?:called\s+|named\s+)?(.+)$/iu,
  /^(?:put|move|place|file|add|group|organi[sz]e)\s+(.+?)\s+(?:in|into|to|under|inside|within)\s+(?:the\s+|a\s+|an\s+)?(?:new\s+)?(.+?)\s+(?:display\s+)?folder$/iu,
  /^(?:set|change)\s+(?:the\s+)?(?:display\s+)?folder\s+(?:of|for)\s+(.+?)\s+(?:to|as)\s+(.+)$/iu,
  /^(.+?)\s+(?:should|must|belongs?)\s+(?:be\s+|go\s+)?(?:in|into|to|under)\s+(?:the\s+)?(?:display\s+)?folder\s+(.+)$/iu,
];

function readFolder(reading: Reading, text: string): Understanding | undefined {
  const out =
    /^(?:remove|take|move)\s+(.+?)\s+(?:from|out of)\s+(?:its|the|their)\s+(?:.+\s+)?(?:display\s+)?folder$/iu.exec(
      text,
    );
  if (out !== null) {
    const target = shownNamed(reading, out[1] ?? "");
    const now = target.kind === "measure" ? target.measure.folder : target.column.folder;
    if (now === undefined) alreadyThere(`${labelOf(target)} is in no folder`);
    return displayed(target, { folder: null });
  }
  const said = folderInPlainWords(reading, text) ?? text;
  for (const pattern of FOLDERS) {
    const match = pattern.exec(said);
    if (match === null) continue;
    const target = shownNamed(reading, match[1] ?? "");
    const named = unquoted(match[2] ?? "");
    if (/^(?:an?|another|new|some|own|one|separate)$/iu.test(named))
      refuse("not-understood", "the request does not say which folder", 'Say "put … into folder …", with its name.');
    const folders = [
      ...reading.catalogue.measures.map((entry) => entry.measure.folder),
      ...reading.catalogue.columns.map((entry) => entry.column.folder),
    ];
    const known = folders.find((folder) => folder?.toLowerCase() === named.toLowerCase());
    const folder =
      known ??
      named
        .split(/\s*[\\/]\s*/u)
        .map((part) => asWritten(match[2] ?? "", chosenName(part)))
        .join("\\");
    const now = target.kind === "measure" ? target.measure.folder : target.column.folder;
    if (now === folder) alreadyThere(`${labelOf(target)} is in the folder ${folder} already`);
    return displayed(target, { folder });
  }
  return undefined;
}

/** In quotes, or with capitals of its own, a name is written as it was given. */
export function asWritten(given: string, name: string): string {
  return /["'`]/u.test(given) || /\p{Lu}/u.test(name) ? name : titleCase(name);
}

function readVisibility(reading: Reading, text: string): Understanding | undefined {
  const hide =
    /^(?:hide|conceal)\s+(.+?)(?:\s+(?:from|in|on)\s+(?:the\s+|all\s+)?(?:report|reports|report view|report users|users|everyone|view|people|field list|end users|consumers).*)?$/iu.exec(
      text,
    ) ??
    /^make\s+(.+?)\s+(?:hidden|invisible)$/iu.exec(text) ??
    /^(.+?)\s+(?:should|must)\s+(?:please\s+)?(?:not be visible|be hidden|be invisible)(?:\s+(?:from|in) (?:the )?(?:report|reports|view|users|field list))?$/iu.exec(
      text,
    );
  const unhide =
    /^(?:unhide|un-hide|reveal)\s+(.+?)(?:\s+again)?$/iu.exec(text) ??
    /^(?:show|display)\s+(.+?)\s+again$/iu.exec(text) ??
    /^make\s+(.+?)\s+visible(?:\s+(?:again|to .+|in .+))?$/iu.exec(text) ??
    /^(.+?)\s+(?:should|must)\s+be\s+visible(?:\s+again)?$/iu.exec(text);
  const match = hide ?? unhide;
  if (match === null) return undefined;
  const hidden = hide !== null;
  const phrase = match[1] ?? "";
  const target = shownNamed(hidden ? amongVisible(reading, phrase) : reading, phrase);
  const now = target.kind === "measure" ? target.measure.hidden : target.column.hidden;
  if (now === hidden) alreadyThere(`${labelOf(target)} is ${hidden ? "hidden" : "visible"} already`);
  return displayed(target, { hidden });
}

/** "Hide the pay column" means none that is hidden already, where several others may be called so; a whole name means its own. */
function amongVisible(reading: Reading, phrase: string): Reading {
  if (wholeNameOf(reading.catalogue, phrase, ["measure", "column"])) return reading;
  const { columns } = reading.catalogue;
  const visible = { ...reading.catalogue, columns: columns.filter((entry) => !entry.column.hidden) };
  return objectsNamed(visible, phrase, ["measure", "column"]).length > 1 ? { ...reading, catalogue: visible } : reading;
}

function readSort(reading: Reading, text: string): Understanding | undefined {
  const match =
    /^(?:sort|order|arrange)\s+(.+?)\s+(?:by|according to|using)\s+(.+)$/iu.exec(text) ??
    /^(?:set|change)\s+(?:the\s+)?sort(?:ing)?(?:\s+(?:order|column|by))?\s+(?:of|for)\s+(.+?)\s+(?:to|by)\s+(.+)$/iu.exec(
      text,
    ) ??
    /^(.+?)\s+(?:should|must|needs to|has to)\s+be\s+(?:sorted|ordered)\s+by\s+(.+)$/iu.exec(text);
  if (match === null) return undefined;
  if (/^(?:(?:its |the )?(?:names?|values?|alphabet|labels?)|itself|alphabetical(?: order)?)$/iu.test(match[2] ?? ""))
    refuse("not-understood", "the request does not name a column to sort by", 'Say "sort … by …", with a column.');
  const target = objectNamed(reading, match[1] ?? "", ["column"]);
  if (target.kind !== "column") return refuse("unknown-name", `"${match[1] ?? ""}" is no column`);
  const inTable: Reading = {
    ...reading,
    catalogue: {
      ...reading.catalogue,
      columns: reading.catalogue.columns.filter((entry) => entry.table === target.table && entry !== target),
    },
  };
  const by = objectNamed(inTable, (match[2] ?? "").replace(/\s+(?:ascending|descending|asc|desc|instead)$/iu, ""), [
    "column",
  ]);
  if (by.kind !== "column") return refuse("unknown-name", `"${match[2] ?? ""}" is no column`);
  if (target.column.sortBy === by.column.name)
    alreadyThere(`${labelOf(target)} is sorted by ${by.column.name} already`);
  return displayed(target, { sortBy: by.column.name });
}

function displayed(target: Named, display: DisplayProperties): Understanding {
  const semantic =
    target.kind === "measure"
      ? { table: target.table, measure: target.measure.name }
      : target.kind === "column"
        ? { table: target.table, column: target.column.name }
        : refuse("unknown-name", "only columns and measures can be shown differently");
  return { status: "understood", intent: { kind: "describe", semantic, display } };
}

import type { ColumnTest, Understanding } from "@throughline/contracts";
import { columnTypeOf } from "../catalogue/build-catalogue.ts";
import type { ModelColumnEntry, TableEntry } from "../catalogue/catalogue.ts";
import { describedColumn } from "../dbt/dbt-project.ts";
import { sameName } from "../dbt/final-select.ts";
import type { WrittenTest } from "../dbt/properties.ts";
import { argumentProblem } from "../dbt/yaml-scalar.ts";
import { plausible, rank } from "./mention.ts";
import { modelColumnNamed, objectsNamed } from "./object-named.ts";
import { alreadyThere, choose, type Reading, refuse } from "./outcome.ts";
import { namesRows } from "./row-words.ts";
import { ACCEPTED, FAILS, LISTED, NOT_NULL, PLAIN_LIST, RELATED, UNIQUE } from "./test-phrases.ts";
import { tokenize, wordsOf } from "./tokens.ts";

/** True for sentences that ask for something to be checked, whether or not it can be read. */
export function isAboutTest(text: string): boolean {
  return /^(?:(?:make|be) sure|ensure|verify|validate|assert|enforce|guarantee|add (?:a |an )?(?:\w+ )?(?:tests?|checks?|constraints?)\b)/iu.test(
    text,
  );
}

/** Reads "make sure X is never empty" and its like as one of dbt's own column tests. */
export function readTest(reading: Reading, text: string): Understanding | undefined {
  if (reading.catalogue.transform === undefined) return undefined;
  const plain = withoutEnding(text);
  if (plain !== text) return readTest(reading, plain);
  const fails = FAILS.exec(text);
  if (fails !== null) return readTest(reading, `${fails[1] ?? ""} must be one of ${fails[2] ?? ""}`);
  const simple = (patterns: readonly RegExp[], kind: "not_null" | "unique"): Understanding | undefined => {
    const rows =
      /^(?:\p{L}+\s+){0,5}?(?:every|each|all|no|none of the)\s+\p{L}+\s+(?:must|should|has|have|needs)\b/iu.test(text)
        ? "said"
        : "of-any-model";
    for (const pattern of patterns) {
      const phrase = pattern.exec(text)?.[1];
      const within = ofRows(reading, text);
      if (phrase !== undefined && isColumn(within, phrase))
        return added(reading, modelColumnNamed(within, columnPhrase(phrase), rows), { kind });
    }
    return undefined;
  };
  const owned =
    /^(.+?)\s+((?:must|should|is|are|has|have|be|can|may|never|always|does|do)\b.*?(?:unique|null|empty|missing|blank|duplicates|required|mandatory|filled))\s+(?:in|of|on)\s+(?:the\s+)?(.+)$/iu.exec(
      text,
    );
  if (owned !== null) {
    const moved = readTest(reading, `${owned[1] ?? ""} in ${owned[3] ?? ""} ${owned[2] ?? ""}`);
    if (moved !== undefined) return moved;
  }
  const both =
    /^(.+?)\s+(?:unique and (?:not[ -]?null|never (?:null|empty|missing))|(?:not[ -]?null|never (?:null|empty)) and unique)$/iu.exec(
      text,
    );
  if (both !== null) refuse("several-changes", "two tests are two changes", "Ask for one of them first.");
  return (
    simple(NOT_NULL, "not_null") ??
    simple(UNIQUE, "unique") ??
    belonging(reading, text) ??
    relationship(reading, text) ??
    acceptedValues(reading, text)
  );
}

/** "every hotel needs a …" is about columns of the hotels, where the rows are called as a table is. */
function ofRows(reading: Reading, text: string): Reading {
  const said =
    /^(?:\p{L}+\s+){0,5}?(?:every|each|all)\s+(\p{L}+)\s+(?:must|should|has|have|needs?|requires?|always)\b/iu.exec(
      text,
    )?.[1];
  const { catalogue } = reading;
  const owners = said === undefined ? [] : objectsNamed(catalogue, said, ["table"]);
  const tables = catalogue.tables.filter((table) => owners.includes(table) && table.feeds !== undefined);
  if (tables.length === 0) return reading;
  const isOf = (model: string | undefined): boolean => tables.some((table) => table.feeds === model);
  return {
    ...reading,
    catalogue: {
      ...catalogue,
      columns: catalogue.columns.filter((entry) => isOf(entry.origin?.model)),
      modelColumns: catalogue.modelColumns.filter((entry) => isOf(entry.model)),
    },
  };
}

/** For how long, and that there are no other values: a test says so anyway. */
function withoutEnding(text: string): string {
  const plain = text
    .replace(
      /[.!;,]\s+(?:please\s+)?(?:(?:guard|test|check|secure|verify) (?:that|it|this)(?: (?:with|by) (?:a|one) (?:test|check))?|have (?:that|it|this) (?:verified|tested|checked|guarded))$/iu,
      "",
    )
    .replace(FAILS_OTHERWISE, "")
    .replace(/[\s,]+(?:from now on|in (?:the )?future|ever again|any ?more|at any time)$/iu, "");
  // "A, B or C only" has its own pattern: the word tells that it is a list.
  return /:/u.test(plain) ? plain : plain.replace(NO_OTHERS, "");
}

/** What becomes of a test that fails is the same for all. */
const FAILS_OTHERWISE =
  /[\s,;.–-]+(?:or else|otherwise|else|if not|or)[\s,]+(?:let\s+|please\s+)?(?:(?:the|our)\s+)?(?:(?:build|load|run|pipeline|job|tests?|it)\s+(?:should\s+|must\s+|has to\s+|needs to\s+|shall\s+|will\s+|is to\s+)?(?:fails?|stops?|breaks?)|(?:fail|stop|break|raise|throw|abort)(?:\s+(?:the|an?)\s+\p{L}+)?)$/iu;

const NO_OTHERS =
  /[\s,;–-]+(?:and |but )?(?:nothing else|nothing more|no others?|no other values?|only those|only these|that's it)$/iu;

function columnPhrase(phrase: string): string {
  return phrase
    .replace(/^(?:every|each|all|any|the|a|an)\s+/iu, "")
    .replace(/^(?:values?\s+(?:of|in)|column|field)\s+/iu, "");
}

function isColumn(reading: Reading, phrase: string): boolean {
  if (objectsNamed(reading.catalogue, columnPhrase(phrase), ["column", "model-column"]).length > 0) return true;
  return refuse(
    "unknown-name",
    `no column is called "${phrase}"`,
    `Columns are called, for example, ${examples(reading)}.`,
  );
}

function examples(reading: Reading): string {
  return reading.catalogue.modelColumns
    .slice(0, 4)
    .map((entry) => `${entry.model}.${entry.column}`)
    .join(", ");
}

function acceptedValues(reading: Reading, text: string): Understanding | undefined {
  for (const [at, pattern] of [...ACCEPTED, ...LISTED, PLAIN_LIST].entries()) {
    const match = pattern.exec(text);
    if (match === null) continue;
    const [phrase, list] = at === 3 ? [match[2] ?? "", match[1] ?? ""] : [match[1] ?? "", match[2] ?? ""];
    if (objectsNamed(reading.catalogue, columnPhrase(phrase), ["column", "model-column"]).length === 0) continue;
    const entry = modelColumnNamed(reading, columnPhrase(phrase));
    const values = valuesIn(entry, list);
    if (values.length === 0 || isManner(entry, list, values)) continue;
    return added(reading, entry, { kind: "accepted_values", values });
  }
  return undefined;
}

/** "in calendar order", "in capitals": one thing that is no value says how something shall be. */
function isManner(entry: ModelColumnEntry, list: string, values: readonly (string | number | boolean)[]): boolean {
  const [only, other] = values;
  if (values.some((value) => typeof value === "string" && GOES_ON.test(value))) return true;
  return (
    typeof only === "string" && other === undefined && !/["'`]/u.test(list) && !(entry.values ?? []).includes(only)
  );
}

/** Behind the last value the sentence goes on. */
const GOES_ON = /^(?:so|because|then|since|therefore|hence)\s+\p{L}/iu;

/** Words about the list that are not of it. */
const NO_VALUE =
  /:\s|\b(?:these|those|following|nothing|else|others?|only|ever|either|anything|always|never|please|test|must|should)\b/iu;

const ITEM =
  /\s*(?:(?:,|;|\/|\|)\s*)*(?:(?:and|or)\s+)?(?:"([^"]*)"|'([^']*)'(?=\s*(?:,|;|\/|\||$|and\b|or\b))|`([^`]*)`|([^\s,;/|"](?:[^,;/|]*?[^\s,;/|])??)(?=\s*(?:,|;|\/|\||$)|\s+(?:or|and)\s))/iuy;

/** `open, "in work" or closed`: the items of a list, without their quotes. */
function listItems(list: string): string[] {
  const items: string[] = [];
  ITEM.lastIndex = 0;
  for (let match = ITEM.exec(list); match !== null; match = ITEM.exec(list)) {
    const item = match[1] ?? match[2] ?? match[3] ?? match[4] ?? "";
    if (match[0] === "" || item === "") break;
    items.push(item);
  }
  return items;
}

/** The values of a list in words, in the spelling that the data has where it has them. */
function valuesIn(entry: ModelColumnEntry, list: string): (string | number | boolean)[] {
  const pieces = listItems(
    list
      .replace(/^(?:either\s+)?(?:one|any) of\s*:?\s*/iu, "")
      .replace(/^\((.*)\)$/u, "$1")
      .replace(/^(?:these|those|(?:the )?following)(?: values?)?\s*:?\s*/iu, ""),
  );
  const odd = pieces.find((piece) => NO_VALUE.test(piece) && !(entry.values ?? []).map(String).includes(piece));
  if (odd !== undefined && !list.includes(`"${odd}"`))
    refuse("bad-value", `it is unclear whether "${odd}" is a value`, "Put the values in quotes.");
  const type = columnTypeOf(entry.dataType);
  const isNumber = type === "integer" || type === "decimal" || type === "double";
  return pieces.map((value) => {
    const known = entry.values?.find((other) => String(other).toLowerCase() === value.toLowerCase());
    if (known !== undefined && typeof known !== "string") return known;
    if (known === undefined && isNumber && /^-?\d+(?:\.\d+)?$/u.test(value)) return Number(value);
    if (known === undefined && isNumber)
      refuse("bad-value", `${entry.column} holds numbers, and "${value}" is none`, "Give the allowed numbers.");
    if (type === "boolean" && /^(?:true|false|yes|no)$/iu.test(value)) return /^(?:true|yes)$/iu.test(value);
    const written = known ?? value;
    const problem = argumentProblem(written);
    if (problem !== undefined)
      refuse("unsafe-text", `the value "${value}" cannot be written: ${problem}`, "Give plain values.");
    return written;
  });
}

function relationship(reading: Reading, text: string): Understanding | undefined {
  for (const pattern of RELATED) {
    const match = pattern.exec(text);
    if (match === null) continue;
    const from = columnPhrase(match[1] ?? "");
    const to = (match[2] ?? "")
      .replace(/^(?:the|an?|our)\s+/iu, "")
      .replace(/\s+(?:table|model|list|dimension|master data)$/iu, "");
    if (objectsNamed(reading.catalogue, from, ["column", "model-column"]).length === 0) continue;
    if (/^(?:an?\s+)?(?:existing|valid|known|real)$/iu.test(to)) continue;
    // "every claim points to a clinic" is about a column that the claims have, whatever it is called.
    if (namesRows(reading.catalogue, from)) continue;
    const entry = modelColumnNamed(outside(reading, to, from), from, "said");
    const target = keyNamed(reading, entry, to);
    if (target === undefined) continue;
    return added(reading, entry, { kind: "relationships", to: { model: target.model, column: target.column } });
  }
  return undefined;
}

const BELONGS =
  /^(?:(?:make sure|ensure|check|verify|test)(?:\s+that)?\s+)?(?:every|each|all|any|the)?\s*(\p{L}+(?:\s\p{L}+)?)\s+(?:(?:must|should|has to|have to|needs? to|always)\s+)?(?:belongs?|refers?|points?|links?|(?:be |is |are )?(?:linked|assigned|tied|connected)|has|have)\s+(?:to\s+)?(?:an?|the|some|one)\s+(?:(?:existing|valid|known|real)\s+)?(\p{L}+(?:\s\p{L}+)?)(?:\s+(?:that exists|that is known))?$/iu;

/** "every order must belong to a customer": by the one column with which the rows of one point to the other. */
function belonging(reading: Reading, text: string): Understanding | undefined {
  const [, rows = "", others = ""] = BELONGS.exec(text) ?? [];
  const tableOf = (phrase: string): TableEntry | undefined => {
    const [only, other] = plausible(rank(wordsOf(tokenize(phrase)), reading.catalogue.tables)).map(
      ({ thing }) => thing,
    );
    return other === undefined ? only : undefined;
  };
  const [from, to] = [tableOf(rows), tableOf(others)];
  if (rows === "" || from?.feeds === undefined || to?.feeds === undefined || from === to) return undefined;
  const ofModel = (model: string): readonly ModelColumnEntry[] =>
    reading.catalogue.modelColumns.filter((entry) => entry.model === model);
  const keys = new Set(
    reading.catalogue.columns.flatMap((entry) =>
      entry.table === to.table.name && entry.column.key && entry.origin !== undefined ? [entry.origin.column] : [],
    ),
  );
  const [key, another] = ofModel(from.feeds).filter((entry) => keys.has(entry.column));
  const target = ofModel(to.feeds).find((entry) => entry.column === key?.column);
  if (key === undefined || another !== undefined || target === undefined) return undefined;
  return added(reading, key, { kind: "relationships", to: { model: target.model, column: target.column } });
}

/** The project without the table that something must exist in: what must exist there is not its own column. */
function outside(reading: Reading, table: string, column: string): Reading {
  const { catalogue } = reading;
  const models = new Set(
    objectsNamed(catalogue, table, ["table", "model"]).map((thing) =>
      thing.kind === "table" ? thing.feeds : thing.kind === "model" ? thing.name : undefined,
    ),
  );
  const columns = catalogue.columns.filter((entry) => entry.origin === undefined || !models.has(entry.origin.model));
  const modelColumns = catalogue.modelColumns.filter((entry) => !models.has(entry.model));
  const others: Reading = { ...reading, catalogue: { ...catalogue, columns, modelColumns } };
  return objectsNamed(others.catalogue, column, ["column", "model-column"]).length > 0 ? others : reading;
}

/** The column that a model's rows are known by: the one of the same name, else the only one tested unique. */
function keyNamed(reading: Reading, from: ModelColumnEntry, phrase: string): ModelColumnEntry | undefined {
  const { catalogue } = reading;
  const owners = objectsNamed(catalogue, phrase, ["table", "model"]);
  const models = owners.flatMap((owner) =>
    owner.kind === "table"
      ? owner.feeds === undefined
        ? []
        : [owner.feeds]
      : owner.kind === "model"
        ? [owner.name]
        : [],
  );
  const candidates = models.flatMap((model) => {
    const columns = catalogue.modelColumns.filter((entry) => entry.model === model);
    const same = columns.filter((entry) => sameName(entry.column, from.column));
    const unique = columns.filter((entry) => testsOf(reading, entry).some((test) => test.name === "unique"));
    const sameType = unique.filter((entry) => columnTypeOf(entry.dataType) === columnTypeOf(from.dataType));
    return same.length > 0 ? same : sameType.length > 0 ? sameType : unique;
  });
  if (candidates.length > 0)
    return choose(
      reading,
      `key:${phrase}`,
      `Which column of "${phrase}" must it exist in?`,
      candidates.map((entry) => ({
        id: `${entry.model}.${entry.column}`,
        text: `${entry.model}.${entry.column}`,
        value: entry,
      })),
    );
  const columns = objectsNamed(catalogue, phrase, ["column", "model-column"]);
  return columns.length === 0 ? undefined : modelColumnNamed(reading, phrase);
}

function testsOf(reading: Reading, entry: ModelColumnEntry): readonly WrittenTest[] {
  const model = reading.catalogue.models.find((other) => other.name === entry.model);
  return model === undefined ? [] : (describedColumn(model.node, entry.column)?.tests ?? []);
}

function added(reading: Reading, entry: ModelColumnEntry, test: ColumnTest): Understanding {
  const same = testsOf(reading, entry).find((other) => other.name === test.kind);
  if (same !== undefined && covers(same, test)) alreadyThere(`test ${test.kind} on ${entry.model}.${entry.column}`);
  if (same !== undefined)
    refuse(
      "test-differs",
      `${entry.model}.${entry.column} has a test ${test.kind} already, with other arguments`,
      "Changing a test is a change by hand: take over the request's branch.",
    );
  return {
    status: "understood",
    intent: { kind: "add-test", column: { model: entry.model, column: entry.column }, test },
  };
}

function covers(written: WrittenTest, test: ColumnTest): boolean {
  if (test.kind === "not_null" || test.kind === "unique") return true;
  if (test.kind === "relationships") {
    const to = String(written.arguments["to"] ?? "");
    return (
      new RegExp(String.raw`ref\(\s*['"]${test.to.model.replaceAll(/[^\w]/gu, ".")}['"]\s*\)`, "u").test(to) &&
      sameName(String(written.arguments["field"] ?? ""), test.to.column)
    );
  }
  const values = written.arguments["values"];
  return (
    Array.isArray(values) &&
    values.length === test.values.length &&
    test.values.every((value) => values.map(String).includes(String(value)))
  );
}

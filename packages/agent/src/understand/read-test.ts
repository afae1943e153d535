import type { ColumnTest, Understanding } from "@throughline/contracts";
import { columnTypeOf } from "../catalogue/build-catalogue.ts";
import type { ModelColumnEntry } from "../catalogue/catalogue.ts";
import { describedColumn } from "../dbt/dbt-project.ts";
import { sameName } from "../dbt/final-select.ts";
import type { WrittenTest } from "../dbt/properties.ts";
import { argumentProblem } from "../dbt/yaml-scalar.ts";
import { modelColumnNamed, objectsNamed } from "./object-named.ts";
import { alreadyThere, choose, type Reading, refuse } from "./outcome.ts";

const ENSURE = String.raw`(?:(?:make|be) sure|ensure|check|verify|test|validate|assert|guarantee|enforce|require|confirm|(?:(?:add|have|want|need|put|write|include) )?(?:a |an )?(?:dbt |data )?(?:test|check)s?(?: to (?:make sure|ensure|check|verify))?)(?:\s+(?:that|whether|for|if))?\s+`;
const EMPTY = "(?:null|nulls|empty|blank|missing|nil|unset|undefined|without (?:a )?value)";
const NEVER = "(?:is|are|be|was|contains?|has|have|becomes?|being|ends? up)";

const NOT_NULL: readonly RegExp[] = [
  new RegExp(
    String.raw`^(?:${ENSURE})?(?:every|each|all|any)\s+(?:[\p{L}]+\s+){1,3}(?:(?:must|should|has to|needs to|have to|always)\s+(?:always\s+)?)?(?:have|has)\s+an?\s+(.+)$`,
    "iu",
  ),
  new RegExp(
    String.raw`^(?:${ENSURE})?(?:no|none of the)\s+(?:[\p{L}]+\s+){1,3}(?:has|have|is|are|comes?|exists?|with)\s+(?:without\s+)?(?:an?\s+)?(?:${EMPTY}\s+)?(.+)$`,
    "iu",
  ),
  new RegExp(String.raw`^(?:${ENSURE})?(.+?)\s+(?:is|are)\s+(?:never|not|always not)\s+(?:ever\s+)?${EMPTY}$`, "iu"),
  new RegExp(
    String.raw`^(?:${ENSURE})?(.+?)\s+(?:never|does not|doesn't|do not|don't|must never|must not|should never|should not|shouldn't|can't|cannot|can not|may not|mustn't)\s+(?:ever\s+)?${NEVER}\s+(?:any\s+)?${EMPTY}(?:\s+values?)?$`,
    "iu",
  ),
  new RegExp(
    String.raw`^(?:${ENSURE})?(.+?)\s+(?:is|are|must be|should be|has to be|must always be|should always be|always is|be)\s+(?:always\s+)?(?:filled(?: in)?|not[ -]?null|non-?null|non-?empty|not empty|mandatory|required|populated|present|set|there)$`,
    "iu",
  ),
  new RegExp(
    String.raw`^(?:${ENSURE})?(.+?)\s+(?:always|must|should always|must always)\s+(?:has|have)\s+a\s+value$`,
    "iu",
  ),
  new RegExp(
    String.raw`^(?:${ENSURE})?(?:there (?:are|is)\s+)?(?:no|never any)\s+(?:null|nulls|empty|blank|missing)\s*(?:values?|rows?|entries)?\s+(?:in|for|on)\s+(.+)$`,
    "iu",
  ),
  /^(?:add|put|create|set|apply|write|introduce)\s+(?:a |an |the )?(?:dbt )?(?:not[ _-]?null|non-?null|required|mandatory|completeness)(?:\s+(?:test|check|constraint|rule))?\s+(?:to|on|for)\s+(.+)$/iu,
  new RegExp(
    String.raw`^(?:${ENSURE})(.+?)\s+(?:for|against)\s+(?:nulls?|missing values|null values|empty values)$`,
    "iu",
  ),
  /^(?:don't|do not|never)\s+allow\s+(?:nulls?|empty values|missing values|blanks)\s+(?:in|for)\s+(.+)$/iu,
  /^(?:disallow|forbid|prevent)\s+(?:nulls?|empty values|missing values|blanks)\s+(?:in|for)\s+(.+)$/iu,
  /^not[ _-]?null(?:\s+(?:test|check|constraint|rule))?\s+(?:on|for|to)\s+(.+)$/iu,
  /^(\S+)\s+not[ _-]?null$/iu,
  /^make\s+(.+?)\s+(?:mandatory|required|not[ -]?null|non-?null)$/iu,
];

/** "let the build fail if X is anything other than A or B": the same, from its other side. */
const FAILS =
  /^(?:let|make|have)\s+(?:the\s+)?(?:build|run|pipeline|tests?|checks?)\s+(?:to\s+)?fail\s+(?:if|when|whenever)\s+(.+?)\s+(?:is|are|has|contains)\s+(?:anything|something|any value|a value|values?)\s+(?:other than|but|except|besides|outside(?: of)?)\s+(.+)$/iu;

const UNIQUE: readonly RegExp[] = [
  /^(?:make|keep)\s+(?!sure\b)(.+?)\s+unique$/iu,
  /^(\S+(?:\s+(?:in|of)\s+\S+)?)\s+unique$/iu,
  new RegExp(
    String.raw`^(?:${ENSURE})?(.+?)\s+(?:is|are|must be|should be|has to be|be|stays?|remains?)\s+(?:always\s+)?unique$`,
    "iu",
  ),
  new RegExp(
    String.raw`^(?:${ENSURE})?(?:there (?:are|is)\s+)?(?:no|never any)\s+(?:duplicates?|duplicated?|double|repeated)\s*(?:values?|rows?|entries)?\s+(?:in|for|on|of)\s+(.+)$`,
    "iu",
  ),
  new RegExp(
    String.raw`^(?:${ENSURE})?(.+?)\s+(?:has|have|contains?|must have|should have)\s+no\s+(?:duplicates|duplicate values|doubles)$`,
    "iu",
  ),
  new RegExp(
    String.raw`^(?:${ENSURE})?(.+?)\s+(?:never|must not|should not|must never|should never|does not|doesn't)\s+(?:repeats?|occurs? twice|occur more than once|contains? duplicates|has duplicates|have duplicates|appears? twice)$`,
    "iu",
  ),
  /^(?:add|put|create|set|apply|write|introduce)\s+(?:a |an |the )?(?:dbt )?(?:unique|uniqueness)(?:\s+(?:test|check|constraint|rule))?\s+(?:to|on|for)\s+(.+)$/iu,
  /^uniqu(?:e|eness)(?:\s+(?:test|check|constraint|rule))\s+(?:on|for|to)\s+(.+)$/iu,
  new RegExp(String.raw`^(?:${ENSURE})(.+?)\s+for\s+(?:duplicates|uniqueness|duplicate values)$`, "iu"),
  /^(?:don't|do not|never)\s+allow\s+duplicates?\s+(?:in|for)\s+(.+)$/iu,
];

const ACCEPTED: readonly RegExp[] = [
  /^(?:the\s+)?(.+?)\s+(?:accepted|allowed|valid|permitted)\s+values?\s*(?:are|is|:|=)?\s+(.+)$/iu,
  new RegExp(
    String.raw`^(?:${ENSURE})?(?:the\s+)?(?:values?\s+(?:of|in)\s+)?(.+?)\s+(?:is|are|must be|should be|can be|may be|has to be|be)\s+(?:always\s+)?(?:only\s+)?(?:ever\s+)?(?:either\s+|one of\s*:?\s*|in\s+|only\s+|among\s+|limited to\s+|restricted to\s+|any of\s+)(?:the values?\s+)?(.+)$`,
    "iu",
  ),
  new RegExp(
    String.raw`^(?:${ENSURE})?(.+?)\s+(?:only|must only|should only|can only|may only)\s+(?:has|have|contains?|takes?|be|allows?|accepts?)\s+(?:the\s+)?(?:values?\s+)?(.+)$`,
    "iu",
  ),
  /^(?:only\s+)?(?:allow|accept|permit)\s+(?:only\s+)?(?:the\s+)?(?:values?\s+)?(.+?)\s+(?:in|for|as values (?:of|for)|as)\s+(.+)$/iu,
  /^(?:add|put|create|set|write)\s+(?:a |an )?(?:dbt )?accepted[ _-]values?(?:\s+(?:test|check))?\s+(?:to|on|for)\s+(.+?)\s*(?:with|:|of|-)\s*(?:the\s+)?(?:values?\s*:?\s*)?(.+)$/iu,
];

/** "status must be open or closed": without "one of" only a list with "or" is a list. */
const PLAIN_LIST = new RegExp(
  String.raw`^(?:${ENSURE})?(?:the\s+)?(.+?)\s+(?:must|should|can|may|has to|needs to|is|are)\s+(?:only\s+)?(?:always\s+)?(?:be\s+)?([^\s].*\s+or\s+.+)$`,
  "iu",
);

const RELATED: readonly RegExp[] = [
  new RegExp(
    String.raw`^(?:${ENSURE})?(?:every|each|all|any)\s+(.+?)\s+(?:exists?|is (?:found|known|present|contained|there)|are (?:found|known|present|there)|appears?|has a match|(?:must|should|has to) (?:exist|appear|occur|be (?:found|known|present|there))|can be found|occurs?)\s+(?:in|as(?: a| an)?)\s+(.+)$`,
    "iu",
  ),
  new RegExp(String.raw`^(?:${ENSURE})?(.+?)\s+(?:always\s+)?(?:exists?|must exist|should exist)\s+in\s+(.+)$`, "iu"),
  new RegExp(
    String.raw`^(?:${ENSURE})?(.+?)\s+(?:always\s+|must\s+|should\s+)?(?:refers?|references?|points?|matches|match|relates?)\s+(?:to\s+)?(?:an?\s+)?(?:existing\s+|valid\s+)?(.+)$`,
    "iu",
  ),
  /^(?:add|put|create|write)\s+(?:a |an )?(?:dbt )?(?:relationships?\s+(?:test|check|constraint)|(?:foreign key|referential(?: integrity)?)(?:\s+(?:test|check|constraint))?)\s+(?:from|on|for|between|to)\s+(.+?)\s+(?:to|and|against|with)\s+(.+)$/iu,
];

/** True for sentences that ask for something to be checked, whether or not it can be read. */
export function isAboutTest(text: string): boolean {
  return /^(?:(?:make|be) sure|ensure|verify|validate|assert|enforce|guarantee|add (?:a |an )?(?:\w+ )?(?:tests?|checks?|constraints?)\b)/iu.test(
    text,
  );
}

/** Reads "make sure X is never empty" and its like as one of dbt's own column tests. */
export function readTest(reading: Reading, text: string): Understanding | undefined {
  if (reading.catalogue.transform === undefined) return undefined;
  const fails = FAILS.exec(text);
  if (fails !== null) return readTest(reading, `${fails[1] ?? ""} must be one of ${fails[2] ?? ""}`);
  const simple = (patterns: readonly RegExp[], kind: "not_null" | "unique"): Understanding | undefined => {
    const rows =
      /^(?:\p{L}+\s+){0,5}?(?:every|each|all|no|none of the)\s+\p{L}+\s+(?:must|should|has|have|needs)\b/iu.test(text)
        ? "said"
        : "of-any-model";
    for (const pattern of patterns) {
      const phrase = pattern.exec(text)?.[1];
      if (phrase !== undefined && isColumn(reading, phrase))
        return added(reading, modelColumnNamed(reading, columnPhrase(phrase), rows), { kind });
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
    relationship(reading, text) ??
    acceptedValues(reading, text)
  );
}

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
  for (const [at, pattern] of [...ACCEPTED, PLAIN_LIST].entries()) {
    const match = pattern.exec(text);
    if (match === null) continue;
    const [phrase, list] = at === 3 ? [match[2] ?? "", match[1] ?? ""] : [match[1] ?? "", match[2] ?? ""];
    if (objectsNamed(reading.catalogue, columnPhrase(phrase), ["column", "model-column"]).length === 0) continue;
    const entry = modelColumnNamed(reading, columnPhrase(phrase));
    const values = valuesIn(entry, list);
    if (values.length === 0) continue;
    return added(reading, entry, { kind: "accepted_values", values });
  }
  return undefined;
}

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
  const pieces = listItems(list);
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
    const entry = modelColumnNamed(outside(reading, to, from), from, "said");
    const target = keyNamed(reading, entry, to);
    if (target === undefined) continue;
    return added(reading, entry, { kind: "relationships", to: { model: target.model, column: target.column } });
  }
  return undefined;
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

import type { Understanding } from "@throughline/contracts";
import type { ColumnEntry, ModelColumnEntry, Named } from "../catalogue/catalogue.ts";
import { sameName } from "../dbt/final-select.ts";
import { splitWords } from "../words/split-words.ts";
import { chosenColumnName, chosenName } from "./names.ts";
import { labelOf } from "./object-choice.ts";
import { objectNamed, objectsNamed, unquoted } from "./object-named.ts";
import { alreadyThere, choose, type Reading, refuse } from "./outcome.ts";
import { asWritten } from "./read-display.ts";

const PATTERNS: readonly RegExp[] = [
  /^(?:rename|re-name|relabel|retitle)\s+(.+?)\s+(?:to|into|as|->|=>)\s+(.+)$/iu,
  /^(?:change|set|update|switch)\s+(?:the\s+)?(?:display\s+)?(?:name|label|title)\s+(?:of|for)\s+(.+?)\s+(?:to|into|as)\s+(.+)$/iu,
  /^(?:call|name)\s+(.+?)\s+((?:"[^"]+"|'[^']+'|`[^`]+`))(?:\s+instead|\s+from now on)?$/iu,
  /^(?:call|name)\s+(?:the\s+)?((?:measure|metric|column|field)\s+.+?|.+?\s+(?:measure|metric|column|field))\s+(.+?)(?:\s+instead|\s+from now on)?$/iu,
  /^(?:can|could|would|may|shall)\s+(.+?)\s+be\s+(?:renamed|re-named|relabelled|called|named)\s+(?:(?:to|as|into)\s+)?(.+?)(?:\s+instead|\s+from now on)?$/iu,
  /^(.+?)\s+(?:should|shall|must|ought to|needs to|has to|is to)\s+be\s+(?:called|named|renamed|renamed to|renamed as|labelled|known as)\s+(?:to\s+)?(.+?)(?:\s+instead|\s+from now on)?$/iu,
];

const BEHIND_ITS_NAME: readonly RegExp[] = [
  /^("[^"]+")\s+(?:should|must|shall)\s+(?:rather\s+|better\s+|really\s+)?(?:be|read|become)\s+("[^"]+")$/iu,
  /^give\s+(?:the\s+)?(?:(?:measure|metric|kpi|column|field)\s+)?(.+?)\s+(?:the|a|another)\s+(?:new\s+|better\s+|different\s+|clearer\s+|proper\s+)*name\s*[:,–—-]?\s+(?!of\b)(.+)$/iu,
  /^(.+?)\s+(?:->|=>|→)\s+(.+)$/u,
  /^(?:the\s+)?(?:display\s+)?(?:name|label|title)\s+(?:of|for)\s+(.+?)\s+(?:should|must|shall|is to|needs to|ought to|has to)\s+(?:be|become|read|say)\s+(.+)$/iu,
  /^(.+?)\s+to be\s+(?:called|named|renamed|labelled)\s+(?:to\s+)?(.+)$/iu,
  /^instead of\s+(.+?)\s+(?:we|they|people|you)\s+(?:\p{L}+\s+)?(?:say|call it|use|write)\s+(.+?)(?:,\s*(?:so\s+)?(?:please\s+)?(?:rename|change)(?:\s+(?:it|that))?)$/iu,
];

/** From when on something is called so is no part of its name. */
const FROM_WHEN =
  /\s+(?:instead|from now on|from today(?: on)?|in (?:the )?future|henceforth|going forward|as of (?:now|today))$/iu;

const EVERYWHERE =
  /\s*,?\s*\b(?:everywhere|in (?:all|every) layers?|through all layers|throughout|end to end|across (?:all|the) layers|in all places)\b/iu;
const ONLY_SHOWN = /\s*,?\s*\b(?:only )?in (?:the )?(?:semantic model|report|reports|bi|display)(?: only)?\b/iu;

/** Where everything is; it says nothing about which layer. */
const IN_PROJECT =
  /\s+(?:in|within|inside|throughout) (?:the|our|this) (?:data |tabular |dbt )?(?:model|dataset|project|warehouse)\s*[.!]*$/iu;
/** What no name holds unless it is in quotes: it tells where, for whom or how long. */
const NOT_OF_NAME =
  /\b(?:in|for|on|by|with|across|from) (?:the|our|all|every|this|my)\b|,\s|\b(?:please|because|so that|if possible)\b/iu;

/** "park_cd -> parks relationship test", "to Y; new name: Z": something else is asked for, or said again. */
const SAYS_MORE = /\b(?:tests?|checks?|foreign key)$|[;]|\bnew name\b/iu;

/** Reads "rename X to Y". */
export function readRename(reading: Reading, text: string): Understanding | undefined {
  const everywhere = EVERYWHERE.test(text);
  const shownOnly = ONLY_SHOWN.test(text);
  const plain = text.replace(EVERYWHERE, "").replace(ONLY_SHOWN, "").replace(IN_PROJECT, "");
  const called = namedBehindItself(reading, plain);
  if (called !== undefined)
    return renamed(reading, called.target, called.name, called.name, everywhere ? "everywhere" : undefined);
  for (const pattern of [...PATTERNS, ...BEHIND_ITS_NAME]) {
    const match = pattern.exec(plain);
    if (match === null) continue;
    if (BEHIND_ITS_NAME.includes(pattern) && !namesAny(reading, match[1] ?? "")) continue;
    const { object, given } = bestSplit(reading, plain, match[1] ?? "", match[2] ?? "");
    const target = objectNamed(reading, object, ["measure", "column", "model-column", "table", "model"]);
    const cut = withoutOwner(reading, target, given)
      .replace(FROM_WHEN, "")
      .replace(/^(?:be |the name )/iu, "");
    if (!/["'`]/u.test(cut) && /^(?:and|or|but|because|so)\b/iu.test(cut))
      refuse("bad-name", "the new name is not said", 'Say "rename … to …".');
    if (!/["'`]/u.test(cut) && SAYS_MORE.test(cut))
      refuse("bad-name", `it is unclear what the new name is in "${cut}"`, "Put the new name in quotes.");
    if (!/["'`]/u.test(cut) && NOT_OF_NAME.test(cut))
      refuse("bad-name", `it is unclear where the new name ends in "${cut}"`, "Put the new name in quotes.");
    const name = asWritten(cut, chosenName(unquoted(cut)));
    return renamed(reading, target, name, cut, everywhere ? "everywhere" : shownOnly ? "shown" : undefined);
  }
  return undefined;
}

/** "call the measure # Orders Order Count": what it is called now, to the letter, ends where the new name begins. */
function namedBehindItself(reading: Reading, text: string): { target: Named; name: string } | undefined {
  const said =
    /^(?:call|name|label|title|rename)\s+(?:the\s+|that\s+|this\s+)?(?:(?:measure|metric|kpi|column|field)\s+)?(.+)$/iu
      .exec(text)?.[1]
      ?.replace(/\s+(?:instead|from now on|in future)$/iu, "");
  if (said === undefined) return undefined;
  const { measures, columns } = reading.catalogue;
  const begun = [...measures, ...columns].flatMap((entry) => {
    const name = entry.kind === "measure" ? entry.measure.name : entry.column.name;
    // Between sentences the dots of a name may be gone.
    const spelt = [name, name.replaceAll(".", "")].find((one) =>
      said.toLowerCase().startsWith(`${one.toLowerCase()} `),
    );
    return spelt === undefined ? [] : [{ entry, rest: said.slice(spelt.length).trim() }];
  });
  const longest = begun.filter(({ rest }) => begun.every((other) => other.rest.length >= rest.length));
  const [only, other] = longest;
  const isName =
    only !== undefined &&
    other === undefined &&
    !SAYS_MORE.test(only.rest) &&
    !NOT_OF_NAME.test(only.rest) &&
    /^[\p{Lu}\p{N}#%$€]/u.test(only.rest);
  return isName ? { target: only.entry, name: asWritten(only.rest, chosenName(unquoted(only.rest))) } : undefined;
}

function namesAny(reading: Reading, phrase: string): boolean {
  return objectsNamed(reading.catalogue, phrase, ["measure", "column", "model-column"]).length > 0;
}

/** Names may contain "to" or "as": the first split whose left side names something is right. */
function bestSplit(reading: Reading, text: string, object: string, given: string): { object: string; given: string } {
  if (objectsNamed(reading.catalogue, object, ["measure", "column", "model-column", "table", "model"]).length > 0)
    return { object, given };
  for (const separator of given.matchAll(/\s+(?:to|into|as)\s+/giu)) {
    const start = text.indexOf(object);
    const cut = text.length - given.length + separator.index;
    const longer = text.slice(start, cut);
    if (objectsNamed(reading.catalogue, longer, ["measure", "column", "model-column"]).length > 0)
      return { object: longer, given: text.slice(cut + separator[0].length) };
  }
  return { object, given };
}

/** `to metro_tax in fct_orders`: where the column is, said behind its new name. */
function withoutOwner(reading: Reading, target: Named, given: string): string {
  const match = /^(.+?)\s+(?:in|of|on)\s+(?:the\s+)?(?:(?:table|model)\s+)?(\S+)(?:\s+(?:table|model))?$/iu.exec(given);
  if (match === null || /["'`]/u.test(given)) return given;
  const owners = objectsNamed(reading.catalogue, match[2] ?? "", ["table", "model"]);
  const owns = owners.some((owner) =>
    owner.kind === "table"
      ? (target.kind === "column" && target.table === owner.table.name) ||
        (target.kind === "model-column" && target.model === owner.feeds)
      : owner.kind === "model" &&
        ((target.kind === "model-column" && target.model === owner.name) ||
          (target.kind === "column" && target.origin?.model === owner.name)),
  );
  return owns ? (match[1] ?? given) : given;
}

function renamed(
  reading: Reading,
  target: Named,
  name: string,
  given: string,
  where: "everywhere" | "shown" | undefined,
): Understanding {
  if (target.kind === "table" || target.kind === "model")
    return refuse(
      "unsupported-rename",
      `renaming ${labelOf(target)} is not supported`,
      "Columns and measures can be renamed.",
    );
  if (target.kind === "measure") {
    if (target.measure.name === name) alreadyThere(`the measure is called "${name}" already`);
    requireFree(reading, target.table, name, target.measure.name);
    return {
      status: "understood",
      intent: { kind: "rename-measure", measure: { table: target.table, measure: target.measure.name }, name },
    };
  }
  if (target.kind === "column") return renamedColumn(reading, target, name, given, where);
  return renamedModelColumn(reading, target, given, where === "everywhere");
}

function requireFree(reading: Reading, table: string, name: string, except: string): void {
  const { measures, columns } = reading.catalogue;
  const measure = measures.find((entry) => sameName(entry.measure.name, name) && entry.measure.name !== except);
  const column = columns.find(
    (entry) => entry.table === table && sameName(entry.column.name, name) && entry.column.name !== except,
  );
  const taken = measure ?? column;
  if (taken !== undefined) refuse("name-taken", `there is a ${labelOf(taken)} already`, "Choose another name.");
}

function renamedColumn(
  reading: Reading,
  target: ColumnEntry,
  name: string,
  given: string,
  where: "everywhere" | "shown" | undefined,
): Understanding {
  const { origin } = target;
  const semantic = { table: target.table, column: target.column.name };
  const isTechnical = /^[\p{L}\p{N}_$]+$/u.test(name) && name.includes("_") && !target.column.name.includes("_");
  const shownName = isTechnical ? asWritten("", splitWords(name).join(" ")) : name;
  const asColumn =
    origin === undefined ? "" : chosenColumnName(reading, origin.model, isTechnical ? unquoted(given) : name);
  if (target.column.name === shownName) alreadyThere(`the column is called "${shownName}" already`);
  requireFree(reading, target.table, shownName, target.column.name);
  const onlyShown: Understanding = {
    status: "understood",
    intent: { kind: "rename-column", semantic, name: shownName, semanticName: shownName },
  };
  if (origin === undefined || where === "shown") return onlyShown;
  const inStep = splitWords(origin.column).join(" ") === splitWords(target.column.name).join(" ");
  const through: Understanding = {
    status: "understood",
    intent: { kind: "rename-column", column: origin, semantic, name: asColumn, semanticName: shownName },
  };
  requireFreeColumn(reading, origin.model, asColumn, origin.column);
  if (where === "everywhere" || inStep) return through;
  // Shown names are written with capitals, identifiers belong to the warehouse; small letters may be either.
  if (isTechnical) return through;
  if (/\p{Lu}/u.test(unquoted(given))) return onlyShown;
  return choose(
    reading,
    `rename:${target.table}[${target.column.name}]`,
    `Rename "${target.column.name}" only where it is shown, or in the warehouse too, where it is called ${origin.column}?`,
    [
      {
        id: "shown",
        text: `only in ${target.table}: "${target.column.name}" becomes "${shownName}"`,
        value: onlyShown,
      },
      { id: "everywhere", text: `in all layers: ${origin.model}.${origin.column} becomes ${asColumn}`, value: through },
    ],
  );
}

function requireFreeColumn(reading: Reading, model: string, name: string, except: string): void {
  if (sameName(name, except)) return;
  const taken = reading.catalogue.modelColumns.find((entry) => entry.model === model && sameName(entry.column, name));
  if (taken !== undefined) refuse("name-taken", `there is a ${labelOf(taken)} already`, "Choose another name.");
}

/** A column named as the warehouse calls it; a semantic column that has the same name in its own style follows. */
function renamedModelColumn(
  reading: Reading,
  target: ModelColumnEntry,
  given: string,
  everywhere: boolean,
): Understanding {
  const raw = unquoted(given);
  const name = /^[A-Za-z_][A-Za-z0-9_]*$/u.test(raw) ? raw : chosenColumnName(reading, target.model, chosenName(raw));
  if (name === target.column) alreadyThere(`the column is called ${name} already`);
  if (target.isSeed)
    refuse(
      "unsupported-rename",
      "columns of a seed are the header of a data file",
      "Rename the column in the model that reads the seed.",
    );
  requireFreeColumn(reading, target.model, name, target.column);
  const shown = reading.catalogue.columns.find(
    (entry) => entry.origin?.model === target.model && entry.origin.column === target.column,
  );
  const inStep = shown !== undefined && splitWords(shown.column.name).join(" ") === splitWords(target.column).join(" ");
  const semanticName = shown === undefined ? name : inStep || everywhere ? shownName(raw, name) : shown.column.name;
  return {
    status: "understood",
    intent: {
      kind: "rename-column",
      column: { model: target.model, column: target.column },
      ...(shown === undefined ? {} : { semantic: { table: shown.table, column: shown.column.name } }),
      name,
      semanticName,
    },
  };
}

/** What a warehouse name is shown as: as it was written, or its words in title case. */
function shownName(raw: string, name: string): string {
  return raw.includes("_") || raw === raw.toLowerCase() ? asWritten("", splitWords(name).join(" ")) : raw;
}

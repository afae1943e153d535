import type { Catalogue, ColumnEntry, ModelColumnEntry, Named } from "../catalogue/catalogue.ts";
import { downstream } from "../dbt/downstream.ts";
import { sameName } from "../dbt/final-select.ts";
import { foldLetters } from "../words/split-words.ts";
import { plausible, rank } from "./mention.ts";
import { choiceOf, idOf } from "./object-choice.ts";
import { choose, type Reading } from "./outcome.ts";
import { tokenize, wordsOf } from "./tokens.ts";
import { refuseUnknown } from "./unknown-name.ts";

type Kind = Named["kind"];

const KIND_PREFIXES: readonly (readonly [RegExp, readonly Kind[]])[] = [
  [/^(?:the\s+)?(?:existing\s+)?(?:measure|metric|kpi|calculation)\s+(?:called\s+|named\s+)?(.+)$/iu, ["measure"]],
  [/^(.+?)\s+(?:measure|metric|kpi|calculation)$/iu, ["measure"]],
  [/^(?:the\s+)?(?:dbt\s+)?(?:column|field|attribute)\s+(?:called\s+|named\s+)?(.+)$/iu, ["column", "model-column"]],
  [/^(.+?)\s+(?:column|field|attribute)$/iu, ["column", "model-column"]],
  [/^(?:the\s+)?table\s+(?:called\s+|named\s+)?(.+)$/iu, ["table", "model"]],
  [/^(.+?)\s+table$/iu, ["table", "model"]],
  [/^(?:the\s+)?(?:dbt\s+)?(?:model|seed)\s+(?:called\s+|named\s+)?(.+)$/iu, ["model"]],
  [/^(.+?)\s+(?:dbt\s+)?(?:model|seed)$/iu, ["model"]],
];

/** The one object a phrase names, among those of the kinds accepted; asks when several fit, refuses when none does. */
export function objectNamed(reading: Reading, phrase: string, accept: readonly Kind[]): Named {
  const found = objectsNamed(reading.catalogue, phrase, accept);
  if (found.length === 0) return refuseUnknown(reading, tokenize(phrase));
  const id = `object:${wordsOf(tokenize(phrase)).join(" ")}`;
  return choose(reading, id, `What is meant by "${phrase.trim()}"?`, found.map(choiceOf));
}

/** Objects a phrase may name; empty when there is none. */
export function objectsNamed(catalogue: Catalogue, phrase: string, accept: readonly Kind[]): readonly Named[] {
  const text = unquoted(phrase);
  const all = everything(catalogue).filter((thing) => accept.includes(thing.kind));
  const literal = withoutDuplicates(
    all.filter((thing) => literalNames(thing).some((name) => foldLetters(name) === foldLetters(text))),
  );
  if (literal.length > 0) return literal;
  const owned = inOwner(catalogue, text, all);
  if (owned.length > 0) return owned;
  for (const [pattern, kinds] of KIND_PREFIXES) {
    const inner = pattern.exec(text)?.[1];
    const narrowed = accept.filter((kind) => kinds.includes(kind));
    if (inner === undefined || narrowed.length === 0) continue;
    const found = objectsNamed(catalogue, inner, narrowed);
    if (found.length > 0) return found;
  }
  return withoutDuplicates(plausible(rank(wordsOf(tokenize(text)), all)).map((match) => match.thing));
}

/** True where the phrase is the whole name of one of these, and no part of it. */
export function wholeNameOf(catalogue: Catalogue, phrase: string, accept: readonly Kind[]): boolean {
  const text = unquoted(phrase);
  const all = everything(catalogue).filter((thing) => accept.includes(thing.kind));
  if (all.some((thing) => literalNames(thing).some((name) => foldLetters(name) === foldLetters(text)))) return true;
  return objectsNamed(catalogue, phrase, accept).some((thing) =>
    thing.names.some((name) => name.join(" ") === wordsOf(tokenize(text)).join(" ")),
  );
}

export function everything(catalogue: Catalogue): readonly Named[] {
  return [
    ...catalogue.measures,
    ...catalogue.columns,
    ...catalogue.tables,
    ...catalogue.models,
    ...catalogue.modelColumns,
  ];
}

export function unquoted(phrase: string): string {
  const text = phrase
    .trim()
    .replace(/^(?:the|our|my)\s+/iu, "")
    .replace(/[\s,;:]+$/u, "");
  const match = /^(?:"(.+)"|'(.+)'|`(.+)`)$/u.exec(text);
  return match?.[1] ?? match?.[2] ?? match?.[3] ?? text;
}

/** The names an object can be called by to the letter, qualified ones too. */
function literalNames(thing: Named): readonly string[] {
  switch (thing.kind) {
    case "measure":
      return [
        thing.measure.name,
        `[${thing.measure.name}]`,
        `${thing.table}[${thing.measure.name}]`,
        `'${thing.table}'[${thing.measure.name}]`,
      ];
    case "column": {
      const { name } = thing.column;
      return [name, `${thing.table}[${name}]`, `'${thing.table}'[${name}]`, `${thing.table}.${name}`];
    }
    case "table":
      return [thing.table.name];
    case "model":
      return [thing.name];
    case "model-column":
      return [thing.column, `${thing.model}.${thing.column}`];
  }
}

/** `color in fct_trips`, `color of the trips table`. */
function inOwner(catalogue: Catalogue, text: string, all: readonly Named[]): readonly Named[] {
  const match =
    /^(.+?)\s+(?:in|of|on|from)\s+(?:the\s+)?(?:(?:dbt\s+)?(?:table|model|seed)\s+)?(.+?)(?:\s+(?:table|model|seed))?$/iu.exec(
      text,
    );
  if (match === null) return [];
  const owners = objectsNamed(catalogue, match[2] ?? "", ["table", "model"]);
  const isIn = (thing: Named): boolean =>
    owners.some((owner) =>
      owner.kind === "table"
        ? ((thing.kind === "column" || thing.kind === "measure") && thing.table === owner.table.name) ||
          (thing.kind === "model-column" && thing.model === owner.feeds)
        : owner.kind === "model" && thing.kind === "model-column" && thing.model === owner.name,
    );
  const inside = all.filter(isIn);
  const what = unquoted(match[1] ?? "").replace(/^(?:column|field|measure)\s+|\s+(?:column|field|measure)$/giu, "");
  const literal = inside.filter((thing) => literalNames(thing).some((name) => foldLetters(name) === foldLetters(what)));
  if (literal.length > 0) return withoutDuplicates(literal);
  return withoutDuplicates(plausible(rank(wordsOf(tokenize(what)), inside)).map((other) => other.thing));
}

/**
 * A dbt column and the semantic column that shows it are one thing to people: the semantic one stands for both. Of dbt
 * columns that only pass a value on, those that a semantic table reads are meant.
 */
function withoutDuplicates(things: readonly Named[]): readonly Named[] {
  const columns = things.filter((thing): thing is ColumnEntry => thing.kind === "column");
  const shown = new Set(
    columns.flatMap((entry) => (entry.origin === undefined ? [] : [`${entry.origin.model}.${entry.origin.column}`])),
  );
  const visible = columns.filter((entry) => !entry.column.hidden);
  const hiddenOnes = new Set(visible.length > 0 ? columns.filter((entry) => entry.column.hidden).map(idOf) : []);
  const fed = new Set(
    things.flatMap((thing) => (thing.kind === "model-column" && thing.isFeeding ? [thing.model] : [])),
  );
  const passedOn = (thing: ModelColumnEntry): boolean =>
    columns.some(
      (entry) => entry.origin !== undefined && entry.names.some((name) => name.join() === thing.names[0]?.join()),
    );
  return things.filter((thing) => {
    if (hiddenOnes.has(idOf(thing))) return false;
    if (thing.kind === "model") return !things.some((other) => other.kind === "table" && other.feeds === thing.name);
    if (thing.kind === "model-column" && fed.size > 0 && !fed.has(thing.model)) return false;
    return thing.kind !== "model-column" || !(shown.has(`${thing.model}.${thing.column}`) || passedOn(thing));
  });
}

/** A model that only hands a column on to another candidate is not the one that people see. */
function mostDownstream(reading: Reading, entries: readonly ModelColumnEntry[]): readonly ModelColumnEntry[] {
  const { transform } = reading.catalogue;
  if (transform === undefined) return entries;
  return entries.filter(
    (entry) =>
      !entries.some(
        (other) =>
          other !== entry && other.column === entry.column && downstream(transform, [entry.model]).has(other.model),
      ),
  );
}

/** Columns of the very name that was written, in models that do not lead to those people see: they are others. */
function namesakes(reading: Reading, phrase: string, seen: readonly ModelColumnEntry[]): readonly ModelColumnEntry[] {
  const { transform, modelColumns } = reading.catalogue;
  const written = unquoted(phrase);
  if (transform === undefined || !seen.some((entry) => sameName(entry.column, written))) return [];
  const models = new Set(seen.map((entry) => entry.model));
  return modelColumns.filter(
    (entry) =>
      !entry.isSeed &&
      sameName(entry.column, written) &&
      !models.has(entry.model) &&
      ![...downstream(transform, [entry.model])].some((model) => models.has(model)),
  );
}

/** The dbt columns a phrase may name: where a semantic table reads one of them, only such. */
export function modelColumnNamed(
  reading: Reading,
  phrase: string,
  rows: "of-any-model" | "said" = "of-any-model",
): ModelColumnEntry {
  const { catalogue } = reading;
  const found = objectsNamed(catalogue, phrase, ["column", "model-column"]);
  const origins = found.flatMap((thing): ModelColumnEntry[] => {
    if (thing.kind === "model-column") return [thing];
    if (thing.kind !== "column" || thing.origin === undefined) return [];
    const { model, column } = thing.origin;
    return catalogue.modelColumns.filter((entry) => entry.model === model && entry.column === column);
  });
  const fed = new Set(catalogue.tables.flatMap((table) => (table.feeds === undefined ? [] : [table.feeds])));
  const inMarts = origins.filter((entry) => fed.has(entry.model));
  const seen = mostDownstream(reading, inMarts.length > 0 ? inMarts : origins);
  const kept = rows === "said" ? seen : [...seen, ...namesakes(reading, phrase, seen)];
  if (kept.length === 0) return refuseUnknown(reading, tokenize(phrase));
  return choose(
    reading,
    `model-column:${wordsOf(tokenize(phrase)).join(" ")}`,
    `Which column is meant by "${phrase.trim()}"?`,
    kept.map(choiceOf),
  );
}

import type { Understanding } from "@throughline/contracts";
import { columnTypeOf } from "../catalogue/build-catalogue.ts";
import type { Catalogue, SourceEntry } from "../catalogue/catalogue.ts";
import { sameName } from "../dbt/final-select.ts";
import { splitWords } from "../words/split-words.ts";
import { columnNameFor, semanticNameFor } from "./names.ts";
import { alreadyThere, choose, type Reading, refuse, SUPPORTED } from "./outcome.ts";
import { tokenize, wordsOf } from "./tokens.ts";
import { fieldsNamed, sameField, type UnloadedField } from "./unloaded-fields.ts";

const ASKS =
  /^(?:(?:add|load|include|bring(?: in)?|import|ingest|pull(?: in)?|expose|get|carry|take(?: in| over)?|surface|pick up|have|use)\s+)?(?:in\s+)?(?:a |an |the |our )?(?:new |missing |raw )?(?:(?:source\s+|input\s+|file\s+)?(?:field|column|attribute)\s+)?(.+?)(?:\s+(?:source\s+|input\s+)?(?:field|column|attribute))?(?:\s+(?:from|out of|of|in)\s+(?:the\s+)?(?:source|sources|files?|raw|input|loader|data|source files?|raw data|[\p{L}]+ files?)(?:\s+data)?)?(?:\s+(?:through|all the way|up|over|in)?\s*(?:to|into)\s+.+)?$/iu;

/** Reads "load X from the files". */
export function readSourceField(reading: Reading, text: string): Understanding | undefined {
  const phrase = ASKS.exec(text)?.[1];
  if (phrase === undefined) return undefined;
  const found = fieldsNamed(reading.catalogue, wordsOf(tokenize(phrase)));
  if (found.length === 0)
    return LOADS.test(text) && isInSources(reading, phrase) ? refuseWithoutLoader(reading) : undefined;
  const asksToLoad =
    /^(?:load|bring|import|ingest|pull|carry|expose|surface|pick up)\b|\b(?:field|column|from the (?:source|files?|raw))/iu.test(
      text,
    );
  if (!asksToLoad && found.every((match) => !match.exact)) return undefined;
  const field = choose(
    reading,
    `field:${phrase.toLowerCase()}`,
    `Which field of the files is "${phrase}"?`,
    found.map(({ thing }) => ({
      id: thing.field,
      text: `${thing.field} of ${thing.source.schema}.${thing.source.table}`,
      value: thing,
    })),
  );
  refuseWithoutLoader(reading);
  return { status: "understood", intent: sourceFieldIntent(reading, field) };
}

const LOADS = /^(?:load|import|ingest|pull in|bring in|bring)\b/iu;

/** A column of the warehouse's sources, by its very name. */
function isInSources({ catalogue }: Reading, phrase: string): boolean {
  const said = wordsOf(tokenize(phrase)).join("_");
  return catalogue.sources.some((source) =>
    source.columns.some(
      (column) => splitWords(column).join("_") === said || said.startsWith(`${splitWords(column).join("_")}_`),
    ),
  );
}

/** Asks for something that is not there yet, in whatever words. */
const MISSES =
  /\b(?:load|import|ingest|bring|pull|add|have|get|see|need|missing|miss|include|expose|carry|surface|lack|want|make)\b/iu;

/**
 * A request that names a column of the sources which no model reads and nothing else that is known: there is more to say
 * than that the project has no such name. Undefined where a loader could bring it, or where it names none.
 */
export function unreadField({ catalogue }: Reading, text: string): Understanding | undefined {
  if (catalogue.hasLoader || !MISSES.test(text)) return undefined;
  const said = ` ${wordsOf(tokenize(text)).join(" ")} `;
  const isRead = (column: string): boolean =>
    [...catalogue.modelColumns, ...catalogue.columns].some((entry) =>
      entry.names.some((name) => name.join(" ") === splitWords(column).join(" ")),
    );
  const unread = catalogue.sources.some((source) =>
    source.columns.some(
      (column) =>
        splitWords(column).length > 1 && said.includes(` ${splitWords(column).join(" ")} `) && !isRead(column),
    ),
  );
  return unread ? withoutLoader() : undefined;
}

function withoutLoader(): Understanding {
  return {
    status: "refused",
    code: "no-loader",
    reason: "this project has no loader that could be changed",
    hint: SUPPORTED,
  };
}

function refuseWithoutLoader({ catalogue }: Reading): undefined {
  if (!catalogue.hasLoader) refuse("no-loader", "this project has no loader that could be changed");
}

function sourceFieldIntent(
  reading: Reading,
  { field, type, source }: UnloadedField,
): Extract<Understanding, { status: "understood" }>["intent"] {
  const { catalogue } = reading;
  const transform = catalogue.transform;
  const first = transform?.models.find((model) =>
    model.sources.some((other) => other.source === source.source && other.table === source.table),
  );
  if (transform === undefined || first === undefined)
    return refuse(
      "no-staging",
      `no dbt model reads ${source.schema}.${source.table}`,
      "Add a staging model by hand first.",
    );
  const marts = catalogue.tables.flatMap((table) => {
    const path = table.feeds === undefined ? undefined : pathBetween(catalogue, first.name, table.feeds);
    return path === undefined ? [] : [{ table, path }];
  });
  const shortest = Math.min(...marts.map((mart) => mart.path.length));
  const carriers = marts.filter((mart) => mart.path.length === shortest && passesColumns(catalogue, mart.path));
  const chosen =
    carriers.length === 0
      ? undefined
      : choose(
          reading,
          `mart:${field}`,
          `To which table should ${field} go?`,
          carriers.map((mart) => ({ id: mart.table.table.name, text: mart.table.table.name, value: mart })),
        );
  const models = chosen?.path ?? [first.name];
  const column = columnNameFor(reading, first.name, splitWords(field));
  const last = models.at(-1) ?? first.name;
  if (catalogue.modelColumns.some((entry) => entry.model === last && sameName(entry.column, column)))
    alreadyThere(`column ${last}.${column}`);
  const dataType = usualType(catalogue, field, type, source, last);
  return {
    kind: "add-source-field",
    field,
    source: { schema: source.schema, table: source.table },
    column,
    dataType,
    models: [...models],
    ...(chosen === undefined
      ? {}
      : {
          semantic: {
            table: chosen.table.table.name,
            name: semanticNameFor(reading, chosen.table.table.name, splitWords(field)),
            type: columnTypeOf(dataType),
          },
        }),
  };
}

/** The models from `from` to `to` along ref(), shortest way, both ends included. */
function pathBetween(catalogue: Catalogue, from: string, to: string): readonly string[] | undefined {
  const paths: string[][] = [[to]];
  const seen = new Set([to]);
  for (let path = paths.shift(); path !== undefined; path = paths.shift()) {
    const [head = ""] = path;
    if (head === from) return path;
    const model = catalogue.transform?.models.find((other) => other.name === head);
    for (const ref of model?.refs ?? []) {
      if (seen.has(ref)) continue;
      seen.add(ref);
      paths.push([ref, ...path]);
    }
  }
  return undefined;
}

/** A mart that passes columns on from its source has rows of it; an aggregate or a list of days has not. */
function passesColumns(catalogue: Catalogue, path: readonly string[]): boolean {
  const columnsOf = (name: string | undefined): readonly string[] =>
    catalogue.modelColumns.filter((entry) => entry.model === name).map((entry) => entry.column.toLowerCase());
  const first = columnsOf(path[0]);
  const last = columnsOf(path.at(-1));
  return path.length === 1 || first.filter((column) => last.includes(column)).length >= 2;
}

/** The type that loaded fields of the same kind have where this one will arrive. */
function usualType(catalogue: Catalogue, field: string, type: string, source: SourceEntry, model: string): string {
  const alike = catalogue.inputFields.filter(
    (field) => field.type === type && source.columns.some((column) => sameField(column, field.name)),
  );
  const codes = alike.filter((other) => isCode(other.name));
  if (isCode(field) && codes.length === 0) return columnTypeOf(type) === "string" ? type.toLowerCase() : "integer";
  const types = (isCode(field) ? codes : alike).flatMap((field) => {
    const carried = catalogue.modelColumns.find(
      (entry) =>
        entry.model === model &&
        (sameField(entry.column, field.name) ||
          entry.names[0]?.join("").includes(splitWords(field.name).join("")) === true),
    );
    return carried?.dataType === undefined ? [] : [carried.dataType];
  });
  const counts = new Map<string, number>();
  for (const one of types) counts.set(one, (counts.get(one) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0] ?? type.toLowerCase();
}

/** Numbers that name or count something are whole, whatever type a file happens to give them. */
function isCode(field: string): boolean {
  return splitWords(field).some(
    (word) => ["id", "code", "key", "nr", "number", "count", "type"].includes(word) || /(?:code|id)$/u.test(word),
  );
}

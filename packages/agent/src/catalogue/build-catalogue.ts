import type { ColumnType, ProjectFiles, ProjectLayout, WarehouseFacts } from "@throughline/contracts";
import { type ModelTable, type SemanticModel, tabularKind } from "@throughline/semantic-model";
import {
  type DbtModel,
  type DbtProject,
  type DbtSeed,
  declaredColumns,
  describedColumn,
  transformOf,
} from "../dbt/dbt-project.ts";
import { sameName } from "../dbt/final-select.ts";
import { spokenNames } from "../words/abbreviations.ts";
import { descriptionHead } from "../words/description-head.ts";
import { initialsOf, withInitialsInFull } from "../words/initials.ts";
import { saidOf } from "../words/said-of.ts";
import { splitWords } from "../words/split-words.ts";
import type {
  Catalogue,
  ColumnEntry,
  MeasureEntry,
  ModelColumnEntry,
  ModelEntry,
  OpenModel,
  Recognisable,
  SourceEntry,
  TableEntry,
} from "./catalogue.ts";

type Relation = WarehouseFacts["relations"][number];

/** Reads everything a sentence can name from a project's text files and, where there is one, its warehouse. */
export function buildCatalogue(files: ProjectFiles, layout: ProjectLayout, facts?: WarehouseFacts): Catalogue {
  const semantic = openModels(files, layout);
  const transform = transformOf(files, layout);
  const relations = facts?.relations ?? [];
  const tables = semantic.flatMap(({ model }) => model.tables.map((table) => tableEntry(table, model, transform)));
  const models = transform === undefined ? [] : modelEntries(transform);
  const modelColumns =
    transform === undefined
      ? []
      : modelColumnEntries(models, transform, relations, new Set(tables.map((table) => table.feeds)));
  const described = tables.flatMap((table) => columnEntries(table, modelColumns));
  const values = wordsOfValues(described);
  const columns = withoutValues(described, values);
  const measures = withoutValues(tables.flatMap(measureEntries), values);
  return {
    semantic,
    ...(transform === undefined ? {} : { transform }),
    tables,
    columns,
    measures,
    models,
    modelColumns,
    sources: transform === undefined ? [] : sourceEntries(transform, relations),
    inputFields: facts?.inputFields ?? [],
    hasLoader: layout.loader !== undefined,
  };
}

/** Opens the semantic models of a project, whatever BI layer they are of. */
export function openModels(files: ProjectFiles, layout: ProjectLayout): readonly OpenModel[] {
  return layout.semanticModels.map(({ folder, reports }) => ({
    folder,
    model: tabularKind.open(files, folder, reports),
  }));
}

/** The dbt model that a semantic table reads. */
function feedingModel(table: ModelTable, transform: DbtProject | undefined): string | undefined {
  const name = table.source?.name;
  if (name === undefined || transform === undefined) return undefined;
  return [...transform.models, ...transform.seeds].find((node) => sameName(node.name, name))?.name;
}

function tableEntry(table: ModelTable, model: SemanticModel, transform: DbtProject | undefined): TableEntry {
  const feeds = feedingModel(table, transform);
  const spoken = spokenNames(table.name);
  const initials = initialsOf(spoken[0] ?? []);
  return {
    kind: "table",
    table,
    model,
    ...(feeds === undefined ? {} : { feeds }),
    names: [
      ...spoken,
      ...(feeds === undefined ? [] : [splitWords(feeds)]),
      ...(initials === undefined ? [] : [[initials], [`${initials}s`]]),
    ],
    contextWords: [],
    descriptionWords: saidOf(table.description),
    descriptionHead: descriptionHead(table.description ?? describedModel(transform, feeds)),
  };
}

function describedModel(transform: DbtProject | undefined, name: string | undefined): string | undefined {
  return [...(transform?.models ?? []), ...(transform?.seeds ?? [])].find((node) => node.name === name)?.properties
    ?.node.description;
}

function columnEntries(entry: TableEntry, modelColumns: readonly ModelColumnEntry[]): ColumnEntry[] {
  return entry.table.columns.map((column) => {
    const { sourceColumn } = column;
    const source =
      entry.feeds === undefined || sourceColumn === undefined
        ? undefined
        : modelColumns.find((other) => other.model === entry.feeds && sameName(other.column, sourceColumn));
    const names = [...spokenNames(column.name), ...column.synonyms.map(splitWords)];
    if (sourceColumn !== undefined) names.push(...spokenNames(sourceColumn));
    return {
      kind: "column",
      table: entry.table.name,
      column,
      model: entry.model,
      type: column.type === "datetime" && /^date$/iu.test(source?.dataType ?? "") ? "date" : column.type,
      ...(source === undefined ? {} : { origin: { model: source.model, column: source.column } }),
      ...valuesOf(source?.values, column.type === "string" ? column.description : undefined),
      names: withInitialsInFull(names, entry.names[0] ?? []),
      contextWords: contextOf(entry),
      descriptionWords: [...saidOf(column.description), ...(source?.descriptionWords ?? [])],
      descriptionHead:
        column.description === undefined ? (source?.descriptionHead ?? []) : descriptionHead(column.description),
    };
  });
}

/** A table in full and by its initials: "WO" says of WO Status only whose it is. */
function contextOf({ names: [name = []] }: TableEntry): readonly string[] {
  const initials = initialsOf(name);
  return initials === undefined ? name : [...name, initials];
}

/** A description that mentions a value does not name anything by it: "biggest price in cash" has a condition. */
function withoutValues<T extends Recognisable>(entries: readonly T[], values: ReadonlySet<string>): readonly T[] {
  const named = (words: readonly string[] = []): readonly string[] => words.filter((word) => !values.has(word));
  return entries.map((entry) => ({
    ...entry,
    descriptionWords: named(entry.descriptionWords),
    descriptionHead: named(entry.descriptionHead),
  }));
}

function wordsOfValues(columns: readonly ColumnEntry[]): ReadonlySet<string> {
  return new Set(
    columns.flatMap((entry) =>
      (entry.values ?? []).flatMap((value) => (typeof value === "string" ? splitWords(value) : [])),
    ),
  );
}

/** As the warehouse has them; else as a description lists them that does nothing else: "Private, Business or Other". */
function valuesOf(measured: ColumnEntry["values"], description: string | undefined): Pick<ColumnEntry, "values"> {
  if (measured !== undefined) return { values: measured };
  const list = /^(?:one of:?\s+|either\s+)?([\p{L}\d-]+(?:,\s+[\p{L}\d-]+)*,?\s+(?:or|oder)\s+[\p{L}\d-]+)\.?$/iu.exec(
    description ?? "",
  )?.[1];
  return list === undefined ? {} : { values: list.split(/,?\s+(?:or|oder)\s+|,\s+/iu) };
}

function measureEntries(entry: TableEntry): MeasureEntry[] {
  return entry.table.measures.map((measure) => ({
    kind: "measure",
    table: entry.table.name,
    measure,
    model: entry.model,
    names: withInitialsInFull(
      [...spokenNames(measure.name), ...measure.synonyms.map(splitWords)],
      entry.names[0] ?? [],
    ),
    contextWords: contextOf(entry),
    descriptionWords: saidOf(measure.description),
  }));
}

function modelEntries(transform: DbtProject): ModelEntry[] {
  const entry = (node: DbtModel | DbtSeed, isSeed: boolean): ModelEntry => ({
    kind: "model",
    name: node.name,
    node,
    isSeed,
    names: [splitWords(node.name)],
    contextWords: [],
    descriptionWords: saidOf(node.properties?.node.description),
  });
  return [...transform.models.map((node) => entry(node, false)), ...transform.seeds.map((node) => entry(node, true))];
}

function modelColumnEntries(
  models: readonly ModelEntry[],
  transform: DbtProject,
  relations: readonly Relation[],
  feeding: ReadonlySet<string | undefined>,
): ModelColumnEntry[] {
  const loaded = new Set(transform.sources.map((source) => `${source.schema}.${source.identifier}`.toLowerCase()));
  return models.flatMap((entry) => {
    const relation = relations.find(
      (other) => sameName(other.name, entry.name) && !loaded.has(`${other.schema}.${other.name}`.toLowerCase()),
    );
    const declared = declaredColumns(entry.node);
    const hides = "parsed" in entry.node && entry.node.outputs === undefined;
    const measured = relation?.columns.map((column) => column.name) ?? [];
    const missing = hides ? measured.filter((name) => !declared.some((other) => sameName(other, name))) : [];
    return [...declared, ...missing].map((name): ModelColumnEntry => {
      const described = describedColumn(entry.node, name);
      const fact = relation?.columns.find((column) => sameName(column.name, name));
      const dataType = described?.dataType ?? fact?.type;
      return {
        kind: "model-column",
        model: entry.name,
        column: name,
        isSeed: entry.isSeed,
        isFeeding: feeding.has(entry.name),
        ...(dataType === undefined ? {} : { dataType }),
        ...(fact?.values === undefined ? {} : { values: fact.values }),
        names: spokenNames(name),
        contextWords: splitWords(entry.name),
        descriptionWords: saidOf(described?.description),
        descriptionHead: descriptionHead(described?.description),
      };
    });
  });
}

function sourceEntries(transform: DbtProject, relations: readonly Relation[]): SourceEntry[] {
  return transform.sources.map((source) => {
    const relation = relations.find(
      (other) => sameName(other.name, source.identifier) && sameName(other.schema, source.schema),
    );
    const described = source.properties.node.columns.map((column) => column.name);
    return {
      source: source.source,
      schema: source.schema,
      table: source.table,
      columns: [...new Set([...described, ...(relation?.columns.map((column) => column.name) ?? [])])],
      names: [splitWords(source.table), splitWords(source.identifier)],
      contextWords: splitWords(source.source),
      descriptionWords: saidOf(source.properties.node.description),
    };
  });
}

/** The kind of value a warehouse type holds. */
export function columnTypeOf(dataType: string | undefined): ColumnType {
  const type = (dataType ?? "").toLowerCase();
  if (/^(?:tinyint|smallint|integer|int\d*|bigint|hugeint|u(?:tinyint|smallint|integer|bigint))$/u.test(type))
    return "integer";
  if (/^(?:decimal|numeric)/u.test(type)) return "decimal";
  if (/^(?:double|float|real)/u.test(type)) return "double";
  if (/^bool/u.test(type)) return "boolean";
  if (type === "date") return "date";
  if (/^(?:timestamp|datetime)/u.test(type)) return "datetime";
  return /^(?:varchar|text|string|char)/u.test(type) ? "string" : "unknown";
}

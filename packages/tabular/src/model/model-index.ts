import type { DaxScope } from "../dax/bind.ts";
import { nameKey } from "../text/same-name.ts";
import type { Column, Measure, Model, Table } from "./model.ts";

/** Looks objects of a model up by name, without regard to case. Of two objects of one name the first is found. */
export interface ModelIndex {
  readonly model: Model;
  table(name: string): Table | undefined;
  column(table: string, name: string): Column | undefined;
  /** A measure by its name alone. */
  measure(name: string): Measure | undefined;
  scope(homeTable?: string): DaxScope;
}

const indexes = new WeakMap<Model, ModelIndex>();

export function indexModel(model: Model): ModelIndex {
  const known = indexes.get(model);
  if (known) return known;
  const made = makeIndex(model);
  indexes.set(model, made);
  return made;
}

function makeIndex(model: Model): ModelIndex {
  const tables = new Map<string, Table>();
  const columns = new Map<string, Map<string, Column>>();
  const measures = new Map<string, Measure>();
  const functions = new Set(model.functions.map((defined) => nameKey(defined.name)));
  const calendars = new Set(model.tables.flatMap((table) => table.calendars.map(nameKey)));
  for (const table of model.tables) {
    tables.set(nameKey(table.name), table);
    const own = new Map<string, Column>();
    for (const column of table.columns) if (!own.has(nameKey(column.name))) own.set(nameKey(column.name), column);
    columns.set(nameKey(table.name), own);
    for (const measure of table.measures) {
      if (!measures.has(nameKey(measure.name))) measures.set(nameKey(measure.name), measure);
    }
  }
  const index: ModelIndex = {
    model,
    table: (name) => tables.get(nameKey(name)),
    column: (table, name) => columns.get(nameKey(table))?.get(nameKey(name)),
    measure: (name) => measures.get(nameKey(name)),
    scope: (homeTable) => ({
      findTable: (name) => index.table(name)?.name,
      findColumn: (table, name) => index.column(table, name)?.name,
      columnType: (table, name) => index.column(table, name)?.dataType,
      findMeasure: (name) => {
        const found = index.measure(name);
        return found && { table: found.table, name: found.name };
      },
      isModelFunction: (name) => functions.has(nameKey(name)),
      isCalendar: (name) => calendars.has(nameKey(name)),
      ...(homeTable !== undefined && { homeTable }),
      tableNames: () => model.tables.map((table) => table.name),
      columnNames: (table) => index.table(table)?.columns.map((column) => column.name) ?? [],
      measureNames: () => model.tables.flatMap((table) => table.measures.map((measure) => measure.name)),
    }),
  };
  return index;
}

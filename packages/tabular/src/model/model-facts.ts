import { nameKey } from "../text/same-name.ts";
import { parseNamePath } from "../tmdl/name.ts";
import type { Column, Measure, Model, Relationship, Role, Table } from "./model.ts";
import { indexModel } from "./model-index.ts";
import { pathProperty, property } from "./property.ts";

/** A relationship with the columns it names, where they are there. */
export interface RelatedColumns {
  readonly relationship: Relationship;
  readonly from?: Column;
  readonly to?: Column;
}

/** What the parts of a model are to each other. */
export interface ModelFacts {
  readonly columns: readonly Column[];
  readonly measures: readonly Measure[];
  readonly relationships: readonly RelatedColumns[];
  tableOf(member: Column | Measure): Table | undefined;
  /** By itself, or with its table. */
  isHidden(member: Column | Measure): boolean;
  relationshipsOf(column: Column): readonly RelatedColumns[];
  relationshipsOfTable(table: Table): readonly RelatedColumns[];
  /** Another column is sorted by it. */
  sortsAnother(column: Column): boolean;
  isInHierarchy(column: Column): boolean;
  /** It stands in for another column, as the date of an automatic date table does. */
  isInVariation(column: Column): boolean;
  /** Roles that let only some rows of a table be seen. */
  rolesFiltering(table: Table): readonly Role[];
}

const facts = new WeakMap<Model, ModelFacts>();

export function modelFacts(model: Model): ModelFacts {
  const known = facts.get(model);
  if (known) return known;
  const made = collect(model);
  facts.set(model, made);
  return made;
}

function collect(model: Model): ModelFacts {
  const index = indexModel(model);
  const columns = model.tables.flatMap((table) => table.columns);
  const relationships = model.relationships.map((relationship): RelatedColumns => {
    const [from, to] = [relationship.from, relationship.to].map((path) => {
      const [table, column] = path?.parts ?? [];
      return table && column ? index.column(table.value, column.value) : undefined;
    });
    return { relationship, ...(from && { from }), ...(to && { to }) };
  });
  const byColumn = new Map<Column, RelatedColumns[]>();
  const byTable = new Map<string, RelatedColumns[]>();
  for (const related of relationships) {
    const ends = new Set([related.from, related.to].filter((end) => end !== undefined));
    for (const end of ends) add(byColumn, end, related);
    for (const table of new Set([...ends].map((end) => nameKey(end.table)))) add(byTable, table, related);
  }
  const sorting = new Set<Column>();
  const inHierarchies = new Set<Column>();
  const inVariations = new Set<Column>();
  for (const table of model.tables) {
    const put = (into: Set<Column>, name: string | undefined, of = table.name): void => {
      const column = name === undefined ? undefined : index.column(of, name);
      if (column) into.add(column);
    };
    for (const column of table.columns) {
      put(sorting, column.sortByColumn?.parts.at(-1)?.value);
      for (const node of column.origin.node.children) {
        if (node.keyword !== "variation") continue;
        const path = pathProperty({ file: column.origin.file, node }, "defaultColumn")?.parts ?? [];
        put(inVariations, path[1]?.value, path[0]?.value);
      }
    }
    for (const hierarchy of table.hierarchies) {
      for (const level of hierarchy.levels) put(inHierarchies, level.column?.parts.at(-1)?.value);
    }
  }
  const filtering = new Map<string, Role[]>();
  for (const role of model.roles) {
    for (const { table, filter } of role.permissions) {
      if (filter && filter.text.trim() !== "") add(filtering, nameKey(table), role);
    }
  }
  return {
    columns,
    measures: model.tables.flatMap((table) => table.measures),
    relationships,
    tableOf: (member) => index.table(member.table),
    isHidden: (member) => member.hidden || index.table(member.table)?.hidden === true,
    relationshipsOf: (column) => byColumn.get(column) ?? [],
    relationshipsOfTable: (table) => byTable.get(nameKey(table.name)) ?? [],
    sortsAnother: (column) => sorting.has(column),
    isInHierarchy: (column) => inHierarchies.has(column),
    isInVariation: (column) => inVariations.has(column),
    rolesFiltering: (table) => filtering.get(nameKey(table.name)) ?? [],
  };
}

function add<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

export function isManyToMany({ fromCardinality, toCardinality }: Relationship): boolean {
  return fromCardinality === "many" && toCardinality === "many";
}

export function isNumber({ dataType }: Column): boolean {
  return dataType === "int64" || dataType === "decimal" || dataType === "double";
}

/** Computed by DAX row by row; a column of a calculated table is not. */
export function isCalculatedColumn(column: Column): boolean {
  return column.expression !== undefined || nameKey(property(column.origin, "type") ?? "") === "calculated";
}

/** The columns that paths of names in properties mean: `Sales.'Order Date'`, or `'Order Date'` of a table. */
export function columnOfPath(model: Model, written: string, table: string): Column | undefined {
  const parts = parseNamePath(written.trim()) ?? [];
  const [first, second] = parts;
  const index = indexModel(model);
  return second ? index.column(first?.value ?? "", second.value) : first && index.column(table, first.value);
}

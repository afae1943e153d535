import type { Model, Relationship, Table } from "../model/model.ts";
import { indexModel } from "../model/model-index.ts";
import { nameKey } from "../text/same-name.ts";
import { CannotEvaluate } from "./cannot-evaluate.ts";
import type { ContextFilter, FilterContext } from "./filter-context.ts";
import { RelationshipPaths, type Step } from "./relationship-paths.ts";
import { RowSource } from "./row-source.ts";
import type { Scalar } from "./scalar.ts";
import { sqlName } from "./sql.ts";

/** One aggregate of one table under one filter context, grouped by the group-by columns that still filter it. */
export interface Leaf {
  readonly sql: string;
  /** Indexes of the group-by columns it has. */
  readonly keys: readonly number[];
  readonly steps: readonly Step[];
}

/**
 * Writes the sub-query of an aggregate. Filters reach its table over relationships from one to many; a filter that has
 * no way to the table does not filter it, as in DAX.
 */
export function compileLeaf(
  model: Model,
  table: Table,
  context: FilterContext,
  aggregate: (rows: RowSource) => { readonly sql: string; readonly where?: readonly string[] },
): Leaf {
  const rows = new RowSource(model, table, pathsOf(model, context.usedRelationships));
  const keys: { index: number; value: Scalar }[] = [];
  const conditions: string[] = [];
  for (const filter of context.filters) {
    if (!reaches(model, rows, filter)) continue;
    if (filter.kind === "group") keys.push({ index: filter.index, value: rows.column(filter.columns[0]) });
    else conditions.push(filter.condition((column) => rows.column(column)));
  }
  const { sql, where } = aggregate(rows);
  const selected = keys.flatMap(({ index, value }) => keyColumns(index, value));
  const all = [...conditions, ...(where ?? [])];
  const clauses = [
    `select ${[...selected.map((column) => column.sql), `${sql} as "v"`].join(", ")}`,
    rows.fromSql(),
    ...(all.length > 0 ? [`where ${all.join(" and ")}`] : []),
    ...(keys.length > 0 ? [`group by ${keys.map(({ value }) => groupSql(value)).join(", ")}`] : []),
  ];
  return { sql: clauses.join(" "), keys: keys.map(({ index }) => index), steps: [...rows.steps] };
}

/** The columns that carry a group-by value: texts are one group whatever their case, and show one of their spellings. */
export function keyColumns(index: number, value: Scalar): { sql: string }[] {
  const key = { sql: `${groupSql(value)} as ${sqlName(`k${index}`)}` };
  if (value.type !== "text") return [key];
  return [key, { sql: `min(${value.sql}) as ${sqlName(`d${index}`)}` }];
}

export function groupSql(value: Scalar): string {
  return value.type === "text" ? `lower(${value.sql})` : value.sql;
}

function reaches(model: Model, rows: RowSource, filter: ContextFilter): boolean {
  const [column] = filter.columns;
  const table = column && indexModel(model).table(column.table);
  if (!table) return false;
  const path = rows.pathTo(table);
  if (path.kind === "refused") throw new CannotEvaluate(path.reason);
  return path.kind === "steps";
}

const graphs = new WeakMap<Model, Map<string, RelationshipPaths>>();

export function pathsOf(model: Model, used: readonly Relationship[]): RelationshipPaths {
  const known = graphs.get(model) ?? new Map<string, RelationshipPaths>();
  graphs.set(model, known);
  const key = used.map((relationship) => nameKey(relationship.name)).join("\n");
  const before = known.get(key);
  if (before) return before;
  const made = new RelationshipPaths(model, used);
  known.set(key, made);
  return made;
}

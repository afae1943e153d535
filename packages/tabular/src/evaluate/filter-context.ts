import type { Column, Relationship, Table } from "../model/model.ts";
import { nameKey } from "../text/same-name.ts";
import type { Scalar } from "./scalar.ts";

/** A filter on columns: a group-by column, whose value is the group's, or a condition on columns of one table. */
export type ContextFilter =
  | { readonly kind: "group"; readonly columns: readonly [Column]; readonly index: number }
  | {
      readonly kind: "condition";
      readonly columns: readonly Column[];
      /** The condition as SQL, given the SQL of each of its columns. Never null. */
      condition(columnValue: (column: Column) => Scalar): string;
    };

/** The filters under which an aggregate is taken. Immutable. */
export interface FilterContext {
  readonly filters: readonly ContextFilter[];
  readonly usedRelationships: readonly Relationship[];
}

export function columnKey(column: Column): string {
  return `${nameKey(column.table)}\n${nameKey(column.name)}`;
}

/** Takes away filters for which `isMeant` holds for every column; a filter meant only in part is undefined. */
export function removeFilters(context: FilterContext, isMeant: (column: Column) => boolean): FilterContext | undefined {
  const kept: ContextFilter[] = [];
  for (const filter of context.filters) {
    const meant = filter.columns.filter(isMeant).length;
    if (meant === 0) kept.push(filter);
    else if (meant < filter.columns.length) return undefined;
  }
  return { ...context, filters: kept };
}

export function addFilter(context: FilterContext, filter: ContextFilter): FilterContext {
  return { ...context, filters: [...context.filters, filter] };
}

export function isColumnOf(tables: ReadonlySet<string> | Table): (column: Column) => boolean {
  return "has" in tables
    ? (column) => tables.has(nameKey(column.table))
    : (column) => nameKey(column.table) === nameKey(tables.name);
}

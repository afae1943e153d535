import { type NormalQuery, NotUnderstood } from "./normal-form.ts";

/** A query whose first columns get other names. */
export function renamed(query: NormalQuery, names: readonly string[]): NormalQuery {
  if (names.length === 0) return query;
  if (query.open.length > 0) throw new NotUnderstood("it renames columns that are not known");
  return { ...query, columns: query.columns.map((column, at) => ({ ...column, name: names[at] ?? column.name })) };
}

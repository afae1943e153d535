/** One text for a relation: DuckDB folds case in names. */
export function relationKey(schema: string, name: string): string {
  return `${schema}\0${name}`.toLowerCase();
}

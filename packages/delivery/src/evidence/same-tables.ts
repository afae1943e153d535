import type { Evidence, TableDiff } from "@throughline/contracts";

/**
 * Whether each of the models that were built has, in every column of production, the rows and values it has there, as the data
 * diff saw them; new columns aside. What reads only these tables cannot show another number then. Not so where a table was not
 * compared, or not as a whole.
 */
export function sameTables(
  models: readonly string[],
  { tables = [], columns, rowCounts }: Pick<Evidence, "tables" | "columns" | "rowCounts">,
): boolean {
  const same = new Set(tables.filter(isSame).map(({ model }) => model));
  return (
    models.every((model) => same.has(model)) &&
    columns.every(({ removed, retyped }) => removed.length + retyped.length === 0) &&
    rowCounts.every(({ after }) => after !== null)
  );
}

function isSame({ how, rows, columns, caps }: TableDiff): boolean {
  const { before, after, added, removed, changed } = rows;
  const moved = before !== after || added + removed + (changed ?? 0) > 0;
  return how !== "not-compared" && !moved && columns.length === 0 && caps.length === 0;
}

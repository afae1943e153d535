import type { TableDiff } from "@throughline/contracts";
import type { ComparedColumn } from "./compared-table.ts";

/** Rows shown of each kind of change. */
export const SAMPLE_ROWS = 5;

/** Columns shown of each row, the key aside: more is not read. */
export const SAMPLE_COLUMNS = 12;

const VALUE_CHARACTERS = 80;

const MASK = "•••";

type Sample = TableDiff["samples"][number];
type Cell = { column: string; before: string | null; after: string | null };

/** A value as the sample shows it, in SQL: what is sensitive does not leave the database, what is NULL stays NULL. */
export function shownValue(column: ComparedColumn, text: string): string {
  const shown = column.sensitive
    ? `'${MASK}'`
    : `case when length(${text}) > ${VALUE_CHARACTERS} then left(${text}, ${VALUE_CHARACTERS - 1}) || '…' else ${text} end`;
  return `case when ${text} is not null then ${shown} end`;
}

/** One row that is on one side only: its values in the order of the columns. */
export function oneSided(
  change: "added" | "removed",
  columns: readonly ComparedColumn[],
  values: readonly unknown[],
): Sample {
  const cells = columns.map(({ name }, at): Cell => {
    const value = values[at] === null ? null : String(values[at]);
    return { column: name, before: change === "removed" ? value : null, after: change === "added" ? value : null };
  });
  return { change, values: cells };
}

/** One row that changed: its key, then its columns that differ. `values` has before, after and whether they differ of each. */
export function changedRow(
  key: readonly ComparedColumn[],
  columns: readonly ComparedColumn[],
  values: readonly unknown[],
): Sample {
  const cells: Cell[] = [];
  let others = 0;
  for (const [at, column] of [...key, ...columns].entries()) {
    const [before, after, differs] = values.slice(3 * at, 3 * at + 3);
    const isKey = at < key.length;
    if (!isKey && (differs !== true || ++others > SAMPLE_COLUMNS)) continue;
    cells.push({
      column: column.name,
      before: before === null ? null : String(before),
      after: after === null ? null : String(after),
    });
  }
  return { change: "changed", values: cells };
}

/** Whole numbers by what they hold; each holds those before it in its row. */
const WHOLE = [
  ["TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT"],
  ["UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT"],
] as const;

/** Digits that each whole type needs before the point of a decimal. */
const DIGITS: Readonly<Record<string, number>> = { TINYINT: 3, SMALLINT: 5, INTEGER: 10, BIGINT: 19, HUGEINT: 39 };

/** Whole numbers up to this width are exact as a double. */
const EXACT_IN_DOUBLE = ["TINYINT", "SMALLINT", "INTEGER", "UTINYINT", "USMALLINT", "UINTEGER"];

/**
 * Whether every value of one DuckDB type is a value of another, so that nothing is lost in it. What is not known to be wider is
 * not: another kind of value breaks those who read it, even where it holds as much.
 */
export function isWider(before: string, after: string): boolean {
  if (before === after) return true;
  if (WHOLE.some((row) => includesInOrder(row, before, after))) return true;
  if (before === "FLOAT" && after === "DOUBLE") return true;
  if (after === "DOUBLE") return EXACT_IN_DOUBLE.includes(before);
  const [was, is] = [decimal(before), decimal(after)];
  if (!is) return false;
  const needed = was ? was.whole : DIGITS[before];
  return needed !== undefined && is.whole >= needed && is.scale >= (was?.scale ?? 0);
}

function includesInOrder(row: readonly string[], before: string, after: string): boolean {
  return row.includes(before) && row.indexOf(after) > row.indexOf(before);
}

function decimal(type: string): { whole: number; scale: number } | undefined {
  const [, width, scale] = /^DECIMAL\((\d+),\s*(\d+)\)$/.exec(type) ?? [];
  return width === undefined ? undefined : { whole: Number(width) - Number(scale), scale: Number(scale) };
}

/**
 * The only way to put a name or a value into DAX text. Nothing that comes from outside is interpolated without it, so
 * no name can end a bracket and no value can end a string.
 */
export function daxTable(name: string): string {
  return `'${name.replaceAll("'", "''")}'`;
}

/** A table in the place of another: without quotes where that was written so and the name allows it. */
export function daxTableLike(before: string, name: string): string {
  return !before.startsWith("'") && /^[A-Za-z_][A-Za-z0-9_]*$/u.test(name) ? name : daxTable(name);
}

export function daxColumn(table: string, column: string): string {
  return daxTable(table) + daxBracket(column);
}

export function daxMeasure(name: string): string {
  return daxBracket(name);
}

export function daxBracket(name: string): string {
  return `[${name.replaceAll("]", "]]")}]`;
}

export function daxText(value: string): string {
  return `"${value.replaceAll('"', '""')}"`;
}

/** Undefined for a number DAX has no way to write. */
export function daxNumber(value: number): string | undefined {
  if (!Number.isFinite(value)) return undefined;
  return Object.is(value, -0) ? "0" : String(value).replace("e+", "E").replace("e-", "E-");
}

export function daxBoolean(value: boolean): string {
  return value ? "TRUE()" : "FALSE()";
}

/** From `2026-11-23`; undefined when that is no day of the calendar. */
export function daxDate(isoDate: string): string | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/u.exec(isoDate);
  if (!match) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const date = new Date(Date.UTC(year, month - 1, day));
  const exists = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists ? `DATE(${year}, ${month}, ${day})` : undefined;
}

import type { Preview } from "@throughline/contracts";

/** Relative difference up to which two numbers are the same: sums of doubles depend on the order of rows. */
const SAME = 1e-9;

/** Whether two answers are the same: numbers up to the order of summing, everything else exactly. */
export function sameValues(a: Preview, b: Preview): boolean {
  if (a.unavailable !== undefined || b.unavailable !== undefined) return a.unavailable === b.unavailable;
  return (
    a.rows.length === b.rows.length &&
    a.rows.every((row, at) => row.every((value, index) => sameValue(value, b.rows[at]?.[index])))
  );
}

/** Whether two values are the same, numbers up to the order of summing. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (typeof a !== "number" || typeof b !== "number") return a === b;
  return a === b || Math.abs(a - b) <= SAME * Math.max(Math.abs(a), Math.abs(b));
}

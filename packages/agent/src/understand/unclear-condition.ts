import type { Filter } from "@throughline/contracts";
import { simpleFormulaOf } from "./known-formula.ts";
import { filteredFormulaOf } from "./measure-parts.ts";
import { isAdditive } from "./number-columns.ts";
import type { Reading } from "./outcome.ts";
import type { Quantity } from "./quantity.ts";
import { type Token, wordsOf } from "./tokens.ts";

/** "a or b" of two columns, "from a to b": neither a list of values nor conditions that all hold. */
export function linksUnclearly(tokens: readonly Token[], filters: readonly Filter[]): boolean {
  const text = wordsOf(tokens).join(" ");
  const values = filters.reduce((sum, filter) => sum + (filter.operator === "in" ? filter.values.length - 1 : 0), 0);
  if (values > 0 && /\bfrom .+ (?:to|until|till|through) |\bbetween .+ and /u.test(` ${text} `)) return true;
  const ors =
    text.match(/\bor (?!more|less|above|over|up|higher|longer|fewer|below|under|lower|shorter)/gu)?.length ?? 0;
  const columns = new Set(filters.map(({ column }) => `${column.table}.${column.column}`));
  const negated = filters.filter((filter) => filter.operator === "<>").length;
  return ors > values + Math.max(0, negated - 1) && columns.size > 1;
}

/** "total amount without tips" may be less the tips, or of the rows that have none. */
export function mayBePart(reading: Reading, quantity: Quantity, filters: readonly Filter[], label: string): boolean {
  const { formula, measure } = quantity;
  const plain = measure === undefined ? formula : simpleFormulaOf(reading.catalogue, measure);
  if (plain?.kind !== "aggregate" || plain.function !== "sum") return false;
  return filters.some(({ column }) => {
    const entry = reading.catalogue.columns.find(
      (one) => one.table === column.table && one.column.name === column.column,
    );
    const isPresence = label.includes(`without ${column.column}`) || label.endsWith(`with ${column.column}`);
    return entry !== undefined && isAdditive(entry) && isPresence;
  });
}

/** A measure that is of one value already has no rows with another: "north of south sales". */
export function isContradicted(reading: Reading, { measure }: Quantity, filters: readonly Filter[]): boolean {
  const own = measure === undefined ? undefined : filteredFormulaOf(reading.catalogue, measure);
  return filters.some((filter) =>
    own?.filters.some(({ column }) => column.table === filter.column.table && column.column === filter.column.column),
  );
}

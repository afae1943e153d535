import type { ColumnEntry } from "../catalogue/catalogue.ts";
import type { Dimension } from "./dimension.ts";
import type { Quantity } from "./quantity.ts";

export const shownBy = new WeakMap<Quantity, ColumnEntry>();

/** The same number, to be shown by a column. */
export function seenBy(quantity: Quantity, entry: ColumnEntry): Quantity {
  const copy = { ...quantity };
  shownBy.set(copy, entry);
  return copy;
}

export const seenInParts = new WeakMap<Quantity, Dimension & { kind: "part" }>();

export function seenByPart(quantity: Quantity, part: Dimension & { kind: "part" }): Quantity {
  const copy = { ...quantity };
  seenInParts.set(copy, part);
  return copy;
}

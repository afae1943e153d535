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

/** A number made of another, to be shown by what that one is. */
export function seenLike(one: Quantity, made: Quantity): Quantity {
  const entry = shownBy.get(one);
  const part = seenInParts.get(one);
  if (entry !== undefined) shownBy.set(made, entry);
  if (part !== undefined) seenInParts.set(made, part);
  return made;
}

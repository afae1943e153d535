/**
 * The words of a name in small letters: `OrderDate`, `order_date` and `Order Date 2` have "order" and "date" in them, and
 * "Candidate" has neither.
 */
export function nameWords(name: string): readonly string[] {
  return (name.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?[^\P{L}\p{Lu}]+/gu) ?? []).map((word) => word.toLowerCase());
}

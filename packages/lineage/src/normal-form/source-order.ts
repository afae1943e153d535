import { byText, keyOf } from "./key-of.ts";
import type { NormalQuery, Source } from "./normal-form.ts";
import { sourceText } from "./text.ts";

/** Relations that all meet without a condition of their own do so in any order. */
export function inOneOrder(query: NormalQuery): NormalQuery {
  if (query.sources.some(({ how }) => how !== "from" && how !== "cross")) return query;
  const groups = Map.groupBy(
    query.sources.map(({ source }) => source),
    (source) => sourceText(source),
  );
  const orders = [...groups].sort(byText).reduce<readonly (readonly Source[])[]>(
    (before, [, alike]) => {
      const further = before.length * factorial(alike.length) > MOST_ORDERS ? [alike] : permutations(alike);
      return before.flatMap((order) => further.map((next) => [...order, ...next]));
    },
    [[]],
  );
  const made = orders.map((order) => ({
    ...query,
    sources: order.map((source, at) => ({ source, how: at === 0 ? "from" : "cross", on: [] })),
  }));
  const [only = query] = made;
  return made.length < 2 ? only : (made.map((one) => [keyOf(one), one] as const).sort(byText)[0]?.[1] ?? only);
}

/** Of relations that are alike, as those of a self-join, each order is tried, and the one with the least text is taken. */
const MOST_ORDERS = 24;

function factorial(count: number): number {
  return count < 2 ? 1 : count * factorial(count - 1);
}

function permutations<T>(items: readonly T[]): readonly (readonly T[])[] {
  if (items.length < 2) return [items];
  return items.flatMap((first, at) => permutations(items.toSpliced(at, 1)).map((rest) => [first, ...rest]));
}

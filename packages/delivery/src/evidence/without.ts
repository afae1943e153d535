/**
 * What is left of a bag once each thing of another bag has taken away one that is the same by its key; order means nothing.
 */
export function without<T>(things: readonly T[], others: readonly T[], keyOf: (thing: T) => string = String): T[] {
  const left = others.map(keyOf);
  return things.filter((thing) => {
    const at = left.indexOf(keyOf(thing));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

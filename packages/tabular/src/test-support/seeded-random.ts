/** Numbers that look random and are the same for one seed (mulberry32), so that a failure can be run again. */
export interface SeededRandom {
  /** From 0 up to, not including, `limit`. */
  below(limit: number): number;
  /** One of a list; undefined for an empty one. */
  pick<T>(list: readonly T[]): T | undefined;
}

export function seededRandom(seed: number): SeededRandom {
  let state = seed >>> 0;
  const below = (limit: number): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  };
  return { below, pick: (list) => list[below(list.length)] };
}

import { AWKWARD_PAIRS } from "./awkward.ts";
import { HOSTILE_PAIRS } from "./hostile.ts";
import { MORE_HOSTILE_PAIRS } from "./hostile-more.ts";
import type { Pair } from "./pair.ts";
import { SINGLE_PAIRS } from "./single.ts";
import { TAXI_PAIRS } from "./taxi.ts";

export const PAIRS: readonly Pair[] = [
  ...TAXI_PAIRS,
  ...AWKWARD_PAIRS,
  ...SINGLE_PAIRS,
  ...HOSTILE_PAIRS,
  ...MORE_HOSTILE_PAIRS,
];

import type { Change } from "./change.ts";

/** Changes of the depot. */
export const depotChanges: readonly Change[] = [];

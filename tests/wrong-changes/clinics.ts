import type { Change } from "./change.ts";

/** Changes of the clinics. */
export const clinicChanges: readonly Change[] = [];

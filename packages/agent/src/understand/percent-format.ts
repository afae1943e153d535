import type { Reading } from "./outcome.ts";

/** The model's own way to show percentages. */
export function percentFormat(reading: Reading): string {
  const counts = new Map<string, number>();
  for (const { measure } of reading.catalogue.measures)
    if (measure.format?.includes("%")) counts.set(measure.format, (counts.get(measure.format) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? "0.0%";
}

import { expect, it } from "vitest";
import { mask } from "./mask.ts";

function check(text: string, expected: string): void {
  expect(mask(text)).toBe(expected);
}

it.each<[string, string, string]>([
  ["a request's id", "r-1017fd5086  step 6 of 10", "r-…  step 6 of 10"],
  ["a plan's id", "Plan p-acc76a5f7798: Test", "Plan p-…: Test"],
  ["a verdict's id", "Verdict v-8f609fa05672679e: failed", "Verdict v-…: failed"],
  ["a lineage tag", "\t\tlineageTag: 0127bbfb-c588-4d3f-bf73-d331eecf50c8", "\t\tlineageTag: …"],
  ["a commit", "Merged as 0a1b2c3d4e5f", "Merged as …"],
  ["a commit in a list", "  a1b2c3d Ana Analyst: Add the measure", "  … Ana Analyst: Add the measure"],
  ["a duration", "✓  dbt build  passed  2.98 s", "✓  dbt build  passed  … s"],
  ["a moment", "* 2  2026-01-01T10:00:00.000Z  set-up", "* 2  …  set-up"],
  [
    "the name of a test",
    "test.nyc_taxi.not_null_trips_fare.b1370cab1c: Got 62 results",
    "test.nyc_taxi.not_null_trips_fare.…: Got 62 results",
  ],
  [
    "the order in which tables came in",
    "Data version 3 is production (zones 74, trips 500).",
    "Data version 3 is production (trips 500, zones 74).",
  ],
])("masks %s", (_, text, expected) => check(text, expected));

it.each([
  "Trips[Trip Count] = 1234567",
  "  Cash: 4567890 trips",
  "visuals Overview/9ff9db7b359ea2a639e0",
  "2024-06",
  "rows 500, 2 decimals",
])("leaves what the data says: %s", (text) => check(text, text));

import { expect, it } from "vitest";
import { fits } from "./pattern.ts";

it.each<[string, string, boolean]>([
  ["Revenue", "revenue", true],
  ["Revenue*", "Revenue per Trip", true],
  ["Revenue*", "Total Revenue", false],
  ["*revenue*", "Total Revenue (USD)", true],
  ["Total (USD) [net]", "Total (USD) [net]", true],
  ["Total (USD)", "Total USD", false],
  ["transform/models/*.sql", "transform/models/trips.sql", true],
  ["transform/models/*.sql", "transform/models/marts/trips.sql", false],
  ["transform/**/*.sql", "transform/trips.sql", true],
  ["transform/**/*.sql", "transform/models/marts/trips.sql", true],
  ["**/finance/**", "transform/models/finance/p.sql", true],
  ["finance/**", "transform/finance/p.sql", false],
  ["a.c", "abc", false],
  ["a?c", "abc", true],
  ["Übersicht/*", "übersicht/karte", true],
])("%s and %s: %s", (pattern, name, expected) => {
  expect(fits(pattern, name)).toBe(expected);
});

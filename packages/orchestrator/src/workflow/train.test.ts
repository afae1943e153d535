import type { Plan } from "@throughline/contracts";
import { expect, it } from "vitest";
import { isDisjoint } from "./train.ts";

/** What a plan names and reaches; the rest says nothing of what it has to do with. */
function planOf(intent: object, reaches: { models?: string[]; measures?: string[] } = {}): Plan {
  const blastRadius = { models: reaches.models ?? [], measures: reaches.measures ?? [], visuals: [] };
  return { intent, effects: { blastRadius } } as unknown as Plan;
}

const sumOf = (measure: string) => ({ kind: "measure", measure: { table: "Orders", measure } });
const adding = (name: string, ...of: string[]) => planOf({ kind: "add-measure", name, formulas: of.map(sumOf) });

it.each([
  ["measures of other measures", adding("A", "Revenue"), adding("B", "Cost")],
  ["tests of other models", planOf({ column: { model: "orders" } }), planOf({ column: { model: "customers" } })],
  ["a measure and a model", adding("A", "Revenue"), planOf({ column: { model: "orders" } }, { models: ["daily"] })],
])("%s have nothing to do with each other", (_, one, two) => {
  expect(isDisjoint(one, two)).toBe(true);
  expect(isDisjoint(two, one)).toBe(true);
});

it.each([
  ["two measures of one name", adding("Margin", "Revenue"), adding("margin", "Cost")],
  ["two measures made of the same one", adding("A", "Revenue"), adding("B", "Revenue")],
  [
    "a measure and the change of what it is made of",
    adding("A", "Revenue"),
    planOf({ measure: { measure: "Revenue" } }),
  ],
  ["a model and what it reaches", planOf({ column: { model: "daily" } }), planOf({}, { models: ["daily"] })],
  ["a measure and what reaches it", adding("A", "Revenue"), planOf({}, { measures: ["Revenue"] })],
])("%s have", (_, one, two) => {
  expect(isDisjoint(one, two)).toBe(false);
  expect(isDisjoint(two, one)).toBe(false);
});

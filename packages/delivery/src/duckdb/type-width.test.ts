import { expect, it } from "vitest";
import { isWider } from "./type-width.ts";

it.each([
  ["INTEGER", "BIGINT", true],
  ["BIGINT", "INTEGER", false],
  ["DECIMAL(12,2)", "DECIMAL(18,2)", true],
  ["DECIMAL(12,2)", "DECIMAL(12,4)", false],
  ["DECIMAL(18,2)", "DECIMAL(12,2)", false],
  ["INTEGER", "DECIMAL(12,2)", true],
  ["BIGINT", "DECIMAL(12,2)", false],
  ["BIGINT", "DOUBLE", false],
  ["INTEGER", "DOUBLE", true],
  ["FLOAT", "DOUBLE", true],
  ["DOUBLE", "FLOAT", false],
  ["INTEGER", "VARCHAR", false],
  ["TIMESTAMP", "DATE", false],
  ["UINTEGER", "INTEGER", false],
])("%s as %s is wider: %s", (before, after, wider) => {
  expect(isWider(before, after)).toBe(wider);
});

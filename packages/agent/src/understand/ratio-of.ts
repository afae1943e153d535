import type { Reading } from "./outcome.ts";
import { type Quantity, usualFolder } from "./quantity.ts";

export function ratioOf(reading: Reading, numerator: Quantity, denominator: Quantity, name: string): Quantity {
  const currency = /[$€£¥]/u.test(numerator.format ?? "");
  const folder = numerator.folder ?? usualFolder(reading, numerator.table);
  return {
    formula: { kind: "ratio", numerator: numerator.formula, denominator: denominator.formula },
    table: numerator.table,
    name,
    description: `${numerator.name} divided by ${denominator.name}.`,
    format: currency && !/[$€£¥]/u.test(denominator.format ?? "") ? (numerator.format ?? "#,0.00") : "#,0.00",
    ...(folder === undefined ? {} : { folder }),
    columns: [...numerator.columns, ...denominator.columns],
  };
}

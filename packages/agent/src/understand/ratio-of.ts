import { type Reading, refuse } from "./outcome.ts";
import { type Quantity, usualFolder } from "./quantity.ts";

export function ratioOf(reading: Reading, numerator: Quantity, denominator: Quantity, name: string): Quantity {
  // What is divided by itself was not meant: one of the two was not understood.
  if (JSON.stringify(numerator.formula) === JSON.stringify(denominator.formula))
    refuse(
      "unclear-formula",
      `both parts of "${name}" would be ${numerator.name}`,
      "Say both numbers by the names that the project has for them.",
    );
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

import type { Formula } from "@throughline/contracts";
import type { SemanticModel } from "@throughline/semantic-model";
import type { Catalogue, ColumnEntry, MeasureEntry } from "../catalogue/catalogue.ts";

const PROBE = "throughline probe 7f3a";

/**
 * How the model itself would write a formula. A measure is added to a throw-away copy for it, so that existing measures
 * can be recognised without this package knowing any model's language; undefined when the model cannot express it.
 */
function expressionOf(model: SemanticModel, table: string, formula: Formula): string | undefined {
  const result = model.edit([{ kind: "add-measure", table, name: PROBE, formula, display: {} }]);
  if ("findings" in result) return undefined;
  return result.model.tables.flatMap((other) => other.measures).find((measure) => measure.name === PROBE)?.expression;
}

/** Spelling that does not change what an expression says. */
function comparable(expression: string): string {
  return expression.replaceAll(/[\s']+/gu, "").toLowerCase();
}

const remembered = new WeakMap<Catalogue, Map<string, MeasureEntry | null>>();

/** The measure that computes exactly this already. */
export function measureComputing(catalogue: Catalogue, formula: Formula): MeasureEntry | undefined {
  const known = remembered.get(catalogue) ?? new Map<string, MeasureEntry | null>();
  remembered.set(catalogue, known);
  const key = JSON.stringify(formula);
  const before = known.get(key);
  if (before !== undefined) return before ?? undefined;
  const table = tableOf(formula);
  const model = catalogue.tables.find((entry) => entry.table.name === table)?.model;
  const expression = model === undefined || table === undefined ? undefined : expressionOf(model, table, formula);
  const found =
    expression === undefined
      ? undefined
      : catalogue.measures.find(
          (entry) => entry.model === model && comparable(entry.measure.expression) === comparable(expression),
        );
  known.set(key, found ?? null);
  return found;
}

/** A table the formula reads. */
export function tableOf(formula: Formula): string | undefined {
  switch (formula.kind) {
    case "aggregate":
      return formula.column.table;
    case "rows":
      return formula.table;
    case "measure":
      return formula.measure.table;
    case "ratio":
      return tableOf(formula.numerator);
    case "filtered":
    case "share":
      return tableOf(formula.of);
    case "difference":
      return tableOf(formula.left);
    case "total":
      return formula.terms.map(tableOf)[0];
  }
}

/** The formula of a measure, where it is an aggregate of a column, a count of rows, or such with the model's own filter. */
export function simpleFormulaOf(catalogue: Catalogue, measure: MeasureEntry): Formula | undefined {
  // Writing every formula of a wide table takes seconds: only columns that the measure mentions can be in it.
  const written = comparable(measure.measure.expression);
  for (const formula of simpleFormulas(catalogue, measure.table)) {
    if (formula.kind === "aggregate" && !written.includes(comparable(formula.column.column))) continue;
    if (measureComputing(catalogue, formula) === measure) return formula;
  }
  return undefined;
}

function simpleFormulas(catalogue: Catalogue, table: string): readonly Formula[] {
  const columns = catalogue.columns.filter((entry): entry is ColumnEntry => entry.table === table);
  const functions = ["sum", "average", "min", "max", "distinct-count", "count"] as const;
  return [
    { kind: "rows", table },
    ...columns.flatMap((entry) =>
      functions.map(
        (name): Formula => ({ kind: "aggregate", function: name, column: { table, column: entry.column.name } }),
      ),
    ),
  ];
}

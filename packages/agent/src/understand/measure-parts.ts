import type { Filter, Formula } from "@throughline/contracts";
import type { Catalogue, ColumnEntry, MeasureEntry } from "../catalogue/catalogue.ts";
import { measureComputing, simpleFormulaOf } from "./known-formula.ts";

/** What a measure computes, where that is an aggregate, or another number of some rows, or one number by another. */
export function formulaOf(catalogue: Catalogue, measure: MeasureEntry): Formula | undefined {
  return (
    simpleFormulaOf(catalogue, measure) ?? filteredFormulaOf(catalogue, measure) ?? ratioFormulaOf(catalogue, measure)
  );
}

/** `CALCULATE([Orders], Customer[Segment] = "A")` in parts: another measure, where a column has one value. */
export function filteredFormulaOf(
  catalogue: Catalogue,
  measure: MeasureEntry,
): Extract<Formula, { kind: "filtered" }> | undefined {
  const filters = catalogue.columns
    .filter((entry) => mentions(measure, entry.column.name))
    .flatMap((entry) => equalities(measure, entry));
  const rows: Formula = { kind: "rows", table: measure.table };
  const wholes = [...othersIn(catalogue, measure).map(reference), ...aggregatesIn(catalogue, measure), rows];
  for (const of of filters.length === 0 ? [] : wholes) {
    for (const filter of filters) {
      const formula: Formula = { kind: "filtered", of, filters: [filter] };
      if (measureComputing(catalogue, formula) === measure) return formula;
    }
  }
  return undefined;
}

/** `DIVIDE([A], [B])` in parts. */
export function ratioFormulaOf(
  catalogue: Catalogue,
  measure: MeasureEntry,
): Extract<Formula, { kind: "ratio" }> | undefined {
  const others = othersIn(catalogue, measure);
  for (const numerator of others) {
    for (const denominator of others) {
      const formula: Formula = { kind: "ratio", numerator: reference(numerator), denominator: reference(denominator) };
      if (measureComputing(catalogue, formula) === measure) return formula;
    }
  }
  return undefined;
}

function reference(entry: MeasureEntry): Formula {
  return { kind: "measure", measure: { table: entry.table, measure: entry.measure.name } };
}

/** Aggregates of the columns that the measure mentions beside its condition. */
function aggregatesIn(catalogue: Catalogue, measure: MeasureEntry): readonly Formula[] {
  return catalogue.columns
    .filter((entry) => entry.table === measure.table && mentions(measure, entry.column.name))
    .flatMap((entry) =>
      (["sum", "average", "min", "max", "distinct-count"] as const).map(
        (name): Formula => ({
          kind: "aggregate",
          function: name,
          column: { table: entry.table, column: entry.column.name },
        }),
      ),
    );
}

/** Writing every formula of a wide model takes seconds: only what the measure mentions can be in it. */
function othersIn(catalogue: Catalogue, measure: MeasureEntry): readonly MeasureEntry[] {
  return catalogue.measures.filter((entry) => entry !== measure && mentions(measure, entry.measure.name));
}

function equalities(measure: MeasureEntry, entry: ColumnEntry): readonly Filter[] {
  const values =
    entry.type === "boolean"
      ? [true, false]
      : (entry.values ?? []).filter((value) => typeof value === "string" && measure.measure.expression.includes(value));
  return values.map((value) => ({
    column: { table: entry.table, column: entry.column.name },
    operator: "=",
    values: [value],
  }));
}

function mentions(measure: MeasureEntry, name: string): boolean {
  const plain = (text: string): string => text.replaceAll(/[\s'\]]+/gu, "").toLowerCase();
  return plain(measure.measure.expression).includes(plain(name));
}

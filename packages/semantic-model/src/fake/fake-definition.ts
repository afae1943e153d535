import type { ColumnRef, Filter, Formula, MeasureRef } from "@throughline/contracts";
import type { ModelColumn, ModelMeasure, ModelRelationship, ModelTable, ModelVisual } from "../semantic-model.ts";

/** A model as one JSON file, with formulas instead of a language. */
export interface FakeDefinition {
  readonly name: string;
  readonly tables: readonly FakeTable[];
  readonly relationships: readonly ModelRelationship[];
  readonly visuals: readonly Omit<ModelVisual, "file" | "report">[];
}
export interface FakeTable extends Omit<ModelTable, "columns" | "measures" | "place"> {
  readonly columns: readonly Omit<ModelColumn, "place">[];
  readonly measures: readonly FakeMeasure[];
}
export interface FakeMeasure extends Omit<ModelMeasure, "place" | "expression"> {
  readonly formula: Formula;
}

/** The columns and measures a formula names. */
export function refsOf(formula: Formula): (ColumnRef | MeasureRef)[] {
  const ofFilter = (filter: Filter): ColumnRef => filter.column;
  switch (formula.kind) {
    case "aggregate":
      return [formula.column];
    case "rows":
      return [];
    case "measure":
      return [formula.measure];
    case "ratio":
      return [...refsOf(formula.numerator), ...refsOf(formula.denominator)];
    case "filtered":
      return [...refsOf(formula.of), ...formula.filters.map(ofFilter)];
    case "share":
      return [...refsOf(formula.of), ...formula.over.flatMap((item) => ("column" in item ? [item] : []))];
    case "difference":
      return [...refsOf(formula.left), ...refsOf(formula.right)];
    case "total":
      return formula.terms.flatMap(refsOf);
  }
}

/** The tables whose rows a formula counts, itself and not by way of another measure. */
export function tablesCounted(formula: Formula): string[] {
  switch (formula.kind) {
    case "rows":
      return [formula.table];
    case "ratio":
      return [...tablesCounted(formula.numerator), ...tablesCounted(formula.denominator)];
    case "filtered":
    case "share":
      return tablesCounted(formula.of);
    case "difference":
      return [...tablesCounted(formula.left), ...tablesCounted(formula.right)];
    case "total":
      return formula.terms.flatMap(tablesCounted);
    default:
      return [];
  }
}

export function refKey(ref: ColumnRef | MeasureRef): string {
  return "column" in ref ? `column/${ref.table}/${ref.column}` : `measure/${ref.measure}`;
}

export function brokenReferences({ tables, visuals }: FakeDefinition): string[] {
  const known = new Set(
    tables.flatMap(({ name: table, columns, measures }) => [
      ...columns.map(({ name: column }) => refKey({ table, column })),
      ...measures.map(({ name: measure }) => refKey({ table, measure })),
    ]),
  );
  const used = [
    ...tables.flatMap((table) => table.measures.flatMap(({ formula }) => refsOf(formula))),
    ...visuals.flatMap((visual) => [...visual.columns, ...visual.measures]),
  ];
  return used
    .map(refKey)
    .filter((key) => !known.has(key))
    .map((key) => `there is no ${key}`);
}

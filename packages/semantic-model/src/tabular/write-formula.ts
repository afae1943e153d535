import type { ColumnRef, Filter, Formula, Literal } from "@throughline/contracts";
import {
  type Column,
  daxBoolean,
  daxColumn,
  daxDate,
  daxMeasure,
  daxNumber,
  daxTable,
  daxText,
  type ModelIndex,
} from "@throughline/tabular";

/** A formula in DAX, or why it cannot be written for this model. */
export type WrittenFormula = { readonly dax: string } | { readonly problem: string };

/** Writes a formula in DAX. All names and values pass the DAX writer; every object must exist in the model. */
export function writeFormula(index: ModelIndex, formula: Formula): WrittenFormula {
  try {
    return { dax: write(index, formula) };
  } catch (error) {
    if (error instanceof CannotWrite) return { problem: error.message };
    throw error;
  }
}

/** Never leaves this file: it carries the reason out of the recursion. */
class CannotWrite extends Error {}

function write(index: ModelIndex, formula: Formula): string {
  switch (formula.kind) {
    case "aggregate":
      return aggregate(index, formula.function, formula.column);
    case "rows":
      return `COUNTROWS(${table(index, formula.table)})`;
    case "measure": {
      const measure = index.measure(formula.measure.measure);
      if (!measure) throw new CannotWrite(`there is no measure [${formula.measure.measure}]`);
      return daxMeasure(measure.name);
    }
    case "ratio":
      return `DIVIDE(${write(index, formula.numerator)}, ${write(index, formula.denominator)})`;
    case "filtered": {
      const filters = formula.filters.map((filter) => writeFilter(index, filter));
      return `CALCULATE(${[write(index, formula.of), ...filters].join(", ")})`;
    }
    case "share": {
      const of = write(index, formula.of);
      const removed = formula.over.map((item) => `REMOVEFILTERS(${over(index, item)})`);
      return `DIVIDE(${of}, CALCULATE(${[of, ...removed].join(", ")}))`;
    }
    case "difference":
      return `${write(index, formula.left)} - ${operand(index, formula.right)}`;
    case "total":
      return formula.terms.map((term) => write(index, term)).join(" + ");
  }
}

/** On the right of a minus, a sum needs parentheses. */
function operand(index: ModelIndex, formula: Formula): string {
  const text = write(index, formula);
  return formula.kind === "difference" || formula.kind === "total" ? `(${text})` : text;
}

const aggregations = { sum: "SUM", average: "AVERAGE", min: "MIN", max: "MAX", "distinct-count": "DISTINCTCOUNT" };

function aggregate(index: ModelIndex, name: (Formula & { kind: "aggregate" })["function"], ref: ColumnRef): string {
  const found = column(index, ref);
  const type = found.dataType;
  if ((name === "sum" || name === "average") && (type === "string" || type === "boolean" || type === "dateTime")) {
    throw new CannotWrite(`${name} needs numbers, and '${found.table}'[${found.name}] is ${type}`);
  }
  const written = daxColumn(found.table, found.name);
  if (name === "count") return `${type === "boolean" ? "COUNTA" : "COUNT"}(${written})`;
  return `${aggregations[name]}(${written})`;
}

function writeFilter(index: ModelIndex, filter: Filter): string {
  const found = column(index, filter.column);
  const left = daxColumn(found.table, found.name);
  const values = filter.values.map((value) => writeLiteral(found, value));
  if (filter.operator === "in") return `${left} IN {${values.join(", ")}}`;
  const [only, another] = values;
  if (only === undefined || another !== undefined) {
    throw new CannotWrite(`\`${filter.operator}\` compares with exactly one value`);
  }
  return `${left} ${filter.operator} ${only}`;
}

function writeLiteral(target: Column, literal: Literal): string {
  const [written, fits] = literalOf(literal);
  if (written === undefined) throw new CannotWrite(`${JSON.stringify(literal)} is no value of DAX`);
  if (target.dataType !== undefined && !fits.includes(target.dataType)) {
    const name = `'${target.table}'[${target.name}]`;
    throw new CannotWrite(`${JSON.stringify(literal)} cannot be compared with ${name}, which is ${target.dataType}`);
  }
  return written;
}

function literalOf(literal: Literal): readonly [written: string | undefined, fits: readonly string[]] {
  if (typeof literal === "string") return [daxText(literal), ["string"]];
  if (typeof literal === "number") return [daxNumber(literal), ["int64", "double", "decimal"]];
  if (typeof literal === "boolean") return [daxBoolean(literal), ["boolean"]];
  return [daxDate(literal.date), ["dateTime"]];
}

function over(index: ModelIndex, item: { table: string } | ColumnRef): string {
  if (!("column" in item)) return table(index, item.table);
  const found = column(index, item);
  return daxColumn(found.table, found.name);
}

function table(index: ModelIndex, name: string): string {
  const found = index.table(name);
  if (!found) throw new CannotWrite(`there is no table '${name}'`);
  return daxTable(found.name);
}

function column(index: ModelIndex, ref: ColumnRef): Column {
  const found = index.column(ref.table, ref.column);
  if (!found) throw new CannotWrite(`there is no column '${ref.table}'[${ref.column}]`);
  return found;
}

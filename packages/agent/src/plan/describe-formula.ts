import type { Filter, Formula } from "@throughline/contracts";

const AGGREGATIONS = {
  sum: "sum",
  average: "average",
  min: "smallest value",
  max: "largest value",
  count: "number of values",
  "distinct-count": "number of different values",
};

/** A formula in words, for people. */
export function describeFormula(formula: Formula): string {
  switch (formula.kind) {
    case "aggregate":
      return `${AGGREGATIONS[formula.function]} of ${formula.column.table}[${formula.column.column}]`;
    case "rows":
      return `number of rows of ${formula.table}`;
    case "measure":
      return formula.measure.measure;
    case "ratio":
      return `${inner(formula.numerator)} divided by ${inner(formula.denominator)}`;
    case "filtered":
      return `${inner(formula.of)} where ${formula.filters.map(describeFilter).join(" and ")}`;
    case "share":
      return `${inner(formula.of)} as a share of all`;
    case "difference":
      return `${inner(formula.left)} minus ${inner(formula.right)}`;
    case "total":
      return formula.terms.map(inner).join(" plus ");
  }
}

function inner(formula: Formula): string {
  const text = describeFormula(formula);
  return formula.kind === "measure" || formula.kind === "aggregate" || formula.kind === "rows" ? text : `(${text})`;
}

export function describeFilter(filter: Filter): string {
  const values = filter.values.map((value) => (typeof value === "object" ? value.date : String(value)));
  const operator = { "=": "is", "<>": "is not", in: "is one of" }[filter.operator as string] ?? filter.operator;
  return `${filter.column.column} ${operator} ${values.join(", ")}`;
}

import type { Derivation, Formula, Intent, NewColumn, Understanding } from "@throughline/contracts";
import { describeFilter } from "../plan/describe-formula.ts";

/** One line for a result, so that expectations read like the sentences they belong to. */
export function printUnderstanding(result: Understanding): string {
  switch (result.status) {
    case "question":
      return `? ${result.questions.map((question) => question.choices.map((choice) => choice.id).join(" | ")).join(" & ")}`;
    case "refused":
      return `! ${result.code}`;
    case "no-change":
      return `= ${result.existing.split(":")[0]}`;
    case "understood":
      return printIntent(result.intent);
  }
}

function printIntent(intent: Intent): string {
  switch (intent.kind) {
    case "add-measure": {
      const by =
        intent.by.length === 0
          ? ""
          : ` by ${intent.by.map((column) => `${column.table}[${column.column}]`).join(", ")}`;
      const columns = intent.columns.map((column) => ` with ${printColumn(column)}`).join("");
      return `measure ${intent.name} = ${printFormula(intent.formula)}${by}${columns}`;
    }
    case "change-measure":
      return `change ${intent.measure.measure} = ${printFormula(intent.formula)}`;
    case "remove-measure":
      return `remove ${intent.measure.measure}`;
    case "rename-measure":
      return `rename [${intent.measure.measure}] to ${intent.name}`;
    case "add-column":
      return `column ${printColumn(intent.column)}`;
    case "rename-column": {
      const warehouse =
        intent.column === undefined ? "" : ` ${intent.column.model}.${intent.column.column} to ${intent.name}`;
      const shown =
        intent.semantic === undefined
          ? ""
          : ` ${intent.semantic.table}[${intent.semantic.column}] to ${intent.semanticName}`;
      return `rename${warehouse}${shown}`;
    }
    case "sync":
      return `sync ${intent.edits.map(({ kind }) => kind).join(", ")}`;
    case "add-test":
      return `test ${intent.column.model}.${intent.column.column} ${printTest(intent.test)}`;
    case "describe": {
      const { semantic, column, model } = intent;
      const shown =
        semantic === undefined
          ? []
          : [
              "measure" in semantic
                ? `[${semantic.measure}]`
                : "column" in semantic
                  ? `${semantic.table}[${semantic.column}]`
                  : semantic.table,
            ];
      const warehouse =
        column !== undefined ? [`${column.model}.${column.column}`] : model !== undefined ? [model] : [];
      return `describe ${[...shown, ...warehouse].join(" + ")} ${JSON.stringify(intent.display)}`;
    }
    case "add-source-field":
      return `load ${intent.field} as ${intent.column} ${intent.dataType} through ${intent.models.join(", ")}`;
  }
}

function printTest(test: (Intent & { kind: "add-test" })["test"]): string {
  if (test.kind === "accepted_values") return `in ${JSON.stringify(test.values)}`;
  return test.kind === "relationships" ? `exists in ${test.to.model}.${test.to.column}` : test.kind;
}

function printColumn(column: NewColumn): string {
  return `${column.model}.${column.column} = ${printDerivation(column.derivation)}`;
}

function printDerivation(derivation: Derivation): string {
  switch (derivation.kind) {
    case "duration":
      return `${derivation.unit}(${derivation.start} .. ${derivation.end})`;
    case "ratio":
      return `${derivation.numerator} / ${derivation.denominator}`;
    case "sum":
      return derivation.columns.join(" + ");
    case "difference":
      return `${derivation.left} - ${derivation.right}`;
    case "bucket":
      return `${derivation.column}: ${derivation.labels.map((label, at) => `${label}${at < derivation.bounds.length ? ` ${derivation.inclusive?.[at] === true ? "<=" : "<"}${derivation.bounds[at]}` : ""}`).join(", ")}`;
    case "date-part":
      return `${derivation.part}(${derivation.column})`;
    case "compare":
      return `${derivation.column} ${derivation.operator} ${String(derivation.value)}`;
  }
}

function printFormula(formula: Formula): string {
  switch (formula.kind) {
    case "aggregate":
      return `${formula.function}(${formula.column.table}[${formula.column.column}])`;
    case "rows":
      return `rows(${formula.table})`;
    case "measure":
      return `[${formula.measure.measure}]`;
    case "ratio":
      return `${printFormula(formula.numerator)} / ${printFormula(formula.denominator)}`;
    case "filtered":
      return `${printFormula(formula.of)} where ${formula.filters.map(describeFilter).join(" and ")}`;
    case "share":
      return `share(${printFormula(formula.of)} over ${formula.over.map((over) => ("column" in over ? `${over.table}[${over.column}]` : over.table)).join(", ")})`;
    case "difference":
      return `${printFormula(formula.left)} - ${printFormula(formula.right)}`;
    case "total":
      return formula.terms.map(printFormula).join(" + ");
  }
}

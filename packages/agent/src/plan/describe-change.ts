import type { ColumnTest, Derivation, Intent, Layer } from "@throughline/contracts";
import { describeFormula } from "./describe-formula.ts";

/** The change in one sentence. */
export function summarise(intent: Intent): string {
  switch (intent.kind) {
    case "add-measure": {
      const columns = intent.columns.map((column) => `, with the new column ${column.model}.${column.column}`).join("");
      return `Add the measure "${intent.name}" to ${intent.table}: ${describeFormula(intent.formula)}${columns}`;
    }
    case "change-measure":
      return `Change the measure "${intent.measure.measure}" to ${describeFormula(intent.formula)}`;
    case "remove-measure":
      return `Remove the measure "${intent.measure.measure}"`;
    case "rename-measure":
      return `Rename the measure "${intent.measure.measure}" to "${intent.name}"`;
    case "add-column":
      return `Add the column ${intent.column.model}.${intent.column.column}: ${describeDerivation(intent.column.derivation)}`;
    case "rename-column":
      return intent.column === undefined
        ? `Rename the column ${intent.semantic?.table}[${intent.semantic?.column}] to "${intent.semanticName}"`
        : `Rename the column ${intent.column.model}.${intent.column.column} to ${intent.name} in all layers`;
    case "add-test":
      return `Test that ${intent.column.model}.${intent.column.column} ${describeTest(intent.test)}`;
    case "describe":
      return intent.display.deprecated === true
        ? `Deprecate ${describedObject(intent)}: it is hidden, and can be removed once this is released`
        : `Change ${describedProperties(intent)} of ${describedObject(intent)}`;
    case "sync":
      return `Bring dbt and Power BI in step: ${intent.edits.length} ${intent.edits.length === 1 ? "edit" : "edits"}`;
    case "add-source-field":
      return `Load the field ${intent.field} and carry it as ${intent.column} through ${intent.models.join(", ")}`;
  }
}

/** What happens in one of the files. */
export function summariseFile(intent: Intent, path: string, layer: Layer): string {
  const isProperties = /\.ya?ml$/u.test(path);
  switch (intent.kind) {
    case "add-measure": {
      const column = intent.columns[0];
      if (layer !== "transform") {
        const also = column?.semantic === undefined ? "" : `column "${column.semantic.name}" and `;
        return `add ${also}measure "${intent.name}"`;
      }
      return isProperties ? `describe column ${column?.column}` : `compute column ${column?.column}`;
    }
    case "change-measure":
      return `change measure "${intent.measure.measure}"`;
    case "remove-measure":
      return `remove measure "${intent.measure.measure}"`;
    case "rename-measure":
      return layer === "report" ? `show "${intent.name}"` : `rename "${intent.measure.measure}" to "${intent.name}"`;
    case "add-column":
      if (layer !== "transform") return `add column "${intent.column.semantic?.name}"`;
      return isProperties ? `describe column ${intent.column.column}` : `compute column ${intent.column.column}`;
    case "rename-column":
      return layer === "transform"
        ? `rename ${intent.column?.column} to ${intent.name}`
        : `follow the new name "${intent.semanticName}"`;
    case "add-test":
      return `test that ${intent.column.column} ${describeTest(intent.test)}`;
    case "describe":
      return intent.display.deprecated === true ? "hide and deprecate it" : `change ${describedProperties(intent)}`;
    case "sync":
      return "say what the other layer says";
    case "add-source-field":
      if (layer === "loader") return `load field ${intent.field}`;
      return isProperties ? `describe column ${intent.column}` : `pass on column ${intent.column}`;
  }
}

function describeDerivation(derivation: Derivation): string {
  switch (derivation.kind) {
    case "duration":
      return `${derivation.unit} from ${derivation.start} to ${derivation.end}`;
    case "ratio":
      return `${derivation.numerator} divided by ${derivation.denominator}`;
    case "sum":
      return derivation.columns.join(" plus ");
    case "difference":
      return `${derivation.left} minus ${derivation.right}`;
    case "bucket":
      return `ranges of ${derivation.column}: ${derivation.labels.join(", ")}`;
    case "date-part":
      return `${derivation.part} of ${derivation.column}`;
    case "compare":
      return `whether ${derivation.column} ${derivation.operator} ${String(derivation.value)}`;
  }
}

function describeTest(test: ColumnTest): string {
  switch (test.kind) {
    case "not_null":
      return "is never empty";
    case "unique":
      return "has no value twice";
    case "accepted_values":
      return `is one of ${test.values.map((value) => JSON.stringify(value)).join(", ")}`;
    case "relationships":
      return `exists in ${test.to.model}.${test.to.column}`;
  }
}

function describedProperties(intent: Intent & { kind: "describe" }): string {
  const names: Record<string, string> = {
    hidden: "visibility",
    sortBy: "sort order",
    folder: "display folder",
    deprecated: "deprecation",
  };
  return Object.keys(intent.display)
    .map((key) => names[key] ?? key)
    .join(" and ");
}

function describedObject(intent: Intent & { kind: "describe" }): string {
  const { semantic, column, model } = intent;
  if (semantic === undefined) return column === undefined ? (model ?? "") : `${column.model}.${column.column}`;
  if ("measure" in semantic) return `measure "${semantic.measure}"`;
  return "column" in semantic ? `column ${semantic.table}[${semantic.column}]` : `table ${semantic.table}`;
}

import {
  type ColumnRef,
  type Effects,
  type Intent,
  isSensitiveName,
  type MeasureRef,
  measureNode,
  modelNode,
  type NewColumn,
  type NodeName,
  semanticNode,
} from "@throughline/contracts";
import type { SemanticModel } from "@throughline/semantic-model";

/** What a change does by itself, whoever hangs on it. */
export type OwnEffects = Omit<Effects, "blastRadius">;

/** Where a change begins: whatever hangs on it is for the lineage to say. */
export interface Touched {
  /** What shows or holds something else, or looks otherwise. A new thing has nothing that hangs on it. */
  readonly changed: readonly NodeName[];
  /** dbt models whose SQL is edited: they are built again, and all below them. */
  readonly rebuilt: readonly NodeName[];
}

/** What an intent's change touches. */
export function touchedBy(intent: Intent): Touched {
  const renamed = intent.kind === "rename-column" && intent.column ? [intent.column] : [];
  return {
    changed: [...edited(intent).map(semanticNode), ...renamed.map(({ model, column }) => modelNode(model, column))],
    rebuilt: editedModels(intent).map((model) => modelNode(model)),
  };
}

/** What a change does to those who use the project: shape, data, what is taken away. */
export function effectsOf(intent: Intent, models: readonly SemanticModel[]): OwnEffects {
  const effects = (schemaChange: boolean, breaking: Effects["breaking"], productionData = false): OwnEffects => ({
    schemaChange,
    productionData,
    breaking,
    destroyed: intent.kind === "remove-measure" ? [measureNode(intent.measure)] : [],
    sensitive: sensitiveOf(intent),
  });
  switch (intent.kind) {
    case "add-measure":
      return effects(intent.columns.length > 0, "additive");
    case "add-column":
      return effects(true, "additive");
    case "add-source-field":
      // Files that were loaded without the field are loaded again.
      return effects(true, "additive", true);
    case "remove-measure":
    case "rename-measure":
    case "rename-column":
      // References inside the project follow; what others built on the old name does not.
      return effects(true, "breaking");
    case "change-measure":
      // Same name, other numbers: whoever shows it sees them change.
      return effects(false, isUsed(intent.measure, models) ? "breaking" : "additive");
    case "sync": {
      const kinds = new Set(intent.edits.map(({ kind }) => kind));
      const retypes = kinds.has("retype-column");
      return effects(
        retypes || kinds.has("add-column"),
        retypes ? "breaking" : kinds.has("add-column") ? "additive" : "none",
      );
    }
    case "add-test":
    case "describe":
      return effects(false, "none");
  }
}

function isUsed(measure: MeasureRef, models: readonly SemanticModel[]): boolean {
  return models.some((model) => {
    const { measures, visuals } = model.dependents(measure);
    return measures.length + visuals.length > 0;
  });
}

/** Objects of the semantic model that the change touches. */
function edited(intent: Intent): readonly (ColumnRef | MeasureRef | { readonly table: string })[] {
  switch (intent.kind) {
    case "change-measure":
    case "remove-measure":
    case "rename-measure":
      return [intent.measure];
    case "rename-column":
      return intent.semantic === undefined ? [] : [intent.semantic];
    case "describe":
      // A description changes nothing that a picture shows; formats, order and visibility do.
      return intent.semantic === undefined ||
        Object.keys(intent.display).every((key) => key === "description" || key === "folder")
        ? []
        : [intent.semantic];
    case "sync":
      return intent.edits.flatMap((edit) => (edit.kind === "retype-column" ? [edit.column] : []));
    default:
      return [];
  }
}

/** Warehouse columns that the change writes or describes and whose names say that they identify people. */
function sensitiveOf(intent: Intent): NodeName[] {
  const columns = columnsOf(intent).filter(({ column, from }) => [column, ...from].some(isSensitiveName));
  return columns.map(({ model, column }) => modelNode(model, column));
}

/** Each with the columns it is made of. */
function columnsOf(intent: Intent): { model: string; column: string; from: readonly string[] }[] {
  switch (intent.kind) {
    case "add-measure":
      return intent.columns.map(({ model, column, derivation }) => ({ model, column, from: namesIn(derivation) }));
    case "add-column": {
      const { model, column, derivation } = intent.column;
      return [{ model, column, from: namesIn(derivation) }];
    }
    case "rename-column":
      return intent.column ? [{ ...intent.column, from: [intent.name] }] : [];
    case "add-source-field":
      return intent.models.map((model) => ({ model, column: intent.column, from: [intent.field] }));
    default:
      return [];
  }
}

/** Every text in a derivation: a value that looks like such a name only makes the change one that is looked at. */
function namesIn(derivation: NewColumn["derivation"]): string[] {
  return Object.values(derivation)
    .flatMap((part) => (Array.isArray(part) ? part : [part]))
    .filter(isText);
}

function isText(part: unknown): part is string {
  return typeof part === "string";
}

function editedModels(intent: Intent): readonly string[] {
  switch (intent.kind) {
    case "add-measure":
      return intent.columns.map((column) => column.model);
    case "add-column":
      return [intent.column.model];
    case "rename-column":
      return intent.column === undefined ? [] : [intent.column.model];
    case "add-source-field":
      return intent.models;
    default:
      return [];
  }
}

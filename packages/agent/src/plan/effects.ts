import {
  type BlastRadius,
  type ColumnRef,
  type Effects,
  type Intent,
  isSensitiveName,
  type MeasureRef,
  measureNode,
  modelNode,
  type NewColumn,
  type NodeName,
} from "@throughline/contracts";
import type { Dependents, SemanticModel } from "@throughline/semantic-model";
import type { DbtProject } from "../dbt/dbt-project.ts";
import { downstream } from "../dbt/downstream.ts";

type Reached = ColumnRef | MeasureRef | { readonly table: string };

/** What a change does to those who use the project: shape, data, and everything that hangs on what is edited. */
export function effectsOf(
  intent: Intent,
  models: readonly SemanticModel[],
  transform: DbtProject | undefined,
): Effects {
  const blastRadius = radiusOf(edited(intent), editedModels(intent), models, transform);
  const used = blastRadius.measures.length + blastRadius.visuals.length > 0;
  const effects = (schemaChange: boolean, breaking: Effects["breaking"], productionData = false): Effects => ({
    schemaChange,
    productionData,
    breaking,
    blastRadius,
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
      return effects(false, used ? "breaking" : "additive");
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

/** Objects of the semantic model that the change touches. A new object has nothing that depends on it. */
function edited(intent: Intent): readonly Reached[] {
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

/** What hangs on these objects and dbt models, through any number of steps; without the models themselves. */
export function radiusOf(
  objects: readonly Reached[],
  edits: readonly string[],
  models: readonly SemanticModel[],
  transform: DbtProject | undefined,
): BlastRadius {
  const measures = new Set<string>();
  const visuals = new Set<string>();
  for (const model of models) {
    for (const object of objects) {
      const found: Dependents = model.dependents(object);
      for (const measure of found.measures) measures.add(measure.measure);
      for (const visual of found.visuals) visuals.add(`${visual.page}/${visual.name}`);
    }
  }
  const sorted = (set: ReadonlySet<string>): string[] => [...set].sort();
  return {
    models: transform === undefined ? [] : sorted(downstream(transform, edits)),
    measures: sorted(measures),
    visuals: sorted(visuals),
  };
}

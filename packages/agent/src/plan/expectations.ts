import {
  columnNode,
  type Expectation,
  type Intent,
  type MeasureRef,
  measureNode,
  modelNode,
  type NewColumn,
  type NodeName,
  type SyncEdit,
  semanticNode,
} from "@throughline/contracts";
import type { SemanticModel } from "@throughline/semantic-model";

/** What the evidence must show before this change may go on: what was approved, and nothing besides. */
export function expectationsOf(intent: Intent, models: readonly SemanticModel[]): Expectation[] {
  return [...promisesOf(intent, models), { kind: "rest-unchanged", except: differingBy(intent) }];
}

/** Everything that is not as it was once the intent is carried out, by name. */
function differingBy(intent: Intent): NodeName[] {
  const added = ({ model, column, semantic }: NewColumn) => [
    modelNode(model, column),
    ...(semantic ? [columnNode({ table: semantic.table, column: semantic.name })] : []),
  ];
  switch (intent.kind) {
    case "add-measure":
      return [measureNode({ table: intent.table, measure: intent.name }), ...intent.columns.flatMap(added)];
    case "change-measure":
    case "remove-measure":
      return [measureNode(intent.measure)];
    case "rename-measure":
      return [measureNode(intent.measure), measureNode({ table: intent.measure.table, measure: intent.name })];
    case "add-column":
      return added(intent.column);
    case "rename-column": {
      const { column, semantic, name, semanticName } = intent;
      return [
        ...(column ? [modelNode(column.model, column.column), modelNode(column.model, name)] : []),
        ...(semantic ? [columnNode(semantic), columnNode({ table: semantic.table, column: semanticName })] : []),
      ];
    }
    case "add-source-field":
      return [
        ...intent.models.map((model) => modelNode(model, intent.column)),
        ...(intent.semantic ? [columnNode({ table: intent.semantic.table, column: intent.semantic.name })] : []),
      ];
    case "add-test":
      return [];
    case "sync":
      return intent.edits.map(nodeOfEdit);
    case "describe": {
      const { model, column, semantic } = intent;
      const shown = semantic === undefined ? [] : [semanticNode(semantic)];
      return [
        ...(model === undefined ? [] : [modelNode(model)]),
        ...(column ? [modelNode(column.model, column.column)] : []),
        ...shown,
      ];
    }
  }
}

function nodeOfEdit(edit: SyncEdit): NodeName {
  switch (edit.kind) {
    case "describe-model":
      return modelNode(edit.model, edit.column);
    case "expose":
      return `exposure:${edit.name}`;
    case "add-column":
      return columnNode({ table: edit.table, column: edit.name });
    case "describe-table":
      return `table:${edit.table}`;
    case "add-measure":
      return measureNode({ table: edit.table, measure: edit.name });
    default:
      return "measure" in edit ? measureNode(edit.measure) : columnNode(edit.column);
  }
}

function promisesOf(intent: Intent, models: readonly SemanticModel[]): Expectation[] {
  const unchanged = (...except: MeasureRef[]): Expectation => ({ kind: "measures-unchanged", except });
  const rows = (names: readonly string[]): Expectation[] =>
    [...new Set(names)].map((model) => ({ kind: "rows-unchanged", model }));
  switch (intent.kind) {
    case "add-measure": {
      const measure = { table: intent.table, measure: intent.name };
      return [
        { kind: "measure-present", measure },
        ...intent.columns.map(
          (column): Expectation => ({ kind: "column-present", column: { model: column.model, column: column.column } }),
        ),
        ...rows(intent.columns.map((column) => column.model)),
        unchanged(measure),
      ];
    }
    case "change-measure":
      return [
        { kind: "measure-present", measure: intent.measure },
        unchanged(intent.measure, ...dependentMeasures(intent.measure, models)),
      ];
    case "remove-measure":
      return [{ kind: "measure-absent", measure: intent.measure }, unchanged(intent.measure)];
    case "rename-measure": {
      const renamed = { table: intent.measure.table, measure: intent.name };
      return [
        { kind: "measure-absent", measure: intent.measure },
        { kind: "measure-present", measure: renamed },
        { kind: "renamed", from: measureNode(intent.measure), to: measureNode(renamed) },
        unchanged(intent.measure, renamed),
      ];
    }
    case "add-column": {
      const { model, column } = intent.column;
      return [{ kind: "column-present", column: { model, column } }, ...rows([model]), unchanged()];
    }
    case "rename-column": {
      const { semantic, semanticName } = intent;
      const renamed: Expectation[] = semantic
        ? [
            {
              kind: "renamed",
              from: columnNode(semantic),
              to: columnNode({ table: semantic.table, column: semanticName }),
            },
          ]
        : [];
      if (intent.column === undefined) return [...renamed, unchanged()];
      const { model } = intent.column;
      return [
        ...renamed,
        { kind: "column-absent", column: intent.column },
        { kind: "column-present", column: { model, column: intent.name } },
        ...rows([model]),
        unchanged(),
      ];
    }
    case "add-source-field":
      return [
        ...intent.models.map(
          (model): Expectation => ({ kind: "column-present", column: { model, column: intent.column } }),
        ),
        ...rows(intent.models),
        unchanged(),
      ];
    case "add-test":
    case "describe":
    case "sync":
      return [unchanged()];
  }
}

/** Measures made of this one, through any number of steps. */
export function dependentMeasures(measure: MeasureRef, models: readonly SemanticModel[]): MeasureRef[] {
  return models.flatMap((model) =>
    model.tables.some((table) => table.name === measure.table) ? [...model.dependents(measure).measures] : [],
  );
}

import {
  type ColumnRef,
  type DisplayProperties,
  editedTable,
  type Intent,
  type MeasureRef,
  type ModelEdit,
  type NewColumn,
  type ProjectLayout,
} from "@throughline/contracts";
import type { SemanticModel } from "@throughline/semantic-model";
import { openModels } from "../catalogue/build-catalogue.ts";
import { sameName } from "../dbt/final-select.ts";
import { fail } from "../failures.ts";
import type { ChangeSet } from "./change-set.ts";

/** Writes an intent's part in the semantic models, through their own writers. */
export function writeSemantic(intent: Intent, changes: ChangeSet, layout: ProjectLayout): void {
  for (const { model } of openModels(changes.files, layout)) {
    const edits = semanticEdits(intent, model);
    if (edits.length === 0) continue;
    const result = model.edit(edits);
    if ("findings" in result) {
      const problem = result.findings.map((finding) => finding.message).join("; ");
      const hint = result.findings[0]?.hint;
      throw fail("author.cannot-write", { what: `the semantic model ${model.name}`, problem, hint });
    }
    for (const change of result.changes) if (change.after !== null) changes.put(change.path, change.after);
  }
}

/** The edits an intent asks of one model; none when it is about objects of another. */
function semanticEdits(intent: Intent, model: SemanticModel): readonly ModelEdit[] {
  const has = (table: string): boolean => model.tables.some((other) => other.name === table);
  const hasMeasure = (ref: MeasureRef): boolean =>
    model.tables.some((table) => table.name === ref.table && table.measures.some((m) => m.name === ref.measure));
  switch (intent.kind) {
    case "add-measure": {
      if (!has(intent.table)) return [];
      const { table, name, formula, display } = intent;
      return [...intent.columns.flatMap(newColumnEdits), { kind: "add-measure", table, name, formula, display }];
    }
    case "change-measure":
      return hasMeasure(intent.measure) ? [{ ...intent }] : [];
    case "remove-measure":
    case "rename-measure":
      return hasMeasure(intent.measure) ? [{ ...intent }] : [];
    case "add-column":
      return intent.column.semantic !== undefined && has(intent.column.semantic.table)
        ? newColumnEdits(intent.column)
        : [];
    case "rename-column":
      return renameEdits(intent, model);
    case "describe":
      return describeEdits(intent, model);
    case "add-source-field":
      if (intent.semantic === undefined || !has(intent.semantic.table)) return [];
      return [{ kind: "add-column", ...intent.semantic, sourceColumn: intent.column, display: {} }];
    case "sync":
      return intent.edits
        .filter((edit): edit is ModelEdit => edit.kind !== "describe-model" && edit.kind !== "expose")
        .filter((edit) => has(editedTable(edit)));
    case "add-test":
      return [];
  }
}

function newColumnEdits(column: NewColumn): ModelEdit[] {
  if (column.semantic === undefined) return [];
  const { table, name, type, display } = column.semantic;
  return [{ kind: "add-column", table, name, sourceColumn: column.column, type, display }];
}

/**
 * The named column gets its new name. Columns of other tables or models that read the same warehouse column keep their
 * names, and follow to the new source.
 */
function renameEdits(intent: Intent & { kind: "rename-column" }, model: SemanticModel): ModelEdit[] {
  const { semantic, column } = intent;
  const edits: ModelEdit[] = [];
  for (const table of model.tables) {
    for (const other of table.columns) {
      const isNamed = semantic?.table === table.name && semantic.column === other.name;
      const reads =
        column !== undefined &&
        table.source !== undefined &&
        other.sourceColumn !== undefined &&
        sameName(table.source.name, column.model) &&
        sameName(other.sourceColumn, column.column);
      if (!isNamed && !reads) continue;
      const ref: ColumnRef = { table: table.name, column: other.name };
      edits.push({
        kind: "rename-column",
        column: ref,
        name: isNamed ? intent.semanticName : other.name,
        ...(reads || (isNamed && column !== undefined) ? { sourceColumn: intent.name } : {}),
      });
    }
  }
  return edits;
}

function describeEdits(intent: Intent & { kind: "describe" }, model: SemanticModel): ModelEdit[] {
  const { semantic, display } = intent;
  if (semantic === undefined) return [];
  const table = model.tables.find((other) => other.name === semantic.table);
  if (table === undefined) return [];
  if ("measure" in semantic) {
    const known = table.measures.some((measure) => measure.name === semantic.measure);
    return known ? [{ kind: "describe-measure", measure: semantic, display: onlyGiven(display) }] : [];
  }
  if ("column" in semantic) {
    const known = table.columns.some((column) => column.name === semantic.column);
    return known ? [{ kind: "describe-column", column: semantic, display: onlyGiven(display) }] : [];
  }
  return [{ kind: "describe-table", table: semantic.table, display: onlyGiven(display) }];
}

function onlyGiven(display: DisplayProperties): DisplayProperties {
  return Object.fromEntries(Object.entries(display).filter(([, value]) => value !== undefined));
}

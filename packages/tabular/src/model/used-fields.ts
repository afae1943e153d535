import { walkDax } from "../dax/syntax.ts";
import { nameKey } from "../text/same-name.ts";
import { bindModel } from "./bind-model.ts";
import { columnPaths } from "./column-paths.ts";
import { objectKey } from "./dependencies.ts";
import type { Column, Measure } from "./model.ts";
import { columnOfPath, modelFacts } from "./model-facts.ts";
import type { TabularProject } from "./open-model.ts";
import { bindReportMeasures } from "./report-dax.ts";

/** Whether something of the model or of a report would miss a field. When in doubt, it would. */
export interface UsedFields {
  column(column: Column): boolean;
  measure(measure: Measure): boolean;
}

const known = new WeakMap<TabularProject, UsedFields>();

export function usedFields(project: TabularProject): UsedFields {
  const before = known.get(project);
  if (before) return before;
  const made = collect(project);
  known.set(project, made);
  return made;
}

class Uses {
  readonly keys = new Set<string>();
  /** Names in brackets which may mean any field of that name. */
  readonly names = new Set<string>();

  column(table: string, name: string): void {
    this.keys.add(objectKey({ kind: "column", table, name }));
  }

  measure(name: string): void {
    this.keys.add(objectKey({ kind: "measure", table: "", name }));
  }
}

function collect(project: TabularProject): UsedFields {
  const { model, reports } = project;
  const facts = modelFacts(model);
  const uses = new Uses();
  usesInDax(project, uses);
  usesInReportMeasures(project, uses);
  usesInProperties(project, uses);
  for (const report of reports) {
    for (const { uses: own } of report.files) {
      for (const field of own.fields) {
        if (field.kind === "measure") uses.measure(field.name);
        else if (field.kind !== "report-measure") uses.column(field.table, field.name);
      }
    }
  }
  // The visuals of a report in a form that cannot be read may show anything.
  const isBlind = reports.some(({ diagnostics }) => diagnostics.length > 0);
  return {
    measure: ({ table, name }) =>
      isBlind || uses.names.has(nameKey(name)) || uses.keys.has(objectKey({ kind: "measure", table, name })),
    column: (column) =>
      isBlind ||
      uses.names.has(nameKey(column.name)) ||
      uses.keys.has(objectKey({ kind: "column", table: column.table, name: column.name })) ||
      facts.relationshipsOf(column).length > 0 ||
      facts.sortsAnother(column) ||
      facts.isInHierarchy(column) ||
      facts.isInVariation(column),
  };
}

function usesInDax({ model }: TabularProject, uses: Uses): void {
  for (const { owner, bound } of bindModel(model)) {
    const self = owner.kind === "measure" || owner.kind === "column" ? objectKey(owner) : "";
    for (const reference of bound.references) {
      if (reference.kind === "table" || objectKey(reference) === self) continue;
      if (reference.kind === "measure") uses.measure(reference.name);
      else uses.column(reference.table, reference.name);
    }
    for (const { name } of bound.open) uses.names.add(nameKey(name));
  }
}

/** Properties that name columns: aggregations, field parameters, calendars. */
function usesInProperties({ model }: TabularProject, uses: Uses): void {
  for (const { path, homeTable } of columnPaths(model)) {
    const column = columnOfPath(model, path.written, homeTable);
    if (column) uses.column(column.table, column.name);
  }
}

/** A report's own measures: where one cannot be read as a whole, every name in it counts. */
function usesInReportMeasures(project: TabularProject, uses: Uses): void {
  for (const { tree, references, open, diagnostics } of bindReportMeasures(project)) {
    for (const reference of references) {
      if (reference.kind === "measure") uses.measure(reference.name);
      else if (reference.kind === "column") uses.column(reference.table, reference.name);
    }
    for (const name of open) uses.names.add(nameKey(name));
    if (diagnostics.length === 0) continue;
    for (const part of walkDax(tree)) if (part.kind === "field") uses.names.add(nameKey(part.name));
  }
}

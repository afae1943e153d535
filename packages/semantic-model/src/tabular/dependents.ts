import type { ColumnRef, MeasureRef } from "@throughline/contracts";
import {
  bindReportMeasures,
  dependenciesOf,
  type FieldReference,
  indexModel,
  nameKey,
  type ObjectRef,
  objectKey,
  type Report,
  sameName,
  type TabularProject,
} from "@throughline/tabular";
import type { Dependents, ModelVisual } from "../semantic-model.ts";

/** The visuals of a model's reports with the columns and measures they show or filter by. */
export function describeVisuals(project: TabularProject): readonly ModelVisual[] {
  return project.reports.flatMap((report) =>
    report.visuals
      .filter((visual) => visual.type !== "group")
      .map((visual) => {
        const objects = visual.uses.fields.flatMap((field) => objectsOf(project, report, field));
        return {
          report: report.folder,
          page: visual.page,
          name: visual.title ?? visual.name,
          type: visual.type,
          file: visual.path,
          columns: unique(objects.filter(({ kind }) => kind === "column")).map(toColumn),
          measures: unique(objects.filter(({ kind }) => kind === "measure")).map(toMeasure),
        };
      }),
  );
}

/** Everything that would notice a change of an object: through formulas, sorting, and then on the pages of reports. */
export function findDependents(
  project: TabularProject,
  visuals: readonly ModelVisual[],
  object: ColumnRef | MeasureRef | { readonly table: string },
): Dependents {
  const graph = dependenciesOf(project.model);
  const start = startingPoints(project, object);
  const users = unique(start.flatMap((ref) => graph.allUsedBy(ref)));
  const startKeys = new Set(start.map(objectKey));
  const reached = new Set([...startKeys, ...users.map(objectKey)]);
  const found = users.filter((ref) => !startKeys.has(objectKey(ref)));
  return {
    measures: found.filter(({ kind }) => kind === "measure").map(toMeasure),
    columns: found.filter(({ kind }) => kind === "column").map(toColumn),
    visuals: visuals.filter(
      (visual) =>
        visual.columns.some(({ table, column }) => reached.has(objectKey({ kind: "column", table, name: column }))) ||
        visual.measures.some(({ table, measure }) => reached.has(objectKey({ kind: "measure", table, name: measure }))),
    ),
  };
}

function startingPoints(
  { model }: TabularProject,
  object: ColumnRef | MeasureRef | { readonly table: string },
): ObjectRef[] {
  if ("column" in object) return [{ kind: "column", table: object.table, name: object.column }];
  if ("measure" in object) return [{ kind: "measure", table: object.table, name: object.measure }];
  const table = indexModel(model).table(object.table);
  if (!table) return [];
  return [
    { kind: "table", table: table.name, name: "" },
    ...table.columns.map(({ name }) => ({ kind: "column", table: table.name, name }) as const),
    ...table.measures.map(({ name }) => ({ kind: "measure", table: table.name, name }) as const),
  ];
}

/** A level of a hierarchy shows the column below it; a hierarchy shows all of its levels. */
function objectsOf(project: TabularProject, report: Report, field: FieldReference): ObjectRef[] {
  const { table } = field;
  const { model } = project;
  if (field.kind === "report-measure") return usedByReportMeasure(project, report, field.name);
  if (field.kind === "column" || field.kind === "measure") return [{ kind: field.kind, table, name: field.name }];
  const hierarchy = indexModel(model)
    .table(table)
    ?.hierarchies.find(({ name }) => sameName(name, field.name));
  const levels = hierarchy?.levels.filter(
    ({ name }) => field.kind === "hierarchy" || sameName(name, field.level ?? ""),
  );
  return (levels ?? []).flatMap(({ column }) => {
    const name = column?.parts.at(-1)?.value;
    return name === undefined ? [] : [{ kind: "column", table, name } as const];
  });
}

/** What a report's own measure uses of the model, through any other measures of the report. */
function usedByReportMeasure(project: TabularProject, report: Report, name: string): ObjectRef[] {
  const own = bindReportMeasures(project).filter((bound) => bound.report === report);
  const found: ObjectRef[] = [];
  const names = [name];
  const seen = new Set<string>();
  for (let next = names.pop(); next !== undefined; next = names.pop()) {
    if (seen.has(nameKey(next))) continue;
    seen.add(nameKey(next));
    const wanted = next;
    const bound = own.find(({ measure }) => sameName(measure.name, wanted));
    names.push(...(bound?.own.map((other) => other.name) ?? []));
    for (const reference of bound?.references ?? []) {
      if (reference.kind !== "table")
        found.push({ kind: reference.kind, table: reference.table, name: reference.name });
    }
  }
  return found;
}

function unique(objects: readonly ObjectRef[]): ObjectRef[] {
  return [...new Map(objects.map((object) => [objectKey(object), object])).values()];
}

function toColumn({ table, name }: ObjectRef): ColumnRef {
  return { table, column: name };
}

function toMeasure({ table, name }: ObjectRef): MeasureRef {
  return { table, measure: name };
}

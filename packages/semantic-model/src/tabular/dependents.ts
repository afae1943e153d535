import type { ColumnRef, MeasureRef } from "@throughline/contracts";
import {
  dependenciesOf,
  type FieldReference,
  indexModel,
  type ObjectRef,
  objectKey,
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
        const objects = visual.uses.fields.flatMap((field) => objectsOf(project, field));
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
function objectsOf({ model }: TabularProject, field: FieldReference): ObjectRef[] {
  const { table } = field;
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

function unique(objects: readonly ObjectRef[]): ObjectRef[] {
  return [...new Map(objects.map((object) => [objectKey(object), object])).values()];
}

function toColumn({ table, name }: ObjectRef): ColumnRef {
  return { table, column: name };
}

function toMeasure({ table, name }: ObjectRef): MeasureRef {
  return { table, measure: name };
}

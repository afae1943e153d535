import {
  type BreakingClass,
  type ColumnRef,
  columnNode,
  covers,
  type Expectation,
  type FileChange,
  type Intent,
  isSensitiveName,
  type MeasureRef,
  measureNode,
  modelNode,
  type NodeName,
  type ProjectFiles,
  type ProjectLayout,
} from "@throughline/contracts";
import type { SemanticModel } from "@throughline/semantic-model";
import { openModels } from "../catalogue/build-catalogue.ts";
import { type DbtProject, transformOf } from "../dbt/dbt-project.ts";
import { summarise } from "./describe-change.ts";
import { dependentMeasures, expectationsOf as intentExpectations } from "./expectations.ts";
import { LAYERS, layerOf } from "./layer-of.ts";
import type { Proposal } from "./plan-change.ts";
import { unifiedDiff } from "./unified-diff.ts";

/** A change that is there already, made by people: what is known of it beside its files. */
export interface Made {
  readonly changes: readonly FileChange[];
  /** What was asked, where it began with a request: what that lets differ, may differ here too. */
  readonly intent?: Intent | undefined;
  /** What the people who made it say that it is meant to change, by name. */
  readonly declared: readonly NodeName[];
}

/**
 * Plans what people made: a push onto a request's branch, or the change that a check is asked about. Everything is read off the
 * difference to `files`, the base. It may add; what is there already stays as it is, but for what was asked or is declared.
 */
export function planDifference(made: Made, files: ProjectFiles, layout: ProjectLayout): Proposal {
  const { changes, intent } = made;
  const amended = new Map(files);
  for (const { path, after } of changes) {
    if (after === null) amended.delete(path);
    else amended.set(path, after);
  }
  const before = openModels(files, layout).map(({ model }) => model);
  const after = openModels(amended, layout).map(({ model }) => model);
  const measures = difference(measuresOf(before), measuresOf(after));
  const columns = difference(columnsOf(before), columnsOf(after));
  const was = transformOf(files, layout);
  const now = transformOf(amended, layout);
  const models = difference(sqlOf(was), sqlOf(now));
  const layers = new Set(changes.map(({ path }) => layerOf(path, layout)));
  return {
    summary: intent ? `${summarise(intent)}, as amended` : "Change by hand",
    changes,
    edits: changes.map(({ path, before, after }) => ({
      file: path,
      summary: before === null ? "a new file" : after === null ? "removed" : "changed by hand",
      diff: unifiedDiff(path, before, after),
    })),
    layers: LAYERS.filter((layer) => layers.has(layer)),
    effects: {
      schemaChange: [columns, models].some(({ all }) => all.length > 0) || measures.removed.length > 0,
      productionData: layers.has("loader"),
      breaking: breakingOf(measures, columns, models),
      destroyed: [
        ...measures.removed.map(measureNode),
        ...columns.removed.map(columnNode),
        ...models.removed.map((model) => modelNode(model)),
      ],
      sensitive: columns.all.filter(({ column }) => isSensitiveName(column)).map(columnNode),
    },
    touched: {
      changed: [
        ...[...measures.changed, ...measures.removed].map(measureNode),
        ...[...columns.changed, ...columns.removed].map(columnNode),
      ],
      rebuilt: [...models.changed, ...models.removed].map((model) => modelNode(model)),
    },
    expectations: expectationsOf(made, measures, models, before),
    questions: [...measures.added, ...measures.changed].map((measure) => ({ measure, by: [] })),
  };
}

/** Things by a name that is the same before and after, each with all of what it says. */
type Things<T> = ReadonlyMap<string, { readonly thing: T; readonly says: string }>;

interface Difference<T> {
  readonly added: readonly T[];
  readonly changed: readonly T[];
  readonly removed: readonly T[];
  readonly all: readonly T[];
}

function difference<T>(before: Things<T>, after: Things<T>): Difference<T> {
  const things = (
    of: Things<T>,
    other: Things<T>,
    isWanted: (says: string, otherSays: string | undefined) => boolean,
  ) => [...of].filter(([name, { says }]) => isWanted(says, other.get(name)?.says)).map(([, { thing }]) => thing);
  const added = things(after, before, (_, old) => old === undefined);
  const removed = things(before, after, (_, now) => now === undefined);
  const changed = things(after, before, (says, old) => old !== undefined && old !== says);
  return { added, changed, removed, all: [...added, ...changed, ...removed] };
}

function measuresOf(models: readonly SemanticModel[]): Things<MeasureRef> {
  return new Map(
    models.flatMap((model) =>
      model.tables.flatMap((table) =>
        table.measures.map(({ name, expression }) => [
          `${table.name}[${name}]`,
          { thing: { table: table.name, measure: name }, says: expression.trim() },
        ]),
      ),
    ),
  );
}

function columnsOf(models: readonly SemanticModel[]): Things<ColumnRef> {
  return new Map(
    models.flatMap((model) =>
      model.tables.flatMap((table) =>
        table.columns.map(({ name, type, sourceColumn, calculated }) => [
          `${table.name}[${name}]`,
          { thing: { table: table.name, column: name }, says: JSON.stringify([type, sourceColumn, calculated]) },
        ]),
      ),
    ),
  );
}

function sqlOf(transform: DbtProject | undefined): Things<string> {
  return new Map(transform?.models.map(({ name, sql }) => [name, { thing: name, says: sql }]));
}

function breakingOf(
  measures: Difference<MeasureRef>,
  columns: Difference<ColumnRef>,
  models: Difference<string>,
): BreakingClass {
  if (measures.removed.length + columns.removed.length + models.removed.length > 0) return "breaking";
  // What changed SQL does to those who read it is for the checks to find out.
  if (models.changed.length + columns.changed.length + measures.changed.length > 0) return "unknown";
  return measures.added.length + columns.added.length + models.added.length > 0 ? "additive" : "none";
}

/** What is new is promised; what was there may move or go only where that was asked or is declared. */
function expectationsOf(
  { intent, declared }: Made,
  measures: Difference<MeasureRef>,
  models: Difference<string>,
  before: readonly SemanticModel[],
): Expectation[] {
  const asked = intent ? intentExpectations(intent, before) : [];
  const except = [
    ...asked.flatMap((expectation) => (expectation.kind === "rest-unchanged" ? expectation.except : [])),
    ...declared,
  ];
  const added = measures.added.map(measureNode);
  // What is only called otherwise shows what it did, and so does everything made of it.
  const renamed = asked.filter(
    (expectation) =>
      expectation.kind === "renamed" &&
      !covers(declared, expectation.from) &&
      !covers(declared, expectation.to) &&
      (added.includes(expectation.to) || isColumn(expectation.to)),
  );
  const kept = renamed.flatMap((expectation) => (expectation.kind === "renamed" ? [expectation.from] : []));
  const isMeant = (measure: MeasureRef) => covers(except, measureNode(measure));
  const known = [...measuresOf(before).values()].map(({ thing }) => thing).filter(isMeant);
  const other = known.filter(
    (measure) => covers(declared, measureNode(measure)) || !kept.includes(measureNode(measure)),
  );
  const moving = [...known, ...other.flatMap((measure) => dependentMeasures(measure, before))];
  return [
    ...[...measures.added, ...measures.changed].map((measure): Expectation => ({ kind: "measure-present", measure })),
    ...measures.removed.filter(isMeant).map((measure): Expectation => ({ kind: "measure-absent", measure })),
    ...models.changed
      .filter((model) => !covers(declared, modelNode(model)))
      .map((model): Expectation => ({ kind: "rows-unchanged", model })),
    ...renamed,
    { kind: "measures-unchanged", except: [...measures.added, ...moving] },
    { kind: "rest-unchanged", except },
  ];
}

function isColumn(node: NodeName): boolean {
  return node.startsWith("column:");
}

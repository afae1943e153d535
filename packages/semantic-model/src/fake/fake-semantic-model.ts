import {
  type ColumnRef,
  columnNode,
  type MeasureRef,
  type ModelEdit,
  measureNode,
  type ProjectFiles,
  visualNode,
} from "@throughline/contracts";
import type {
  Dependents,
  Engine,
  Evaluation,
  MeasureQuestion,
  ModelUse,
  ModelVisual,
  SemanticModel,
  SemanticModelKind,
} from "../semantic-model.ts";
import { editDefinition } from "./edit-definition.ts";
import { evaluateDefinition } from "./evaluate-definition.ts";
import { brokenReferences, type FakeDefinition, refKey, refsOf, tablesCounted } from "./fake-definition.ts";

const suffix = ".fake-model.json";

/** A semantic model in memory that passes the same contract as the real ones; for tests of what stands above the seam. */
export const fakeKind: SemanticModelKind = {
  name: "fake",
  find: (files) =>
    [...files.keys()]
      .filter((path) => path.endsWith(suffix))
      .map((folder) => ({ folder, name: folder.slice(0, -suffix.length), reports: [] })),
  open(files, folder) {
    try {
      return fakeModel(files, folder, JSON.parse(files.get(folder) ?? "") as FakeDefinition);
    } catch {
      const empty = { name: folder, tables: [], relationships: [], visuals: [] };
      const broken = {
        code: "model-format",
        severity: "error",
        file: folder,
        message: "this is no fake model",
      } as const;
      return { ...fakeModel(files, folder, empty), check: () => [broken] };
    }
  },
};

export function writeFakeModel(definition: FakeDefinition): string {
  return `${JSON.stringify(definition, null, 2)}\n`;
}

function fakeModel(files: ProjectFiles, file: string, definition: FakeDefinition): SemanticModel {
  const place = { file, line: 1 };
  const visuals = definition.visuals.map((visual) => ({ ...visual, report: file, file }));
  return {
    name: definition.name,
    tables: definition.tables.map((table) => ({
      ...table,
      place,
      columns: table.columns.map((column) => ({ ...column, place })),
      measures: table.measures.map(({ formula, ...own }) => ({ ...own, expression: JSON.stringify(formula), place })),
    })),
    relationships: definition.relationships,
    visuals,
    reportParts: [],
    uses: usesOf(definition),
    definitions: definitionsOf(definition),
    check: (checks) =>
      checks?.severities["broken"] === "off"
        ? []
        : brokenReferences(definition).map((message) => ({ code: "broken", severity: "error", file, message })),
    checkQueries: async () => [],
    edit(edits: readonly ModelEdit[]) {
      const result = editDefinition(definition, edits);
      if ("problem" in result) {
        return { findings: [{ code: "edit-not-possible", severity: "error", file, message: result.problem }] };
      }
      const [before, after] = [files.get(file) ?? null, writeFakeModel(result.definition)];
      const model = fakeModel(new Map(files).set(file, after), file, result.definition);
      return { model, changes: before === after ? [] : [{ path: file, before, after }] };
    },
    dependents: (object) => dependents(definition, visuals, object),
    evaluate: (question: MeasureQuestion, engine: Engine): Promise<Evaluation> =>
      evaluateDefinition(definition, question, engine),
  };
}

function definitionsOf({ tables, visuals }: FakeDefinition): Map<string, string> {
  return new Map([
    ...tables.flatMap(({ name: table, columns, measures, source }) => [
      [`table:${table}`, JSON.stringify(source)] as const,
      ...columns.map(
        ({ name: column, type, sourceColumn, format }) =>
          [columnNode({ table, column }), JSON.stringify([type, sourceColumn, format])] as const,
      ),
      ...measures.map(
        ({ name: measure, formula, format }) =>
          [measureNode({ table, measure }), JSON.stringify([formula, format])] as const,
      ),
    ]),
    ...visuals.map((visual) => [visualNode(visual), JSON.stringify(visual)] as const),
  ]);
}

function usesOf({ tables, visuals }: FakeDefinition): ModelUse[] {
  const nodeOf = (ref: ColumnRef | MeasureRef) => ("column" in ref ? columnNode(ref) : measureNode(ref));
  return [
    ...tables.flatMap(({ name: table, measures }) =>
      measures.flatMap(({ name: measure, formula }): ModelUse[] => [
        ...refsOf(formula).map((ref) => ({
          user: measureNode({ table, measure }),
          used: nodeOf(ref),
          how: "value" as const,
        })),
        ...tablesCounted(formula).map((counted) => ({
          user: measureNode({ table, measure }),
          used: `table:${counted}`,
          how: "rows" as const,
        })),
      ]),
    ),
    ...visuals.flatMap((visual) =>
      [...visual.columns, ...visual.measures].map(
        (ref): ModelUse => ({ user: visualNode(visual), used: nodeOf(ref), how: "value" }),
      ),
    ),
  ];
}

function dependents(
  { tables }: FakeDefinition,
  visuals: readonly ModelVisual[],
  object: ColumnRef | MeasureRef | { readonly table: string },
): Dependents {
  const owned = tables
    .filter((table) => table.name === object.table)
    .flatMap(({ name: table, columns, measures }) => [
      ...columns.map(({ name: column }) => refKey({ table, column })),
      ...measures.map(({ name: measure }) => refKey({ table, measure })),
    ]);
  const start = "column" in object || "measure" in object ? [refKey(object)] : owned;
  const reached = new Set(start);
  const all = tables.flatMap(({ name: table, measures }) =>
    measures.map(({ name: measure, formula }) => ({ ref: { table, measure }, uses: refsOf(formula).map(refKey) })),
  );
  for (let before = -1; before !== reached.size; ) {
    before = reached.size;
    for (const { ref, uses } of all) if (uses.some((key) => reached.has(key))) reached.add(refKey(ref));
  }
  return {
    measures: all.map(({ ref }) => ref).filter((ref) => reached.has(refKey(ref)) && !start.includes(refKey(ref))),
    columns: [],
    visuals: visuals.filter((visual) =>
      [...visual.columns, ...visual.measures].some((ref) => reached.has(refKey(ref))),
    ),
  };
}

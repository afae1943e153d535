import {
  covers,
  type Expectation,
  type MeasureRef,
  measureNode,
  modelNode,
  type NodeName,
} from "@throughline/contracts";
import type { SemanticModel } from "@throughline/semantic-model";
import type { DbtManifest } from "../dbt/dbt-manifest.ts";

/** What the plan says may differ. Empty where there is no plan. */
export function allowedBy(expectations: readonly Expectation[]): readonly NodeName[] {
  return expectations.flatMap((expectation) => (expectation.kind === "rest-unchanged" ? expectation.except : []));
}

/**
 * What may differ in its values: what the plan allows, and every model below one that is to have other values. A column that is
 * new, or goes, gives those below it no other values, or they would not be what was approved.
 */
export function mayDiffer(
  expectations: readonly Expectation[],
  manifest: Pick<DbtManifest, "nodes" | "child_map"> | undefined,
): readonly NodeName[] {
  const allowed = allowedBy(expectations);
  if (!manifest) return allowed;
  const columns = expectations.flatMap((expectation) =>
    expectation.kind === "column-present" || expectation.kind === "column-absent"
      ? [modelNode(expectation.column.model, expectation.column.column)]
      : [],
  );
  const moving = allowed.filter((node) => !covers(columns, node)).map((node) => node.toLowerCase());
  const begin = Object.values(manifest.nodes).filter(({ name }) => {
    const node = modelNode(name).toLowerCase();
    return moving.some((one) => one === node || one.startsWith(`${node}.`));
  });
  const below = new Set<string>();
  const left = begin.map(({ unique_id }) => unique_id);
  for (let id = left.pop(); id !== undefined; id = left.pop()) {
    for (const child of manifest.child_map[id] ?? []) {
      if (below.has(child) || !manifest.nodes[child]) continue;
      below.add(child);
      left.push(child);
    }
  }
  return [...allowed, ...[...below].map((id) => modelNode(manifest.nodes[id]?.name ?? id))];
}

/** New names of what is called otherwise, by the old ones. */
export function renamedIn(expectations: readonly Expectation[]): ReadonlyMap<NodeName, NodeName> {
  return new Map(
    expectations.flatMap((expectation) =>
      expectation.kind === "renamed" ? [[expectation.from, expectation.to] as const] : [],
    ),
  );
}

/** What may have other values: of what may differ, all but what is only called otherwise. */
export function valuesMayDiffer(
  expectations: readonly Expectation[],
  manifest: Pick<DbtManifest, "nodes" | "child_map"> | undefined,
): readonly NodeName[] {
  const names = [...renamedIn(expectations)].flat();
  return mayDiffer(expectations, manifest).filter((node) => !names.includes(node));
}

/** Whether a measure reads, through any number of steps, a table whose values may differ, or may differ itself. */
export function movableMeasures(
  models: readonly SemanticModel[],
  differing: readonly NodeName[],
): (measure: MeasureRef) => boolean {
  const movable = new Set<string>();
  for (const model of models) {
    for (const table of model.tables) {
      const isRead = table.source && differing.some((node) => readsFrom(node, table.source?.name ?? ""));
      if (isRead)
        for (const { measure, table: of } of model.dependents({ table: table.name }).measures)
          movable.add(measureNode({ table: of, measure }));
      for (const { name } of table.measures) {
        const measure = { table: table.name, measure: name };
        if (!covers(differing, measureNode(measure))) continue;
        for (const node of [measure, ...model.dependents(measure).measures].map(measureNode)) movable.add(node);
      }
    }
  }
  return (measure) => movable.has(measureNode(measure));
}

/** Relations are called as their models where nothing else is said; case does not tell them apart. */
function readsFrom(node: NodeName, relation: string): boolean {
  const model = modelNode(relation).toLowerCase();
  return node.toLowerCase() === model || node.toLowerCase().startsWith(`${model}.`);
}

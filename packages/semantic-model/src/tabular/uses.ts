import { columnNode, measureNode, type NodeName, visualNode } from "@throughline/contracts";
import { type GraphNode, modelGraph, type TabularProject } from "@throughline/tabular";
import type { ModelUse, ModelVisual } from "../semantic-model.ts";

/** What is said elsewhere: the relations of tables and columns, and how tables are related. */
const ELSEWHERE: ReadonlySet<GraphNode["kind"]> = new Set(["relation", "relation-column", "relationship"]);

/** Who needs whom, directly. What filters a page or a report is needed by every visual on it. */
export function describeUses(project: TabularProject, visuals: readonly ModelVisual[]): readonly ModelUse[] {
  const byFile = new Map(visuals.map((visual) => [visual.file, visual]));
  const graph = modelGraph(project);
  const named = graph.edges
    .filter(({ from, to }) => !ELSEWHERE.has(from.kind) && !ELSEWHERE.has(to.kind))
    .map(({ from, to, how }): ModelUse => ({ user: nodeOf(from, byFile), used: nodeOf(to, byFile), how }));
  const filters = graph.nodes.filter(({ kind }) => kind === "filter");
  const filtered = filters.flatMap((filter) =>
    visuals
      .filter(({ file }) => isBelow(filter.file ?? "", file))
      .map((visual): ModelUse => ({ user: visualNode(visual), used: nodeOf(filter, byFile), how: "filter" })),
  );
  return [...named, ...filtered];
}

/** `report.json` filters the pages beside it, `page.json` the visuals of its page. A bookmark filters when somebody picks it. */
function isBelow(filter: string, visual: string): boolean {
  const [, folder, name] = /^(.*\/)?([^/]+)$/u.exec(filter) ?? [];
  return (name === "report.json" || name === "page.json") && visual.startsWith(folder ?? "");
}

function nodeOf({ kind, table, name, file }: GraphNode, visuals: ReadonlyMap<string, ModelVisual>): NodeName {
  switch (kind) {
    case "column":
      return columnNode({ table, column: name });
    case "measure":
      return measureNode({ table, measure: name });
    case "table":
      return `table:${table}`;
    case "visual":
      return visualNode(visuals.get(file ?? "") ?? { page: table, name });
    case "filter":
      return `filter:${file ?? ""}`;
    case "report-measure":
      return `reportmeasure:${table}[${name}]`;
    case "calculation-item":
      return `calculationitem:${name}`;
    default:
      return `${kind}:${table === "" ? name : `${table}[${name}]`}`;
  }
}

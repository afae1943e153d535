import { fileNode, modelNode } from "@throughline/contracts";
import type { BreakingReport, NodeChange } from "@throughline/lineage";
import type { DbtManifest } from "../dbt/dbt-manifest.ts";
import type { Difference } from "./difference.ts";

/** Kinds of change that no row of today need show: which rows there are, and what their values are made of. */
const LOGIC: ReadonlySet<NodeChange["what"]> = new Set(["rows", "value", "order"]);

/**
 * Logic of models that is another, whatever the rows of today say: a condition that bites tomorrow, a value that is made of something
 * else. `folder` is that of the dbt project.
 */
export function compareLogic(report: BreakingReport, now: DbtManifest, folder: string): Difference[] {
  const models = new Map(
    Object.values(now.nodes)
      .filter(({ resource_type }) => resource_type === "model")
      .map((node) => [modelNode(node.name).toLowerCase(), node]),
  );
  return report.changes.flatMap(({ class: of, what, node, column, reason }): Difference[] => {
    const model = models.get(relationOf({ node, column }));
    if (of !== "breaking" || !LOGIC.has(what) || !model) return [];
    const file = folder === "." ? model.original_file_path : `${folder}/${model.original_file_path}`;
    const nodes: Difference["nodes"] = [node, modelNode(model.name), fileNode(file)];
    return [{ nodes, code: "model.logic-changed", severity: "error", message: `${model.name}: ${reason}`, file }];
  });
}

/** Models of which it is known whether their logic is another. */
export function understood(report: BreakingReport, now: DbtManifest): ReadonlySet<string> {
  const unknown = new Set(report.changes.filter(({ class: of }) => of === "unknown").map(relationOf));
  const models = Object.values(now.nodes).filter(({ resource_type }) => resource_type === "model");
  return new Set(models.map(({ name }) => name).filter((name) => !unknown.has(modelNode(name).toLowerCase())));
}

/** The node of the relation that a change is in, whatever its case. */
function relationOf({ node, column }: { readonly node: string; readonly column?: string | undefined }): string {
  return (column === undefined ? node : node.slice(0, -column.length - 1)).toLowerCase();
}

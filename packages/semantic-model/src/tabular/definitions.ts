import type { ProjectFiles } from "@throughline/contracts";
import { columnNode, type NodeName, visualNode } from "@throughline/contracts";
import {
  type ModelObjectText,
  meaningOf,
  modelObjects,
  parseNamePath,
  type TabularProject,
} from "@throughline/tabular";
import type { ModelVisual } from "../semantic-model.ts";
import { ASIDE, nodeOf, TEXT } from "./placed-difference.ts";
import { describeReportParts } from "./report-parts.ts";

/** What each object is made by. What is inside a table and has no name of its own there, such as a partition, is part of it. */
export function describeDefinitions(
  files: ProjectFiles,
  project: TabularProject,
  visuals: readonly ModelVisual[],
): ReadonlyMap<NodeName, string> {
  const parts = new Map<NodeName, string[]>();
  const add = (node: NodeName, text: string): void => void parts.set(node, [...(parts.get(node) ?? []), text]);
  const objects = modelObjects(project.model).filter(({ label }) => !ASIDE.test(label.split(" › ").at(-1) ?? ""));
  const shared = objects.filter(({ label }) => label.startsWith("expression "));
  for (const object of objects) {
    for (const node of nodesOf(object)) add(node, textOf(object));
    // A query of the model changes what is read wherever it is named.
    const query = /^table (.*) › partition /u.exec(object.label) && (object.properties.get("source") ?? "");
    if (typeof query !== "string") continue;
    for (const other of shared)
      if (query.includes(other.label.slice("expression ".length))) add(nodeOf(object.label), textOf(other));
  }
  const byFile = new Map(visuals.map((visual) => [visual.file, visual]));
  for (const { file, says } of describeReportParts(files, project)) {
    const visual = byFile.get(file);
    add(visual ? visualNode(visual) : `filter:${file}`, JSON.stringify([...says]));
  }
  return new Map([...parts].map(([node, texts]) => [node, texts.sort().join("\n")]));
}

/** How two tables meet is part of the columns by which they do. */
function nodesOf({ label, properties }: ModelObjectText): readonly NodeName[] {
  if (!label.startsWith("relationship ")) return [nodeOf(label)];
  return ["fromColumn", "toColumn"].flatMap((end) => {
    const [table, column] = parseNamePath(properties.get(end) ?? "") ?? [];
    return table && column ? [columnNode({ table: table.value, column: column.value })] : [];
  });
}

function textOf({ label, properties }: ModelObjectText): string {
  const said = [...properties]
    .filter(([name]) => !TEXT.test(name))
    .map(([name, value]) => `${name}=${meaningOf(value)}`);
  return [label.replace(/^relationship .*/u, "relationship"), ...said.sort()].join("\n");
}

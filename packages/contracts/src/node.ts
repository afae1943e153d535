import { z } from "zod";
import type { ColumnRef, MeasureRef } from "./formula.ts";

/**
 * What a finding, an expectation or a reach is about, named the same everywhere: `loader:<pipeline>.<table>.<field>`,
 * `source:<schema>.<table>.<column>`, `model:<name>` and `model:<name>.<column>` for what dbt builds, `test:<name>`,
 * `macro:<name>`, `metric:<name>` of dbt, `table:<T>`, `column:<T>[<c>]`, `measure:<T>[<m>]`, `visual:<page>/<visual>`,
 * `page:<page>`, `file:<path>` of the project.
 */
export const NodeName = z.string().regex(/^[a-z]+:./, "a node is written as kind:name, such as model:orders.amount");
export type NodeName = z.infer<typeof NodeName>;

export function modelNode(model: string, column?: string): NodeName {
  return column === undefined ? `model:${model}` : `model:${model}.${column}`;
}

export function fileNode(path: string): NodeName {
  return `file:${path}`;
}

export function columnNode({ table, column }: ColumnRef): NodeName {
  return `column:${table}[${column}]`;
}

export function measureNode({ table, measure }: MeasureRef): NodeName {
  return `measure:${table}[${measure}]`;
}

/** The node of an object of a semantic model. */
export function semanticNode(object: ColumnRef | MeasureRef | { readonly table: string }): NodeName {
  if ("measure" in object) return measureNode(object);
  return "column" in object ? columnNode(object) : `table:${object.table}`;
}

export function visualNode({ page, name }: { readonly page: string; readonly name: string }): NodeName {
  return `visual:${page}/${name}`;
}

/** Whether one of the nodes is this one, or the whole that it is a part of. Case does not tell nodes apart. */
export function covers(nodes: readonly NodeName[], node: NodeName): boolean {
  const wanted = node.toLowerCase();
  return nodes.some((name) => {
    const whole = name.toLowerCase();
    if (whole === wanted) return true;
    if (/^(?:model|source|loader):/u.test(whole) && wanted.startsWith(`${whole}.`)) return true;
    const table = /^table:(.*)$/.exec(whole)?.[1];
    return table !== undefined && (wanted.startsWith(`column:${table}[`) || wanted.startsWith(`measure:${table}[`));
  });
}

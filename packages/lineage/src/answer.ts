import { fail } from "./failures.ts";
import type { Impact, Lineage, Trace } from "./lineage.ts";

/** What is made of a node, or what it is made of; fails where there is no such node, with names like it. */
export function answer(lineage: Lineage, asked: "trace" | "impact", node: string, depth?: number): Trace | Impact {
  if (lineage.find(node) === undefined) throw fail("lineage.unknown-node", { node, near: lineage.near(node) });
  return lineage[asked](node, depth);
}

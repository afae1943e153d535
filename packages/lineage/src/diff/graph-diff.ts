import type { NodeName } from "@throughline/contracts";
import { type Edge, type EdgeKind, type LineageGraph, nodeKey } from "../graph.ts";
import type { Lineage, Reached } from "../lineage.ts";

/** One thing that is not as it was. */
export interface Change {
  readonly node: NodeName;
  readonly change: "added" | "removed" | "changed";
  /** Of what is changed: the SQL, formula or picture that makes it, or only the things that it is made of. */
  readonly by?: "definition" | "inputs";
}

/** What is as it was itself, and is made of something that is not. */
export interface Affected extends Reached {
  readonly because: Change;
}

/** What is different from one graph to another. */
export interface GraphDiff {
  readonly changes: readonly Change[];
  readonly edges: { readonly added: readonly Edge[]; readonly removed: readonly Edge[] };
  readonly affected: readonly Affected[];
  /** Why it may lack something. */
  readonly partial?: string;
}

/**
 * Compares two graphs. What was removed has its effects in the base, what was added in the head, and what is changed in both: so
 * nothing is left out that was reached before, or is now.
 */
export function graphDiff(base: Lineage, head: Lineage): GraphDiff {
  const edges = {
    added: without(head.graph.edges, base.graph.edges),
    removed: without(base.graph.edges, head.graph.edges),
  };
  const changes = changesOf(base, head, edges);
  const { affected, partial } = affectedBy(base, head, changes);
  return { changes, edges, affected, ...(partial !== undefined && { partial }) };
}

/** What changes reach, and why the answer may lack something. */
export function affectedBy(
  base: Lineage,
  head: Lineage,
  changes: readonly Change[],
): Pick<GraphDiff, "affected" | "partial"> {
  const byNode = new Map(changes.map((change) => [nodeKey(change.node), change]));
  const found = new Map<string, Affected>();
  const reasons = new Set<string>();
  for (const [lineage, other] of [
    [head, "removed"],
    [base, "added"],
  ] as const) {
    const roots = changes.filter(({ change }) => change !== other).map(({ node }) => node);
    const { downstream, partial } = lineage.impactOfAll(roots);
    if (partial !== undefined) for (const reason of partial.split("; ")) reasons.add(reason);
    for (const reached of downstream) {
      const key = nodeKey(reached.node);
      const because = byNode.get(nodeKey(reached.path[0] ?? ""));
      if (byNode.has(key) || found.has(key) || !because) continue;
      const { node, via, kind, path } = reached;
      found.set(key, { node, via, kind, path, because });
    }
  }
  return { affected: [...found.values()], ...(reasons.size > 0 && { partial: [...reasons].join("; ") }) };
}

function changesOf(base: Lineage, head: Lineage, edges: GraphDiff["edges"]): readonly Change[] {
  const before = definitionsOf(base.graph);
  const now = definitionsOf(head.graph);
  const remade = new Set([...edges.added, ...edges.removed].map(({ to }) => nodeKey(to)));
  const changes: Change[] = [];
  for (const node of head.graph.nodes) {
    const key = nodeKey(node);
    if (base.find(node) === undefined) changes.push({ node, change: "added" });
    else if (before.get(key) !== now.get(key)) changes.push({ node, change: "changed", by: "definition" });
    else if (remade.has(key)) changes.push({ node, change: "changed", by: "inputs" });
  }
  for (const node of base.graph.nodes) if (head.find(node) === undefined) changes.push({ node, change: "removed" });
  return changes;
}

function definitionsOf({ definitions }: LineageGraph): ReadonlyMap<string, string> {
  return new Map([...definitions].map(([node, definition]) => [nodeKey(node), definition]));
}

/** Edges of one list that another one does not have. Nodes are numbers in here: there are ten thousands of edges. */
function without(edges: readonly Edge[], others: readonly Edge[]): readonly Edge[] {
  const numbers = new Map<string, number>();
  const bySpelling = new Map<NodeName, number>();
  const numberOf = (node: NodeName): number => {
    const spelled = bySpelling.get(node);
    if (spelled !== undefined) return spelled;
    const key = nodeKey(node);
    const number = numbers.get(key) ?? numbers.size;
    numbers.set(key, number);
    bySpelling.set(node, number);
    return number;
  };
  const known = new Map<EdgeKind, Map<number, Set<number>>>();
  for (const { from, to, kind } of others) {
    const ofKind = known.get(kind) ?? new Map<number, Set<number>>();
    const at = numberOf(to);
    known.set(kind, ofKind.set(at, (ofKind.get(at) ?? new Set()).add(numberOf(from))));
  }
  return edges.filter(({ from, to, kind }) => known.get(kind)?.get(numberOf(to))?.has(numberOf(from)) !== true);
}

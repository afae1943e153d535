import type { NodeName } from "@throughline/contracts";
import { type Edge, type EdgeKind, type LineageGraph, nodeKey, type Unresolved } from "./graph.ts";

/** One thing that was reached, and the last step of the shortest way to it. */
export interface Reached {
  readonly node: NodeName;
  /** The thing before it on the way. */
  readonly via: NodeName;
  readonly kind: EdgeKind;
  /** The whole way, from what was asked about to this. */
  readonly path: readonly NodeName[];
}

interface Answer {
  readonly node: NodeName;
  /** What may be made of more than is known, among what was asked about and reached. */
  readonly unresolved: readonly Unresolved[];
  /** Why the answer may lack something altogether. */
  readonly partial?: string;
}

export interface Trace extends Answer {
  readonly upstream: readonly Reached[];
}

export interface Impact extends Answer {
  readonly downstream: readonly Reached[];
}

/** Of edges of equal length, the way by values explains most. */
const CLEAREST: readonly EdgeKind[] = [
  "value",
  "reference",
  "filter",
  "join",
  "group",
  "window",
  "order",
  "relationship",
  "rowset",
];

type Steps = ReadonlyMap<string, readonly { readonly node: NodeName; readonly kind: EdgeKind }[]>;

/**
 * Answers questions about a graph. A relation or table that is asked about stands for its rows and all of its columns, and is
 * reached when any of them is; so what is upstream of one thing has that thing downstream, and the other way round.
 */
export class Lineage {
  readonly graph: LineageGraph;
  readonly #names: ReadonlyMap<string, NodeName>;
  readonly #parts: ReadonlyMap<string, readonly NodeName[]>;
  readonly #wholeOf: ReadonlyMap<string, NodeName>;
  readonly #down: Steps;
  readonly #up: Steps;

  constructor(graph: LineageGraph) {
    this.graph = graph;
    this.#names = new Map(graph.nodes.map((node) => [nodeKey(node), node]));
    this.#parts = new Map([...graph.parts].map(([whole, parts]) => [nodeKey(whole), parts]));
    this.#wholeOf = new Map([...graph.parts].flatMap(([whole, parts]) => parts.map((part) => [nodeKey(part), whole])));
    this.#down = steps(graph.edges, "from", "to");
    this.#up = steps(graph.edges, "to", "from");
  }

  /** The name of a node as the graph has it, in whatever case it is asked for. */
  find(node: string): NodeName | undefined {
    return this.#names.get(nodeKey(node));
  }

  /** Names that look like one that is not there, best first. */
  near(node: string, count = 5): readonly NodeName[] {
    const wanted = nodeKey(node);
    const rest = wanted.replace(/^[a-z]+:/u, "");
    const last = /[^.[\]/]+(?=\]?$)/u.exec(rest)?.[0] ?? rest;
    return this.graph.nodes
      .map((name) => {
        const key = nodeKey(name);
        const own = /[^.[\]/]+(?=\]?$)/u.exec(key)?.[0] ?? key;
        const distance = Math.min(editDistance(key, wanted), editDistance(own, last) + (key.includes(rest) ? 0 : 1));
        return { name, distance };
      })
      .filter(({ name, distance }) => distance <= Math.max(2, name.length / 3))
      .sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
      .slice(0, count)
      .map(({ name }) => name);
  }

  /** Everything that a node is made of, nearest first. */
  trace(node: NodeName, depth = Number.POSITIVE_INFINITY): Trace {
    const { reached, ...answer } = this.#walk(node, depth, this.#up);
    return { ...answer, upstream: reached };
  }

  /** Everything that is made of a node, nearest first. */
  impact(node: NodeName, depth = Number.POSITIVE_INFINITY): Impact {
    const { reached, ...answer } = this.#walk(node, depth, this.#down);
    return { ...answer, downstream: reached };
  }

  #walk(asked: NodeName, depth: number, next: Steps): Answer & { readonly reached: readonly Reached[] } {
    const known = this.find(asked);
    const start = known ?? asked;
    const reached = new Map<string, Reached>();
    const paths = new Map<string, readonly NodeName[]>();
    let front = [start, ...(this.#parts.get(nodeKey(start)) ?? [])];
    for (const node of front) paths.set(nodeKey(node), node === start ? [start] : [start, node]);
    for (let length = 1; front.length > 0 && length <= depth; length += 1) {
      const following: NodeName[] = [];
      for (const via of front) {
        const path = paths.get(nodeKey(via)) ?? [];
        for (const { node, kind } of next.get(nodeKey(via)) ?? []) {
          const key = nodeKey(node);
          const way = [...path, node];
          this.#note(reached, start, { node, via, kind, path: way });
          if (paths.has(key)) continue;
          paths.set(key, way);
          following.push(node);
        }
      }
      front = following;
    }
    const found = [...reached.values()];
    const concerned = new Set(
      [start, ...(this.#parts.get(nodeKey(start)) ?? []), ...found.map(({ node }) => node)].map(nodeKey),
    );
    const nothing = { node: asked, reason: "the graph has nothing of this name", whole: true };
    const unresolved = [
      ...(known === undefined ? [nothing] : []),
      ...this.graph.unresolved.filter(({ node }) => concerned.has(nodeKey(node))),
    ];
    const opaque = unresolved.filter(({ whole }) => whole === true).map(({ node, reason }) => `${node}: ${reason}`);
    const partial = [...this.graph.partial, ...opaque];
    return { node: start, reached: found, unresolved, ...(partial.length > 0 && { partial: partial.join("; ") }) };
  }

  /** A column that is reached reaches its relation or table; rows that are reached by themselves say more. */
  #note(reached: Map<string, Reached>, start: NodeName, found: Reached): void {
    const key = nodeKey(found.node);
    const known = reached.get(key);
    const isByPart = known !== undefined && known.path.length > found.path.length;
    if (key !== nodeKey(start) && (known === undefined || isByPart)) reached.set(key, found);
    const whole = this.#wholeOf.get(key);
    if (whole === undefined || whole === start || reached.has(nodeKey(whole))) return;
    reached.set(nodeKey(whole), { node: whole, via: found.node, kind: found.kind, path: [...found.path, whole] });
  }
}

function steps(edges: readonly Edge[], from: "from" | "to", to: "from" | "to"): Steps {
  const found = new Map<string, { node: NodeName; kind: EdgeKind }[]>();
  for (const edge of edges) {
    const key = nodeKey(edge[from]);
    const list = found.get(key);
    if (list) list.push({ node: edge[to], kind: edge.kind });
    else found.set(key, [{ node: edge[to], kind: edge.kind }]);
  }
  for (const list of found.values()) list.sort((a, b) => CLEAREST.indexOf(a.kind) - CLEAREST.indexOf(b.kind));
  return found;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

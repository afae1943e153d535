import type { NodeName } from "@throughline/contracts";
import { type EdgeKind, type LineageGraph, nodeKey, type Unresolved } from "./graph.ts";

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

/** Nodes are numbers in here: answers of a graph with a hundred thousand edges take milliseconds. */
interface Step {
  readonly node: number;
  readonly kind: EdgeKind;
}

type Steps = readonly (readonly Step[])[];

/**
 * Answers questions about a graph. A relation or table that is asked about stands for its rows and all of its columns, and is
 * reached when any of them is; so what is upstream of one thing has that thing downstream, and the other way round.
 */
export class Lineage {
  readonly graph: LineageGraph;
  readonly #numbers: ReadonlyMap<string, number>;
  readonly #parts: ReadonlyMap<number, readonly number[]>;
  readonly #wholeOf: readonly (number | undefined)[];
  readonly #unresolvedOf: ReadonlyMap<number, readonly Unresolved[]>;
  readonly #down: Steps;
  readonly #up: Steps;

  constructor(graph: LineageGraph) {
    this.graph = graph;
    const numbers = new Map(graph.nodes.map((node, number) => [nodeKey(node), number]));
    // Names in a graph are spelled as its nodes are: to fold each of them would take longest of all.
    const bySpelling = new Map(graph.nodes.map((node, number) => [node, number]));
    const numberOf = (node: NodeName): number => bySpelling.get(node) ?? numbers.get(nodeKey(node)) ?? -1;
    this.#numbers = numbers;
    this.#parts = new Map([...graph.parts].map(([whole, parts]) => [numberOf(whole), parts.map(numberOf)]));
    const wholeOf: (number | undefined)[] = [];
    for (const [whole, parts] of this.#parts) for (const part of parts) wholeOf[part] = whole;
    this.#wholeOf = wholeOf;
    this.#unresolvedOf = Map.groupBy(graph.unresolved, ({ node }) => numberOf(node));
    const edges = graph.edges.map(({ from, to, kind }) => ({ from: numberOf(from), to: numberOf(to), kind }));
    this.#down = steps(graph.nodes.length, edges, "from", "to");
    this.#up = steps(graph.nodes.length, edges, "to", "from");
  }

  /** The name of a node as the graph has it, in whatever case it is asked for. */
  find(node: string): NodeName | undefined {
    return this.graph.nodes[this.#numbers.get(nodeKey(node)) ?? -1];
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

  /** Everything that is made of any of several nodes, nearest first; each path begins at the nearest of them. */
  impactOfAll(nodes: readonly NodeName[]): Omit<Impact, "node"> {
    const starts = nodes.flatMap((node) => this.#numbers.get(nodeKey(node)) ?? []);
    const reach = this.#reach(starts, Number.POSITIVE_INFINITY, this.#down);
    const { node: _, reached, ...answer } = this.#answer("", reach.all(), this.#unresolved(starts, reach));
    return { ...answer, downstream: reached };
  }

  /** The relation or table that a node is a column of. */
  wholeOf(node: NodeName): NodeName | undefined {
    return this.graph.nodes[this.#wholeOf[this.#numbers.get(nodeKey(node)) ?? -1] ?? -1];
  }

  #walk(asked: NodeName, depth: number, next: Steps): Answer & { readonly reached: readonly Reached[] } {
    const start = this.#numbers.get(nodeKey(asked));
    if (start === undefined) {
      const reason = "the graph has nothing of this name";
      return this.#answer(asked, [], [{ node: asked, reason, whole: true }]);
    }
    const reach = this.#reach([start], depth, next);
    return this.#answer(this.graph.nodes[start] ?? asked, reach.all(), this.#unresolved([start], reach));
  }

  #partsOf(starts: readonly number[]): readonly number[] {
    return starts.flatMap((start) => this.#parts.get(start) ?? []);
  }

  #reach(starts: readonly number[], depth: number, next: Steps): Reach {
    const reach = new Reach(this.graph.nodes, starts, this.#partsOf(starts), this.#wholeOf);
    let front = [...new Set([...starts, ...this.#partsOf(starts)])];
    for (let length = 1; front.length > 0 && length <= depth; length += 1) {
      const following: number[] = [];
      for (const via of front) {
        for (const { node, kind } of next[via] ?? []) {
          if (reach.step(node, via, kind, length)) following.push(node);
        }
      }
      front = following;
    }
    return reach;
  }

  #unresolved(starts: readonly number[], reach: Reach): readonly Unresolved[] {
    if (this.#unresolvedOf.size === 0) return [];
    const concerned = new Set([...starts, ...this.#partsOf(starts), ...reach.numbers()]);
    return [...this.#unresolvedOf].flatMap(([node, reasons]) => (concerned.has(node) ? reasons : []));
  }

  #answer(node: NodeName, reached: readonly Reached[], unresolved: readonly Unresolved[]) {
    const opaque = unresolved.filter(({ whole }) => whole === true).map((one) => `${one.node}: ${one.reason}`);
    const partial = [...this.graph.partial, ...opaque];
    return { node, reached, unresolved, ...(partial.length > 0 && { partial: partial.join("; ") }) };
  }
}

/** What one walk has reached so far, and how. Paths are long and many: each is made when it is looked at. */
class Reach {
  readonly #names: readonly NodeName[];
  readonly #starts: ReadonlySet<number>;
  readonly #wholeOf: readonly (number | undefined)[];
  /** What was gone through before each node: the start has itself there, and what is not reached yet nothing. */
  readonly #before: Int32Array;
  readonly #reached: (Reached | undefined)[];
  /** What was reached, nearest first. */
  readonly #order: number[] = [];
  /** Wholes that only one of their parts reaches so far, with the number of steps to it. */
  readonly #byPart = new Map<number, number>();

  constructor(
    names: readonly NodeName[],
    starts: readonly number[],
    parts: readonly number[],
    wholeOf: readonly (number | undefined)[],
  ) {
    this.#names = names;
    this.#starts = new Set(starts);
    this.#wholeOf = wholeOf;
    this.#before = new Int32Array(names.length).fill(-1);
    this.#reached = new Array(names.length);
    for (const part of parts) this.#before[part] = wholeOf[part] ?? part;
    for (const start of starts) this.#before[start] = start;
  }

  numbers(): Iterable<number> {
    return this.#order;
  }

  all(): readonly Reached[] {
    return this.#order.flatMap((node) => this.#reached[node] ?? []);
  }

  /** Whether this is the first step to the node. A column that is reached reaches its relation or table. */
  step(node: number, via: number, kind: EdgeKind, length: number): boolean {
    // Rows that are reached by themselves say more than one of their columns does.
    const isKnown = this.#reached[node] !== undefined && this.#byPart.get(node) !== length;
    if (!this.#starts.has(node) && !isKnown) {
      this.#put(node, via, kind, [node]);
      this.#byPart.delete(node);
    }
    const whole = this.#wholeOf[node];
    if (whole !== undefined && !this.#starts.has(whole) && this.#reached[whole] === undefined) {
      this.#byPart.set(whole, length);
      this.#put(whole, via, kind, [node, whole]);
    }
    if (this.#before[node] !== -1) return false;
    this.#before[node] = via;
    return true;
  }

  #put(node: number, via: number, kind: EdgeKind, end: readonly number[]): void {
    const before = end.length > 1 ? (end[0] ?? via) : via;
    if (this.#reached[node] === undefined) this.#order.push(node);
    this.#reached[node] = new Arrival(this.#name(node), this.#name(before), kind, () => this.#path(via, end));
  }

  #path(via: number, end: readonly number[]): readonly NodeName[] {
    const path: number[] = [];
    for (let at = via; ; at = this.#before[at] ?? at) {
      path.push(at);
      if (this.#before[at] === at) break;
    }
    return [...path.reverse(), ...end].map((node) => this.#name(node));
  }

  #name(node: number): NodeName {
    return this.#names[node] ?? "";
  }
}

class Arrival implements Reached {
  readonly node: NodeName;
  readonly via: NodeName;
  readonly kind: EdgeKind;
  readonly #path: () => readonly NodeName[];

  constructor(node: NodeName, via: NodeName, kind: EdgeKind, path: () => readonly NodeName[]) {
    this.node = node;
    this.via = via;
    this.kind = kind;
    this.#path = path;
  }

  get path(): readonly NodeName[] {
    return this.#path();
  }

  toJSON(): Reached {
    const { node, via, kind, path } = this;
    return { node, via, kind, path };
  }
}

function steps(
  count: number,
  edges: readonly { readonly from: number; readonly to: number; readonly kind: EdgeKind }[],
  from: "from" | "to",
  to: "from" | "to",
): Steps {
  const found: Step[][] = Array.from({ length: count }, () => []);
  for (const edge of edges) found[edge[from]]?.push({ node: edge[to], kind: edge.kind });
  for (const list of found) list.sort((a, b) => CLEAREST.indexOf(a.kind) - CLEAREST.indexOf(b.kind));
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

import type { NodeName } from "@throughline/contracts";

/**
 * How one thing is made of another: its value, a condition, a join, a key of a group, a window or an order; `reference` where
 * something is named by a definition that is not looked into further; `relationship` where two tables of a model meet by it;
 * `rowset` where the rows of one thing are the rows of another.
 */
export const EDGE_KINDS = [
  "value",
  "filter",
  "join",
  "group",
  "window",
  "order",
  "reference",
  "relationship",
  "rowset",
] as const;
export type EdgeKind = (typeof EDGE_KINDS)[number];

/** `to` is made of `from`. */
export interface Edge {
  readonly from: NodeName;
  readonly to: NodeName;
  readonly kind: EdgeKind;
}

/** Something of which not everything that it is made of is known. What might be is an edge all the same. */
export interface Unresolved {
  readonly node: NodeName;
  readonly reason: string;
  /** True where nothing is known: answers that it concerns are partial. */
  readonly whole?: boolean;
}

/**
 * From the loader's field to the visual. A relation or table stands for its rows; with its columns it is a whole, which `parts`
 * lists. Names are told apart whatever their case.
 */
export interface LineageGraph {
  readonly nodes: readonly NodeName[];
  readonly edges: readonly Edge[];
  readonly parts: ReadonlyMap<NodeName, readonly NodeName[]>;
  readonly unresolved: readonly Unresolved[];
  /** What a node is made by, as a hash: of its SQL, formula or picture, layout aside. What is made by nothing of its own has none. */
  readonly definitions: ReadonlyMap<NodeName, string>;
  /** Why the graph as a whole does not say everything. */
  readonly partial: readonly string[];
}

/** One name for a node, whatever its case. */
export function nodeKey(node: NodeName): string {
  return node.toLowerCase();
}

/** More nodes than a graph has; two of them and a kind fit into one exact number. */
const MOST_NODES = 2 ** 24;

/** Collects a graph: nothing is in it twice. Nodes are numbers in here, since each is named hundreds of times. */
export class GraphBuilder {
  readonly #names: NodeName[] = [];
  readonly #byKey = new Map<string, number>();
  /** The same by every spelling that was seen, to be found without folding it. */
  readonly #bySpelling = new Map<NodeName, number>();
  readonly #edges: Edge[] = [];
  readonly #known = new Set<number>();
  readonly #parts = new Map<number, Map<number, NodeName>>();
  readonly #definitions = new Map<number, string>();
  readonly #unresolved = new Map<string, Unresolved>();
  readonly #partial = new Set<string>();

  /** The first spelling of a name is the one that is shown. */
  node(name: NodeName): NodeName {
    return this.#names[this.#number(name)] ?? name;
  }

  has(name: NodeName): boolean {
    return this.#bySpelling.has(name) || this.#byKey.has(nodeKey(name));
  }

  /** A part of a whole, whose rows decide which values it has. */
  part(whole: NodeName, part: NodeName): NodeName {
    const [of, number] = [this.#number(whole), this.#number(part)];
    const parts = this.#parts.get(of) ?? new Map<number, NodeName>();
    const name = this.#names[number] ?? part;
    if (parts.has(number)) return name;
    this.#parts.set(of, parts.set(number, name));
    this.edge(whole, name, "rowset");
    return name;
  }

  partsOf(whole: NodeName): readonly NodeName[] {
    return [...(this.#parts.get(this.#byKey.get(nodeKey(whole)) ?? -1)?.values() ?? [])];
  }

  edge(from: NodeName, to: NodeName, kind: EdgeKind): void {
    const [a, b] = [this.#number(from), this.#number(to)];
    const key = (a * MOST_NODES + b) * EDGE_KINDS.length + EDGE_KINDS.indexOf(kind);
    if (this.#known.has(key)) return;
    this.#known.add(key);
    this.#edges.push({ from: this.#names[a] ?? from, to: this.#names[b] ?? to, kind });
  }

  /** Several things with one name are made by all that any of them is. */
  define(node: NodeName, definition: string): void {
    const number = this.#number(node);
    const known = this.#definitions.get(number);
    if (known === undefined) this.#definitions.set(number, definition);
    else if (!known.includes(definition)) this.#definitions.set(number, `${known} ${definition}`);
  }

  unresolved(node: NodeName, reason: string, whole = false): void {
    this.#unresolved.set(`${nodeKey(node)}\n${reason}`, { node: this.node(node), reason, ...(whole && { whole }) });
  }

  partial(reason: string): void {
    this.#partial.add(reason);
  }

  build(): LineageGraph {
    const named = <T>(map: ReadonlyMap<number, T>): Map<NodeName, T> =>
      new Map([...map].map(([number, value]) => [this.#names[number] ?? "", value]));
    return {
      nodes: [...this.#names],
      edges: [...this.#edges],
      parts: named(new Map([...this.#parts].map(([whole, parts]) => [whole, [...parts.values()]]))),
      unresolved: [...this.#unresolved.values()],
      definitions: named(this.#definitions),
      partial: [...this.#partial],
    };
  }

  #number(name: NodeName): number {
    const spelled = this.#bySpelling.get(name);
    if (spelled !== undefined) return spelled;
    const key = nodeKey(name);
    const known = this.#byKey.get(key) ?? this.#names.push(name) - 1;
    this.#byKey.set(key, known);
    this.#bySpelling.set(name, known);
    return known;
  }
}

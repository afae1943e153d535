import type { NodeName } from "@throughline/contracts";

/**
 * How one thing is made of another: its value, a condition, a join, a key of a group, a window or an order; `reference` where
 * something is named by a definition that is not looked into further; `relationship` where two tables of a model meet by it;
 * `rowset` where the rows of one thing are the rows of another.
 */
export type EdgeKind =
  | "value"
  | "filter"
  | "join"
  | "group"
  | "window"
  | "order"
  | "reference"
  | "relationship"
  | "rowset";

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

/** Collects a graph: nothing is in it twice. */
export class GraphBuilder {
  readonly #names = new Map<string, NodeName>();
  readonly #edges = new Map<string, Edge>();
  readonly #parts = new Map<string, Map<string, NodeName>>();
  readonly #definitions = new Map<string, string>();
  readonly #unresolved = new Map<string, Unresolved>();
  readonly #partial = new Set<string>();

  /** The first spelling of a name is the one that is shown. */
  node(name: NodeName): NodeName {
    const key = nodeKey(name);
    const known = this.#names.get(key);
    if (known !== undefined) return known;
    this.#names.set(key, name);
    return name;
  }

  has(name: NodeName): boolean {
    return this.#names.has(nodeKey(name));
  }

  /** A part of a whole, whose rows decide which values it has. */
  part(whole: NodeName, part: NodeName): NodeName {
    const name = this.node(part);
    const parts = this.#parts.get(nodeKey(whole)) ?? new Map<string, NodeName>();
    parts.set(nodeKey(name), name);
    this.#parts.set(nodeKey(whole), parts);
    this.edge(whole, name, "rowset");
    return name;
  }

  partsOf(whole: NodeName): readonly NodeName[] {
    return [...(this.#parts.get(nodeKey(whole))?.values() ?? [])];
  }

  edge(from: NodeName, to: NodeName, kind: EdgeKind): void {
    const edge: Edge = { from: this.node(from), to: this.node(to), kind };
    const key = `${nodeKey(from)}\n${nodeKey(to)}\n${kind}`;
    if (!this.#edges.has(key)) this.#edges.set(key, edge);
  }

  /** Several things with one name are made by all that any of them is. */
  define(node: NodeName, definition: string): void {
    const key = nodeKey(this.node(node));
    const known = this.#definitions.get(key);
    if (known === undefined) this.#definitions.set(key, definition);
    else if (!known.includes(definition)) this.#definitions.set(key, `${known} ${definition}`);
  }

  unresolved(node: NodeName, reason: string, whole = false): void {
    this.#unresolved.set(`${nodeKey(node)}\n${reason}`, { node: this.node(node), reason, ...(whole && { whole }) });
  }

  partial(reason: string): void {
    this.#partial.add(reason);
  }

  build(): LineageGraph {
    return {
      nodes: [...this.#names.values()],
      edges: [...this.#edges.values()],
      parts: new Map([...this.#parts].map(([whole, parts]) => [this.node(whole), [...parts.values()]])),
      unresolved: [...this.#unresolved.values()],
      definitions: new Map([...this.#definitions].map(([key, definition]) => [this.node(key), definition])),
      partial: [...this.#partial],
    };
  }
}

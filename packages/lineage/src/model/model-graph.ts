import { columnNode, measureNode, type NodeName, visualNode } from "@throughline/contracts";
import type { ModelRelationship, ModelTable, ModelUse, SemanticModel } from "@throughline/semantic-model";
import { type EdgeKind, type GraphBuilder, nodeKey } from "../graph.ts";
import { shortHash } from "../short-hash.ts";

/** How a table of the model finds the relation it reads, and asks for its columns. */
export interface Relations {
  /** The node of a relation; one that nobody knows is made up, and said to be unknown. */
  find(source: { readonly schema?: string; readonly name: string }): {
    readonly node: NodeName;
    readonly known: boolean;
  };
  askFor(relation: NodeName, column: string): NodeName;
  /** Something is made of a relation, and nobody knows of which of its columns. */
  opaque(relation: NodeName, node: NodeName): void;
}

const KINDS: Readonly<Record<ModelUse["how"], EdgeKind>> = {
  value: "reference",
  look: "reference",
  rows: "rowset",
  filter: "filter",
};

/** Adds a semantic model and its reports to a graph. */
export function addSemanticModel(builder: GraphBuilder, model: SemanticModel, relations: Relations): void {
  for (const table of model.tables) addTable(builder, table, relations);
  for (const visual of model.visuals) builder.edge(visualNode(visual), `page:${visual.page}`, "reference");
  const sorted = new Set(model.tables.flatMap(sortOrders));
  const { uses } = model;
  for (const { user, used, how } of uses) {
    const kind = sorted.has(pairKey(user, used)) ? "order" : KINDS[how];
    builder.edge(used, user, kind);
  }
  addRelationships(builder, model, uses);
  for (const [node, text] of model.definitions) if (builder.has(node)) builder.define(node, shortHash(text));
}

function addTable(builder: GraphBuilder, table: ModelTable, relations: Relations): void {
  const node = builder.node(`table:${table.name}`);
  for (const { name } of table.measures) builder.node(measureNode({ table: table.name, measure: name }));
  const columns = table.columns.map((column) => ({
    ...column,
    node: builder.part(node, columnNode({ table: table.name, column: column.name })),
  }));
  if (!table.source) {
    const isCalculated = columns.some(({ calculated }) => calculated) || columns.length === 0;
    if (!isCalculated) builder.unresolved(node, "the model does not say which relation its rows come from");
    return;
  }
  const { node: relation, known } = relations.find(table.source);
  builder.edge(relation, node, "rowset");
  if (!known) builder.unresolved(node, `nothing that dbt knows is ${relation.slice(relation.indexOf(":") + 1)}`);
  for (const column of columns) {
    if (column.sourceColumn !== undefined) {
      builder.edge(relations.askFor(relation, column.sourceColumn), column.node, "value");
    } else if (!column.calculated) {
      builder.unresolved(column.node, "the model does not say which column of the relation it is");
      relations.opaque(relation, column.node);
    }
  }
}

function sortOrders({ name: table, columns }: ModelTable): string[] {
  return columns.flatMap(({ name, sortBy, calculated }) =>
    sortBy === undefined || calculated
      ? []
      : [pairKey(columnNode({ table, column: name }), columnNode({ table, column: sortBy }))],
  );
}

function pairKey(user: NodeName, used: NodeName): string {
  return `${nodeKey(user)}\n${nodeKey(used)}`;
}

/**
 * What takes something of several tables is made of the columns by which these meet: of every relationship that lies between
 * two of them, however many ways there are.
 */
function addRelationships(builder: GraphBuilder, model: SemanticModel, uses: readonly ModelUse[]): void {
  const active = model.relationships.filter((relationship) => relationship.active);
  if (active.length === 0) return;
  const tables = tablesTaken(model, uses);
  const users = new Map([...uses.map(({ user }) => [nodeKey(user), user] as const)]);
  for (const [key, user] of users) {
    if (!/^(?:measure|column|visual|reportmeasure|calculationitem):/u.test(user)) continue;
    for (const { from, to } of between(active, tables(key))) {
      for (const end of [from, to]) builder.edge(columnNode(end), user, "relationship");
    }
  }
}

/** The tables that something takes columns or rows of, by itself and by way of what it uses. */
function tablesTaken(model: SemanticModel, uses: readonly ModelUse[]): (user: string) => ReadonlySet<string> {
  const direct = new Map<string, string[]>();
  for (const { user, used } of uses) direct.set(nodeKey(user), [...(direct.get(nodeKey(user)) ?? []), nodeKey(used)]);
  const home = new Map<string, string>();
  for (const { name, columns } of model.tables) {
    home.set(nodeKey(`table:${name}`), nodeKey(name));
    for (const column of columns) home.set(nodeKey(columnNode({ table: name, column: column.name })), nodeKey(name));
  }
  return (user) => {
    const seen = new Set<string>();
    const taken = new Set<string>();
    const queue = [user];
    for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
      if (seen.has(at)) continue;
      seen.add(at);
      const table = home.get(at);
      if (table !== undefined) taken.add(table);
      queue.push(...(direct.get(at) ?? []));
    }
    return taken;
  };
}

/** The relationships that are left when tables at the ends, of which nothing is taken, are left out one after the other. */
function between(
  relationships: readonly ModelRelationship[],
  tables: ReadonlySet<string>,
): readonly ModelRelationship[] {
  if (tables.size < 2) return [];
  let left = relationships;
  for (;;) {
    const degree = new Map<string, Set<string>>();
    const meet = (one: string, other: string): void => {
      degree.set(one, (degree.get(one) ?? new Set()).add(other));
    };
    for (const { from, to } of left) {
      meet(nodeKey(from.table), nodeKey(to.table));
      meet(nodeKey(to.table), nodeKey(from.table));
    }
    const isEnd = (table: string): boolean => !tables.has(table) && (degree.get(table)?.size ?? 0) < 2;
    const kept = left.filter(({ from, to }) => !isEnd(nodeKey(from.table)) && !isEnd(nodeKey(to.table)));
    if (kept.length === left.length) break;
    left = kept;
  }
  return left;
}

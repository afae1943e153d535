import type { Column, Model, Relationship, Table } from "../model/model.ts";
import { indexModel, type ModelIndex } from "../model/model-index.ts";
import { nameKey } from "../text/same-name.ts";

/** One step from the many side to the one side of a relationship. */
export interface Step {
  readonly relationship: Relationship;
  readonly from: Column;
  readonly to: Column;
}

/** How a filter on one table reaches another. */
export type Path =
  | { readonly kind: "none" }
  | { readonly kind: "steps"; readonly steps: readonly Step[] }
  | { readonly kind: "refused"; readonly reason: string };

interface Edge extends Step {
  readonly target: string;
  /** Why this edge's effect is not computed; absent for a plain step from many to one. */
  readonly hard?: string;
}

/** Relationships as filters travel on them. `used` are those that USERELATIONSHIP puts in the place of others. */
export class RelationshipPaths {
  private readonly index: ModelIndex;
  private readonly edges = new Map<string, Edge[]>();

  constructor(model: Model, used: readonly Relationship[] = []) {
    this.index = indexModel(model);
    for (const relationship of model.relationships) {
      if (!isInForce(relationship, used)) continue;
      this.addEdges(relationship);
    }
  }

  /** From the table that is aggregated to the table that is filtered. */
  path(from: Table, to: Table): Path {
    if (nameKey(from.name) === nameKey(to.name)) return { kind: "steps", steps: [] };
    const found: Edge[][] = [];
    this.search(nameKey(from.name), nameKey(to.name), [], new Set([nameKey(from.name)]), found);
    const [first, another] = found;
    if (!first) return { kind: "none" };
    const hard = found.flat().find((edge) => edge.hard !== undefined)?.hard;
    if (hard !== undefined) return { kind: "refused", reason: hard };
    if (another) {
      return { kind: "refused", reason: `filters reach '${from.name}' from '${to.name}' on several ways` };
    }
    return { kind: "steps", steps: first };
  }

  /** The tables that belong to a table's rows: itself and every one side, one step after the other. */
  expandedTable(table: Table): ReadonlySet<string> {
    const reached = new Set([nameKey(table.name)]);
    const queue = [nameKey(table.name)];
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      for (const edge of this.edges.get(next) ?? []) {
        if (edge.hard !== undefined || reached.has(edge.target)) continue;
        reached.add(edge.target);
        queue.push(edge.target);
      }
    }
    return reached;
  }

  private search(at: string, goal: string, way: Edge[], seen: Set<string>, found: Edge[][]): void {
    if (found.length > 1 || way.length > 20) return;
    for (const edge of this.edges.get(at) ?? []) {
      if (edge.target === goal) found.push([...way, edge]);
      else if (!seen.has(edge.target)) {
        seen.add(edge.target);
        this.search(edge.target, goal, [...way, edge], seen, found);
        seen.delete(edge.target);
      }
    }
  }

  private addEdges(relationship: Relationship): void {
    const from = this.endOf(relationship.from);
    const to = this.endOf(relationship.to);
    if (!from || !to) return;
    const { fromCardinality, toCardinality, crossFiltering } = relationship;
    const isReversed = fromCardinality === "one" && toCardinality === "many";
    const [many, one] = isReversed ? [to, from] : [from, to];
    const both = crossFiltering !== "oneDirection" || (fromCardinality === "one" && toCardinality === "one");
    const name = `'${many.table}' and '${one.table}'`;
    const manyToMany = fromCardinality === "many" && toCardinality === "many";
    const hard = manyToMany ? `the relationship between ${name} is many-to-many, which is not evaluated` : undefined;
    const step = { relationship, from: many, to: one };
    this.add(many.table, { ...step, target: nameKey(one.table), ...(hard !== undefined && { hard }) });
    if (both) {
      const reason = `the relationship between ${name} filters in both directions, which is not evaluated`;
      this.add(one.table, { ...step, target: nameKey(many.table), hard: hard ?? reason });
    }
  }

  private add(table: string, edge: Edge): void {
    const list = this.edges.get(nameKey(table));
    if (list) list.push(edge);
    else this.edges.set(nameKey(table), [edge]);
  }

  private endOf(path: Relationship["from"]): Column | undefined {
    const [table, column] = path?.parts ?? [];
    return table && column && this.index.column(table.value, column.value);
  }
}

/** A used relationship replaces the active one between the same two tables. */
function isInForce(relationship: Relationship, used: readonly Relationship[]): boolean {
  if (used.includes(relationship)) return true;
  return relationship.active && !used.some((other) => pairOf(other) === pairOf(relationship));
}

function pairOf(relationship: Relationship): string {
  const names = [relationship.from, relationship.to].map((path) => nameKey(path?.parts[0]?.value ?? ""));
  return names.sort().join("\n");
}

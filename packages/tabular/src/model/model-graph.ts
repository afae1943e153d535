import { type TableSource, traceColumn } from "../m/table-source.ts";
import type { ReportMeasure } from "../pbir/report-measures.ts";
import { nameKey } from "../text/same-name.ts";
import { bindModel } from "./bind-model.ts";
import type { DaxText } from "./dax-text.ts";
import type { Table } from "./model.ts";
import { indexModel } from "./model-index.ts";
import type { TabularProject } from "./open-model.ts";
import { bindReportMeasures } from "./report-dax.ts";
import { tableRelation } from "./table-relation.ts";

/** Anything that can depend on something. `table` is empty where the object is not in one. */
export interface GraphNode {
  readonly kind:
    | "visual"
    | "filter"
    | "measure"
    /** A measure that a report defines itself; `file` says which. */
    | "report-measure"
    | "column"
    | "table"
    | "hierarchy"
    | "relationship"
    | "role"
    | "calculation-item"
    | "function"
    /** A relation of the warehouse, or one of its columns. */
    | "relation"
    | "relation-column";
  readonly table: string;
  readonly name: string;
  /** The file of a visual, a filter or a report's own measure. */
  readonly file?: string;
}

/** `from` needs `to`. */
export interface GraphEdge {
  readonly from: GraphNode;
  readonly to: GraphNode;
  /** How: its value, its look (format, sort, KPI), the rows it stands for, or what filters it. */
  readonly how: "value" | "look" | "rows" | "filter";
}

/** From every visual down to the relations of the warehouse. What cannot be resolved is in `unresolved`, with why. */
export interface ModelGraph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly unresolved: readonly { readonly from: GraphNode; readonly why: string }[];
  /** All that a node needs, through any number of steps, without itself. */
  needs(node: GraphNode): readonly GraphNode[];
  /** All that needs a node, through any number of steps, without itself. */
  neededBy(node: GraphNode): readonly GraphNode[];
}

/** One text for one node, whatever case its name is written in. Measures are the model's, not their table's. */
export function nodeKey({ kind, table, name, file = "" }: GraphNode): string {
  return [kind, kind === "measure" ? "" : nameKey(table), nameKey(name), file].join("\n");
}

export function modelGraph(project: TabularProject): ModelGraph {
  const nodes = new Map<string, GraphNode>();
  const edges: GraphEdge[] = [];
  const unresolved: ModelGraph["unresolved"][number][] = [];
  const known = new Set<string>();
  const add = (node: GraphNode): void => {
    const key = nodeKey(node);
    if (!nodes.has(key)) nodes.set(key, node);
  };
  const link: Link = (from, to, how) => {
    add(from);
    add(to);
    const key = `${nodeKey(from)}\n\n${nodeKey(to)}\n\n${how}`;
    if (!known.has(key)) edges.push({ from, to, how });
    known.add(key);
  };
  linkDax(project, link);
  linkTables(project, add, link, (from, why) => unresolved.push({ from, why }));
  linkRelationships(project, link);
  linkReportMeasures(project, add, link);
  linkReports(project, add, link, (from, why) => unresolved.push({ from, why }));
  const down = neighbours(edges, "from", "to");
  const up = neighbours(edges, "to", "from");
  return {
    nodes: [...nodes.values()],
    edges,
    unresolved,
    needs: (node) => reach(node, down),
    neededBy: (node) => reach(node, up),
  };
}

type Link = (from: GraphNode, to: GraphNode, how: GraphEdge["how"]) => void;
type Unresolved = (from: GraphNode, why: string) => void;

function linkDax({ model }: TabularProject, link: Link): void {
  for (const { owner, part, bound } of bindModel(model)) {
    const from = ownerNode(owner);
    const how =
      owner.kind === "role" ? "filter" : part === "detail" ? "look" : owner.kind === "table" ? "rows" : "value";
    for (const use of bound.references) {
      if (use.kind === "table")
        link(from, { kind: "table", table: use.table, name: "" }, how === "value" ? "rows" : how);
      else link(from, { kind: use.kind, table: use.table, name: use.name }, how);
    }
  }
}

/** The node of what a piece of DAX belongs to. */
export function ownerNode(owner: DaxText["owner"]): GraphNode {
  if (owner.kind === "measure" || owner.kind === "column") return owner;
  return owner.kind === "table" ? { kind: "table", table: owner.name, name: "" } : { ...owner, table: "" };
}

function linkTables(
  { model }: TabularProject,
  add: (node: GraphNode) => void,
  link: Link,
  unresolved: Unresolved,
): void {
  for (const table of model.tables) {
    const self: GraphNode = { kind: "table", table: table.name, name: "" };
    add(self);
    const relation = tableRelation(model, table);
    const isCalculated = table.partitions.some(
      ({ kind }) => kind.toLowerCase() !== "m" && kind.toLowerCase() !== "entity",
    );
    if (relation.relation) link(self, relationNode(relation.relation), "rows");
    else if (table.partitions.length > 0 && !isCalculated) {
      unresolved(self, relation.inexact ?? "its partition does not say where its rows come from");
    }
    for (const { name } of table.measures) add({ kind: "measure", table: table.name, name });
    linkColumns(table, self, relation, link);
    for (const { name, levels } of table.hierarchies) {
      const hierarchy: GraphNode = { kind: "hierarchy", table: table.name, name };
      for (const { column } of levels) {
        const used = column?.parts.at(-1)?.value;
        if (used !== undefined) link(hierarchy, { kind: "column", table: table.name, name: used }, "value");
      }
    }
  }
}

function linkColumns(table: Table, self: GraphNode, source: TableSource, link: Link): void {
  for (const column of table.columns) {
    const from: GraphNode = { kind: "column", table: table.name, name: column.name };
    link(from, self, "rows");
    if (source.relation && !column.expression && column.sourceColumn !== undefined) {
      const origin = traceColumn(source, column.sourceColumn);
      const relation = relationNode(source.relation).name;
      if (origin) link(from, { kind: "relation-column", table: relation, name: origin.name }, "value");
    }
    const sortBy = column.sortByColumn?.parts.at(-1)?.value;
    if (sortBy !== undefined) link(from, { kind: "column", table: table.name, name: sortBy }, "look");
  }
}

function relationNode({ schema, name }: { readonly schema?: string; readonly name: string }): GraphNode {
  return { kind: "relation", table: "", name: schema === undefined ? name : `${schema}.${name}` };
}

/** Rows of the many side are filtered by the one side: each end is needed by the relationship, and by the many table. */
function linkRelationships({ model }: TabularProject, link: Link): void {
  for (const relationship of model.relationships) {
    const self: GraphNode = { kind: "relationship", table: "", name: relationship.name };
    for (const path of [relationship.from, relationship.to]) {
      const [table, column] = path?.parts ?? [];
      if (table && column) link(self, { kind: "column", table: table.value, name: column.value }, "filter");
    }
    const many = relationship.from?.parts[0]?.value;
    if (relationship.active && many !== undefined) link({ kind: "table", table: many, name: "" }, self, "filter");
  }
}

function linkReportMeasures(project: TabularProject, add: (node: GraphNode) => void, link: Link): void {
  for (const { measure, references, own } of bindReportMeasures(project)) {
    const from = reportMeasureNode(measure);
    add(from);
    for (const use of references) {
      if (use.kind === "table") link(from, { kind: "table", table: use.table, name: "" }, "rows");
      else link(from, { kind: use.kind, table: use.table, name: use.name }, "value");
    }
    for (const other of own) link(from, reportMeasureNode(other), "value");
  }
}

function reportMeasureNode({ table, name, path }: ReportMeasure): GraphNode {
  return { kind: "report-measure", table, name, file: path };
}

function linkReports(
  { model, reports }: TabularProject,
  add: (node: GraphNode) => void,
  link: Link,
  unresolved: Unresolved,
): void {
  const index = indexModel(model);
  for (const report of reports) {
    for (const file of report.files) {
      const visual = report.visuals.find(({ path }) => path === file.path);
      const from: GraphNode = {
        kind: visual ? "visual" : "filter",
        table: visual?.page ?? "",
        name: visual?.title ?? visual?.name ?? "",
        file: file.path,
      };
      if (visual) add(from);
      for (const field of file.uses.fields) {
        const how = field.use === "shown" ? "value" : "look";
        const { table, name } = field;
        if (field.kind === "report-measure") {
          const own = report.measures.find((measure) => nameKey(measure.name) === nameKey(name));
          if (own) link(from, reportMeasureNode(own), how);
          else unresolved(from, `the report has no measure ${table}[${name}]`);
          continue;
        }
        const found =
          field.kind === "measure"
            ? index.measure(name)
            : field.kind === "column"
              ? index.column(table, name)
              : index.table(table)?.hierarchies.find((hierarchy) => nameKey(hierarchy.name) === nameKey(name));
        if (!found) unresolved(from, `the model has no ${field.kind} ${table}[${name}]`);
        else link(from, { kind: field.kind === "level" ? "hierarchy" : field.kind, table, name }, how);
      }
    }
  }
}

function neighbours(edges: readonly GraphEdge[], from: "from" | "to", to: "from" | "to"): Map<string, GraphNode[]> {
  const map = new Map<string, GraphNode[]>();
  for (const edge of edges) {
    const key = nodeKey(edge[from]);
    const list = map.get(key);
    if (list) list.push(edge[to]);
    else map.set(key, [edge[to]]);
  }
  return map;
}

function reach(node: GraphNode, next: ReadonlyMap<string, readonly GraphNode[]>): GraphNode[] {
  const found = new Map<string, GraphNode>();
  const queue = [node];
  for (let at = queue.pop(); at; at = queue.pop()) {
    for (const neighbour of next.get(nodeKey(at)) ?? []) {
      const key = nodeKey(neighbour);
      if (found.has(key) || key === nodeKey(node)) continue;
      found.set(key, neighbour);
      queue.push(neighbour);
    }
  }
  return [...found.values()];
}

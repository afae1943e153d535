import {
  columnNode,
  isSensitiveName,
  measureNode,
  type NodeName,
  visualNode,
  type WarehouseFacts,
} from "@throughline/contracts";
import type { ModelTable, SemanticModel } from "@throughline/semantic-model";
import type { LineageInputs } from "../build-graph.ts";
import { type DbtRelation, readManifest } from "../dbt/read-manifest.ts";
import { nodeKey } from "../graph.ts";
import { type Json, record, text } from "../json.ts";
import { columnSql } from "./column-sql.ts";
import type { NodeDescription } from "./node-description.ts";

/** What descriptions are made of, beside what a graph is made of. */
export interface DescribedInputs extends Pick<LineageInputs, "manifest" | "catalog" | "former" | "models"> {
  /** The folder of the dbt project in the project, "" for its root: files are named from there. */
  readonly transform?: string;
  /** Types, and values of columns that may be shown: what is sensitive is not among them. */
  readonly facts?: WarehouseFacts;
}

/** Looks up what is known of a node; undefined for one of which nothing is. The SQL of a column is found when it is asked for. */
export type Describe = (node: NodeName) => NodeDescription | undefined;

/** What dbt, the semantic models and the warehouse say of each node. */
export function describeNodes(inputs: DescribedInputs): Describe {
  const found = new Map<string, () => NodeDescription>();
  const relations = describeRelations(inputs);
  for (const model of inputs.models ?? []) describeModel(model, found);
  return (node) => found.get(nodeKey(node))?.() ?? relations(node);
}

type Found = Map<string, () => NodeDescription>;

/** Relations that dbt knows, and whatever columns are asked for of them. */
function describeRelations({ manifest, catalog, former, transform = "", facts }: DescribedInputs): Describe {
  if (manifest === undefined) return () => undefined;
  const root = record(manifest);
  const { dialect, relations } = readManifest(manifest, catalog, former);
  const prefix = transform === "" || transform === "." ? "" : `${transform}/`;
  const catalogued = { ...record(record(catalog)["nodes"]), ...record(record(catalog)["sources"]) };
  const byKey = new Map(relations.map((relation) => [nodeKey(relation.node), relation]));
  const describe = (relation: DbtRelation, column?: string): NodeDescription => {
    const { id, node, sql, schema, name } = relation;
    const own = record(record(root["nodes"])[id] ?? record(root["sources"])[id]);
    const path = text(own["original_file_path"]);
    const file = path === undefined ? {} : { file: prefix + path.replaceAll("\\", "/") };
    if (column === undefined) {
      const code = text(own["raw_code"]) ?? text(own["raw_sql"]) ?? "";
      return { node, ...file, ...said(own), ...(code !== "" && { definition: code }) };
    }
    const measured = facts?.relations.find((one) => same(one.schema, schema) && same(one.name, name));
    const fact = measured?.columns.find((one) => same(one.name, column));
    const documented = named(own["columns"], column);
    const type =
      fact?.type ??
      text(named(record(catalogued[id])["columns"], column)["type"]) ??
      text(documented["data_type"]) ??
      "";
    const definition = sql === undefined ? undefined : columnSql(sql, dialect, column);
    return {
      node: `${node}.${column}`,
      ...file,
      ...said(documented),
      ...(type !== "" && { type }),
      ...(definition !== undefined && { definition }),
      ...(fact?.values !== undefined && !isSensitiveName(column) && { values: fact.values }),
    };
  };
  return (node) => {
    const whole = byKey.get(nodeKey(node));
    if (whole) return describe(whole);
    // Names of relations and of columns may have dots.
    for (let at = node.lastIndexOf("."); at > 0; at = node.lastIndexOf(".", at - 1)) {
      const relation = byKey.get(nodeKey(node.slice(0, at)));
      if (relation) return describe(relation, node.slice(at + 1));
    }
    return undefined;
  };
}

/** Description and synonyms of a node or column of a manifest. */
function said(described: Json): Pick<NodeDescription, "description" | "synonyms"> {
  const description = text(described["description"])?.trim();
  const meta = { ...record(described["meta"]), ...record(record(described["config"])["meta"]) };
  const synonyms = [meta["synonyms"] ?? meta["aliases"] ?? []].flat().filter((one) => typeof one === "string");
  return { ...(description ? { description } : {}), synonyms };
}

function describeModel(model: SemanticModel, found: Found): void {
  const add = (node: NodeName, describe: () => NodeDescription): void => {
    if (!found.has(nodeKey(node))) found.set(nodeKey(node), describe);
  };
  for (const table of model.tables) {
    const node = `table:${table.name}`;
    add(node, () => ({ node, ...table.place, ...shown(table), synonyms: [] }));
    describeFields(table, add);
  }
  for (const visual of model.visuals) {
    const node = visualNode(visual);
    const shows = [...visual.columns.map(columnNode), ...visual.measures.map(measureNode)].join(", ");
    add(node, () => ({
      node,
      file: visual.file,
      type: visual.type,
      synonyms: [],
      ...(shows !== "" && { definition: shows }),
    }));
  }
}

function describeFields(
  { name: table, columns, measures }: ModelTable,
  add: (node: NodeName, describe: () => NodeDescription) => void,
): void {
  for (const column of columns) {
    const node = columnNode({ table, column: column.name });
    const { place, type, synonyms, sourceColumn } = column;
    add(node, () => ({
      node,
      ...place,
      type,
      ...shown(column),
      synonyms,
      ...(sourceColumn !== undefined && sourceColumn !== column.name && { definition: sourceColumn }),
    }));
  }
  for (const measure of measures) {
    const node = measureNode({ table, measure: measure.name });
    const { place, expression, synonyms } = measure;
    add(node, () => ({ node, ...place, ...shown(measure), synonyms, definition: expression }));
  }
}

function shown(object: {
  readonly description?: string;
  readonly format?: string;
}): Pick<NodeDescription, "description" | "format"> {
  const { description, format } = object;
  return { ...(description !== undefined && { description }), ...(format !== undefined && { format }) };
}

/** A column of a manifest or catalog, whatever its case; nothing where it is not among them. */
function named(columns: unknown, name: string): Json {
  return record(Object.entries(record(columns)).find(([key]) => same(key, name))?.[1]);
}

function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

import { nameKey } from "../text/same-name.ts";
import type { TmdlNode } from "../tmdl/syntax.ts";
import type {
  CalculationGroup,
  Column,
  Culture,
  DataSource,
  Expression,
  Hierarchy,
  Measure,
  Model,
  ModelFile,
  NamedExpression,
  Origin,
  Partition,
  PathProperty,
  Perspective,
  Reference,
  Relationship,
  Role,
  Table,
} from "./model.ts";
import { expressionOf, isTrue, pathProperties, pathProperty, property, writtenValue } from "./property.ts";

/** Reads the meaning out of parsed files. A table declared in several files is one table; nothing is dropped or invented. */
export function readModel(files: readonly ModelFile[]): Model {
  const tables = new Map<string, Origin[]>();
  const relationships: Relationship[] = [];
  const roles: Role[] = [];
  const perspectives: Perspective[] = [];
  const cultures: Culture[] = [];
  const expressions: NamedExpression[] = [];
  const functions: NamedExpression[] = [];
  const dataSources: DataSource[] = [];
  const references: Reference[] = [];
  const queryGroups: string[] = [];
  let model: Origin | undefined;
  for (const origin of topLevel(files)) {
    const { node } = origin;
    const name = node.name?.value;
    if (node.isRef) {
      if (name !== undefined) references.push({ kind: node.keyword, name, origin });
      continue;
    }
    if (node.keyword === "model") model ??= origin;
    if (name === undefined) continue;
    if (node.keyword === "table") {
      const known = tables.get(nameKey(name));
      if (known) known.push(origin);
      else tables.set(nameKey(name), [origin]);
    } else if (node.keyword === "relationship") relationships.push(readRelationship(name, origin));
    else if (node.keyword === "queryGroup") queryGroups.push(name);
    else if (node.keyword === "role") roles.push(readRole(name, origin));
    else if (node.keyword === "perspective") perspectives.push(readPerspective(name, origin));
    else if (node.keyword === "cultureInfo" || node.keyword === "culture") cultures.push(readCulture(name, origin));
    else if (node.keyword === "expression") expressions.push({ name, origin, expression: expressionOf(origin) });
    else if (node.keyword === "dataSource") dataSources.push({ name, origin, kind: kindOf(origin) });
    else if (node.keyword === "function") {
      functions.push({ name, origin, expression: { ...expressionOf(origin), language: "function" } });
    }
  }
  const culture = model && property(model, "culture");
  return {
    files,
    ...(model && { model }),
    ...(culture !== undefined && { culture }),
    tables: [...tables.values()].map(readTable),
    relationships,
    roles,
    perspectives,
    cultures,
    expressions,
    functions,
    queryGroups,
    dataSources,
    references,
  };
}

/** Objects may stand under `model`, `database` or a script's `createOrReplace` as well as at the left margin. */
function* topLevel(files: readonly ModelFile[]): Generator<Origin> {
  for (const file of files) yield* within(file, file.document.nodes);
}

function* within(file: ModelFile, nodes: readonly TmdlNode[]): Generator<Origin> {
  for (const node of nodes) {
    yield { file, node };
    const isContainer = node.keyword === "model" || node.keyword === "database" || node.keyword === "createOrReplace";
    if (isContainer && !node.isRef) yield* within(file, node.children);
  }
}

function readTable(origins: readonly Origin[]): Table {
  const origin = origins[0] as Origin;
  const name = origin.node.name?.value ?? "";
  const members = origins.flatMap(({ file, node }) => node.children.map((child) => ({ file, node: child })));
  const named = (keyword: string): Origin[] =>
    members.filter(({ node }) => node.keyword === keyword && node.name !== undefined && !node.isRef);
  const group = members.find(({ node }) => node.keyword === "calculationGroup");
  const dataCategory = firstProperty(origins, "dataCategory");
  return {
    name,
    origin,
    origins,
    ...described(origins),
    ...(dataCategory !== undefined && { dataCategory }),
    columns: named("column").map((column) => readColumn(name, column)),
    measures: named("measure").map((measure) => readMeasure(name, measure)),
    hierarchies: named("hierarchy").map((hierarchy) => readHierarchy(name, hierarchy)),
    extraExpressions: expressionsBeside(members),
    calendars: named("calendar").map(({ node }) => node.name?.value ?? ""),
    partitions: named("partition").map((partition) => readPartition(name, partition)),
    ...(group && { calculationGroup: readCalculationGroup(group) }),
  };
}

const groupExpressions = ["noSelectionExpression", "multipleOrEmptySelectionExpression"];

/** DAX of a table that gives none of its rows. */
function expressionsBeside(members: readonly Origin[]): Expression[] {
  const found = members.flatMap(({ file, node }) => {
    const inside = (keywords: readonly string[]): TmdlNode[] =>
      node.children.filter(({ keyword }) => keywords.includes(keyword));
    const nodes =
      node.keyword === "calculationGroup"
        ? inside(groupExpressions).flatMap((expression) => [
            expression,
            ...expression.children.filter(({ keyword }) => keyword === "formatStringDefinition"),
          ])
        : node.keyword === "partition"
          ? inside(["dataCoverageDefinition"])
          : node.keyword === "defaultDetailRowsDefinition"
            ? [node]
            : [];
    return nodes.filter(({ value }) => value).map((expression) => ({ file, node: expression }));
  });
  return found.map(expressionOf);
}

function readColumn(table: string, origin: Origin): Column {
  const sortByColumn = pathProperty(origin, "sortByColumn");
  return {
    table,
    name: origin.node.name?.value ?? "",
    origin,
    ...described([origin]),
    ...optional(origin, ["dataType", "sourceColumn", "formatString", "displayFolder"] as const),
    ...(origin.node.value && { expression: expressionOf(origin) }),
    ...(sortByColumn && { sortByColumn }),
    groupByColumns: groupByColumns(origin),
    isKey: isTrue(origin, "isKey"),
  };
}

function groupByColumns({ file, node }: Origin): PathProperty[] {
  return node.children
    .filter((child) => child.keyword === "relatedColumnDetails")
    .flatMap((child) => pathProperties({ file, node: child }, ["groupByColumn"]));
}

const measureExpressions = ["formatStringDefinition", "detailRowsDefinition"];
const kpiExpressions = ["targetExpression", "statusExpression", "trendExpression"];

function readMeasure(table: string, origin: Origin): Measure {
  const { file, node } = origin;
  const kpi = node.children.filter((child) => child.keyword === "kpi").flatMap((child) => child.children);
  const extra = [
    ...node.children.filter((child) => measureExpressions.includes(child.keyword)),
    ...kpi.filter((child) => kpiExpressions.includes(child.keyword)),
  ];
  return {
    table,
    name: node.name?.value ?? "",
    origin,
    ...described([origin]),
    expression: expressionOf(origin),
    ...optional(origin, ["formatString", "displayFolder"] as const),
    extraExpressions: extra.filter((child) => child.value).map((child) => expressionOf({ file, node: child })),
  };
}

function readHierarchy(table: string, origin: Origin): Hierarchy {
  const levels = origin.node.children.filter((node) => node.keyword === "level" && node.name);
  return {
    table,
    name: origin.node.name?.value ?? "",
    origin,
    ...described([origin]),
    levels: levels.map((node) => {
      const level = { file: origin.file, node };
      const column = pathProperty(level, "column");
      return { name: node.name?.value ?? "", origin: level, ...(column && { column }) };
    }),
  };
}

function readPartition(table: string, origin: Origin): Partition {
  const { file, node } = origin;
  const source = node.children.find((child) => child.keyword === "source");
  const entityName = source && property({ file, node: source }, "entityName");
  const schema = source && property({ file, node: source }, "schemaName");
  const mode = property(origin, "mode");
  return {
    table,
    name: node.name?.value ?? "",
    origin,
    kind: kindOf(origin),
    ...(mode !== undefined && { mode }),
    ...(source?.value && { source: expressionOf({ file, node: source }) }),
    ...(entityName !== undefined && { entity: { name: entityName, ...(schema !== undefined && { schema }) } }),
  };
}

function kindOf(origin: Origin): string {
  return writtenValue(origin).trim() || "unknown";
}

function readCalculationGroup(origin: Origin): CalculationGroup {
  const { file } = origin;
  const items = origin.node.children.filter((node) => node.keyword === "calculationItem" && node.name);
  return {
    origin,
    items: items.map((node) => ({
      name: node.name?.value ?? "",
      origin: { file, node },
      expressions: [node, ...node.children.filter((child) => child.keyword === "formatStringDefinition")]
        .filter((child) => child.value)
        .map((child) => expressionOf({ file, node: child })),
    })),
  };
}

function readRelationship(name: string, origin: Origin): Relationship {
  const from = pathProperty(origin, "fromColumn");
  const to = pathProperty(origin, "toColumn");
  const crossFiltering = word(origin, "crossFilteringBehavior");
  return {
    name,
    origin,
    ...(from && { from }),
    ...(to && { to }),
    fromCardinality: word(origin, "fromCardinality") === "one" ? "one" : "many",
    toCardinality: word(origin, "toCardinality") === "many" ? "many" : "one",
    active: word(origin, "isActive") !== "false",
    crossFiltering:
      crossFiltering === "bothdirections"
        ? "bothDirections"
        : crossFiltering === "automatic"
          ? "automatic"
          : "oneDirection",
  };
}

/** A value out of a closed list, which TMDL takes in any case. */
function word(origin: Origin, keyword: string): string | undefined {
  return property(origin, keyword)?.toLowerCase();
}

function readRole(name: string, origin: Origin): Role {
  const { file } = origin;
  const permissions = origin.node.children.filter((node) => node.keyword === "tablePermission" && node.name);
  return {
    name,
    origin,
    permissions: permissions.map((node) => ({
      table: node.name?.value ?? "",
      origin: { file, node },
      ...(node.value && { filter: expressionOf({ file, node }) }),
    })),
  };
}

function readPerspective(name: string, origin: Origin): Perspective {
  const { file } = origin;
  const tables = origin.node.children.filter((node) => node.keyword === "perspectiveTable" && node.name);
  const members = tables.flatMap((table) => {
    const tableName = table.name?.value ?? "";
    const inner = table.children.filter((node) => node.keyword.startsWith("perspective") && node.name);
    return [table, ...inner].map((node) => ({
      kind: node.keyword,
      table: tableName,
      name: node.name?.value ?? "",
      origin: { file, node },
    }));
  });
  return { name, origin, members };
}

function readCulture(name: string, origin: Origin): Culture {
  const { file } = origin;
  const translations: Culture["translations"][number][] = [];
  const visit = (nodes: readonly TmdlNode[], table: string, hierarchy?: string): void => {
    for (const node of nodes) {
      const owner = node.keyword === "table" ? (node.name?.value ?? "") : table;
      if (node.name) {
        const within = { table: owner, ...(hierarchy !== undefined && { hierarchy }) };
        translations.push({ kind: node.keyword, ...within, name: node.name.value, origin: { file, node } });
      }
      visit(node.children, owner, node.keyword === "hierarchy" ? node.name?.value : undefined);
    }
  };
  for (const node of origin.node.children) {
    if (node.keyword === "translations" || node.keyword === "translation") visit(node.children, "");
  }
  const metadata = origin.node.children.find((node) => node.keyword === "linguisticMetadata" && node.value);
  return {
    name,
    origin,
    translations,
    ...(metadata && { linguisticMetadata: expressionOf({ file, node: metadata }) }),
  };
}

function described(origins: readonly Origin[]): {
  description?: string;
  hidden: boolean;
  lineageTag?: string;
  annotations: ReadonlyMap<string, string>;
} {
  const description = origins.find(({ node }) => node.description)?.node.description?.text;
  const plain = firstProperty(origins, "description");
  const lineageTag = firstProperty(origins, "lineageTag");
  const annotations = new Map<string, string>();
  for (const { file, node } of origins) {
    for (const child of node.children) {
      if (child.keyword === "annotation" && child.name)
        annotations.set(child.name.value, writtenValue({ file, node: child }));
    }
  }
  return {
    ...(description !== undefined ? { description } : plain !== undefined && { description: plain }),
    hidden: origins.some((origin) => isTrue(origin, "isHidden")),
    ...(lineageTag !== undefined && { lineageTag }),
    annotations,
  };
}

function firstProperty(origins: readonly Origin[], keyword: string): string | undefined {
  for (const origin of origins) {
    const value = property(origin, keyword);
    if (value !== undefined) return value;
  }
  return undefined;
}

function optional<K extends string>(origin: Origin, keywords: readonly K[]): { [P in K]?: string } {
  const found: { [P in K]?: string } = {};
  for (const keyword of keywords) {
    const value = property(origin, keyword);
    if (value !== undefined) found[keyword] = value;
  }
  return found;
}

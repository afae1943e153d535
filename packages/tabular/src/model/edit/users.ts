import { parseDax } from "../../dax/parse.ts";
import { walkDax } from "../../dax/syntax.ts";
import { nameInM } from "../../m/names.ts";
import { nameKey, sameName } from "../../text/same-name.ts";
import { parseNamePath } from "../../tmdl/name.ts";
import { daxTexts, parseExpression } from "../dax-text.ts";
import { mTexts } from "../m-texts.ts";
import type { Model, ModelFile, Origin } from "../model.ts";
import { type GraphNode, modelGraph, nodeKey, ownerNode } from "../model-graph.ts";
import { indexModel } from "../model-index.ts";
import type { TabularProject } from "../open-model.ts";
import { writtenValue } from "../property.ts";
import { endsOf, steeredRelationships } from "../steered-relationships.ts";
import { walkNodes } from "../walk-nodes.ts";
import { labelOf, type ObjectName } from "./object-name.ts";

/**
 * Who would be broken without an object, as people name them. Perspectives, translations and `ref` lines only list it:
 * they go with it and are no users.
 */
export function usersOf(project: TabularProject, object: ObjectName): readonly string[] {
  const users = new Set<string>();
  switch (object.kind) {
    case "table":
      for (const user of usersOfFields(project, tableFields(project.model, object.name))) users.add(user);
      for (const { name, permissions } of project.model.roles) {
        if (permissions.some(({ table }) => sameName(table, object.name))) users.add(`role ${name}`);
      }
      for (const user of usersInM(project.model, object)) users.add(user);
      break;
    case "column":
    case "measure":
    case "hierarchy": {
      const { kind, table, name } = object;
      for (const user of usersOfFields(project, [{ kind, table, name }])) users.add(user);
      if (kind === "column") for (const user of groupedBy(project.model, table, name)) users.add(user);
      if (kind === "hierarchy")
        for (const user of variationsOf(project.model, "defaultHierarchy", [table, name])) users.add(user);
      break;
    }
    case "level":
      for (const file of project.reports.flatMap(({ files }) => files)) {
        const isShown = file.uses.fields.some(
          ({ kind, table, name, level = "" }) =>
            kind === "level" &&
            sameName(table, object.table) &&
            sameName(name, object.hierarchy) &&
            sameName(level, object.name),
        );
        if (isShown) users.add(file.path);
      }
      break;
    case "relationship":
      for (const user of variationsOf(project.model, "relationship", [object.name])) users.add(user);
      for (const user of steeringOf(project.model, object.name)) users.add(user);
      break;
    case "expression":
      for (const user of usersInM(project.model, object)) users.add(user);
      for (const { file, node, owner } of expressionSources(project.model)) {
        if (sourceName({ file, node }) === object.name) users.add(owner);
      }
      break;
    case "function":
      for (const user of callersOf(project, object.name)) users.add(user);
      break;
    default:
      break;
  }
  return [...users].sort();
}

function tableFields(model: Model, name: string): readonly GraphNode[] {
  const table = indexModel(model).table(name);
  if (!table) return [];
  const fields = (kind: GraphNode["kind"], list: readonly { readonly name: string }[]): GraphNode[] =>
    list.map((field) => ({ kind, table: table.name, name: field.name }));
  return [
    { kind: "table", table: table.name, name: "" },
    ...fields("column", table.columns),
    ...fields("measure", table.measures),
    ...fields("hierarchy", table.hierarchies),
    ...(table.calculationGroup?.items ?? []).map(
      ({ name: item }): GraphNode => ({
        kind: "calculation-item",
        table: "",
        name: item,
      }),
    ),
  ];
}

/** Everything beside the fields themselves that needs one of them directly. */
function* usersOfFields(project: TabularProject, fields: readonly GraphNode[]): Generator<string> {
  const own = new Set(fields.map(nodeKey));
  for (const { from, to } of modelGraph(project).edges) {
    if (!own.has(nodeKey(to)) || own.has(nodeKey(from))) continue;
    yield nodeLabel(from);
  }
}

function nodeLabel({ kind, table, name, file = "" }: GraphNode): string {
  switch (kind) {
    case "visual":
      return `visual ${table}: ${name}`;
    case "filter":
      return file;
    case "report-measure":
      return `measure [${name}] of ${file}`;
    case "measure":
      return `measure [${name}]`;
    case "table":
      return `table ${table}`;
    default:
      return table === "" ? `${kind.replace("-", " ")} ${name}` : `${kind} ${table}[${name}]`;
  }
}

function* groupedBy(model: Model, table: string, name: string): Generator<string> {
  for (const column of indexModel(model).table(table)?.columns ?? []) {
    if (column.groupByColumns.some(({ parts }) => sameName(parts.at(-1)?.value ?? "", name))) {
      yield labelOf({ kind: "column", table: column.table, name: column.name });
    }
  }
}

/** DAX that chooses a relationship, or its direction, by its two columns. */
function* steeringOf(model: Model, name: string): Generator<string> {
  const relationship = model.relationships.find((one) => sameName(one.name, name));
  if (!relationship) return;
  for (const { text, ends } of steeredRelationships(model)) {
    if (ends === endsOf(relationship)) yield nodeLabel(ownerNode(text.owner));
  }
}

/** Columns whose variation names something by a property: `defaultHierarchy: Dates.Calendar`. */
function* variationsOf(model: Model, keyword: string, names: readonly string[]): Generator<string> {
  for (const { owner, file, node } of variationProperties(model, keyword)) {
    const parts = parseNamePath(writtenValue({ file, node })) ?? [];
    if (names.length === parts.length && names.every((name, i) => sameName(name, parts[i]?.value ?? ""))) yield owner;
  }
}

/** Properties of the variations of columns, each with the column as people name it. */
export function* variationProperties(model: Model, keyword: string): Generator<Origin & { readonly owner: string }> {
  for (const { columns } of model.tables) {
    for (const { table, name, origin } of columns) {
      for (const variation of origin.node.children) {
        if (variation.keyword !== "variation") continue;
        for (const node of variation.children) {
          if (node.keyword === keyword && node.value) {
            yield { file: origin.file, node, owner: labelOf({ kind: "column", table, name }) };
          }
        }
      }
    }
  }
}

function* usersInM(model: Model, object: ObjectName): Generator<string> {
  for (const { expression, owner } of mTexts(model)) {
    if (owner.kind === object.kind && nameKey(owner.name) === nameKey(object.name)) continue;
    if (nameInM(expression.text, object.name).uses.length > 0) yield `${owner.kind} ${owner.name}`;
  }
}

/** Properties that name a shared expression, each with the object they are of. */
export function* expressionSources(model: Model): Generator<Origin & { readonly owner: string }> {
  for (const file of model.files) for (const top of file.document.nodes) yield* sourcesIn(file, top);
}

function* sourcesIn(file: ModelFile, top: Origin["node"]): Generator<Origin & { readonly owner: string }> {
  for (const node of walkNodes([top])) {
    if (node.keyword === "expressionSource" && node.value) {
      yield { file, node, owner: `${top.keyword} ${top.name?.value ?? ""}`.trim() };
    }
  }
}

export function sourceName(origin: Origin): string {
  const written = writtenValue(origin);
  return parseNamePath(written)?.[0]?.value ?? written;
}

function* callersOf(project: TabularProject, name: string): Generator<string> {
  for (const { expression, owner } of daxTexts(project.model)) {
    if (owner.kind === "function" && sameName(owner.name, name)) continue;
    for (const node of walkDax(parseExpression(expression).expression)) {
      if (node.kind !== "call" || !sameName(node.name, name)) continue;
      const table = "table" in owner ? owner.table : owner.kind === "table" ? owner.name : "";
      yield nodeLabel({ kind: owner.kind, table, name: owner.name });
    }
  }
  for (const { measures } of project.reports) {
    for (const { expression, name: user, path } of measures) {
      if (!expression) continue;
      const calls = [...walkDax(parseDax(expression.text).expression)];
      if (calls.some((node) => node.kind === "call" && sameName(node.name, name))) yield `measure [${user}] of ${path}`;
    }
  }
}

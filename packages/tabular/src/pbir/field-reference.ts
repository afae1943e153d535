import type { Span } from "../text/span.ts";
import { type JsonNode, jsonMember, jsonPath, jsonText } from "./json.ts";

/** One use of a field of the model in a report's file, with the places of its names. */
export interface FieldReference {
  /**
   * How it is used. A broken field breaks a visual where it is shown or filtered by; in formatting rules and in filters
   * without a condition, which Power BI leaves behind, it is only a remnant.
   */
  readonly use: FieldUse;
  /** A `report-measure` is one that the report defines itself. */
  readonly kind: "column" | "measure" | "report-measure" | "hierarchy" | "level";
  readonly table: string;
  /** The string that names the table: `Entity` here, or in the `From` list the alias points at. */
  readonly tableSpan: Span;
  /** Where the table is named by an alias: that string, and the `From` list it is in. */
  readonly alias?: { readonly span: Span; readonly list: JsonNode & { readonly kind: "array" } };
  /** Column, measure or hierarchy. */
  readonly name: string;
  readonly nameSpan: Span;
  /** For `level`. */
  readonly level?: string;
  readonly levelSpan?: Span;
  readonly span: Span;
}

export type FieldUse = "shown" | "formatting" | "idle-filter";

/** A string that repeats names for display or as a key: `queryRef`, `nativeQueryRef`, `metadata` … */
interface NameString {
  readonly key: string;
  readonly value: string;
  readonly span: Span;
  /** The field of the projection it stands in, for `nativeQueryRef`. */
  readonly of?: FieldReference;
}

export interface FieldUses {
  readonly fields: readonly FieldReference[];
  readonly names: readonly NameString[];
  /** Tables named without a field, as in a `From` list. */
  readonly tables: readonly { readonly name: string; readonly span: Span }[];
}

/** A table as a `SourceRef` names it. */
interface Source {
  readonly name: string;
  readonly span: Span;
  /** `Schema: "extension"` points at measures that the report itself defines. */
  readonly isReports: boolean;
  readonly alias?: FieldReference["alias"];
}

type Aliases = ReadonlyMap<string, Source>;

const nameKeys = new Set(["queryRef", "nativeQueryRef", "metadata", "queryName"]);
/** Lists of the same: what is expanded in a matrix. */
const nameLists = new Map([["queryRefs", "queryRef"]]);

/** Lists of filters: of pages, visuals and reports, and of bookmarks. */
const filterLists = new Set(["filters", "byExpr"]);

/** Finds every reference to the model anywhere in a report's JSON: projections, filters, sorting, formatting, bookmarks. */
export function findFieldUses(root: JsonNode): FieldUses {
  const fields: FieldReference[] = [];
  const names: NameString[] = [];
  const tables: { name: string; span: Span }[] = [];

  function visit(node: JsonNode, outer: Aliases, use: FieldUse): void {
    if (node.kind === "array") {
      for (const item of node.items) visit(item, outer, use);
      return;
    }
    if (node.kind !== "object") return;
    const aliases = withAliases(node, outer);
    let own: FieldReference | undefined;
    const field = jsonMember(node, "field");
    if (field) own = firstField(field, aliases, use);
    for (const { key, value } of node.members) {
      if (nameKeys.has(key) && value.kind === "string") {
        names.push({ key, value: value.value, span: value.span, ...(own && { of: own }) });
      }
      const listed = nameLists.get(key);
      if (listed !== undefined && value.kind === "array") {
        for (const item of value.items) {
          if (item.kind === "string") names.push({ key: listed, value: item.value, span: item.span });
        }
      }
      if (key === "Entity" && value.kind === "string") tables.push({ name: value.value, span: value.span });
      const inner = useWithin(key, value, use);
      const reference = readField(key, value, aliases, inner);
      if (reference) fields.push(reference);
      if (filterLists.has(key) && value.kind === "array") {
        for (const item of value.items) visit(item, aliases, jsonMember(item, "filter") ? inner : "idle-filter");
      } else visit(value, aliases, inner);
    }
  }

  visit(root, new Map(), "shown");
  return { fields, names, tables };
}

function useWithin(key: string, value: JsonNode, use: FieldUse): FieldUse {
  const isFormatting = (key === "objects" || key === "visualContainerObjects") && value.kind === "object";
  return isFormatting && use === "shown" ? "formatting" : use;
}

function withAliases(node: JsonNode, outer: Aliases): Aliases {
  const from = jsonMember(node, "From");
  if (from?.kind !== "array") return outer;
  const aliases = new Map(outer);
  for (const item of from.items) {
    const alias = jsonText(jsonMember(item, "Name"));
    const source = entityOf(item);
    if (alias !== undefined && source) aliases.set(alias, { ...source, alias: { span: source.span, list: from } });
  }
  return aliases;
}

function firstField(node: JsonNode, aliases: Aliases, use: FieldUse): FieldReference | undefined {
  if (node.kind !== "object") return undefined;
  for (const { key, value } of node.members) {
    const found = readField(key, value, aliases, use) ?? firstField(value, aliases, use);
    if (found) return found;
  }
  return undefined;
}

function readField(key: string, node: JsonNode, aliases: Aliases, use: FieldUse): FieldReference | undefined {
  if (key === "Column" || key === "Measure") {
    const table = sourceOf(jsonMember(node, "Expression"), aliases);
    const property = jsonMember(node, "Property");
    if (!table || property?.kind !== "string") return undefined;
    if (table.isReports) return key === "Column" ? undefined : named(use, "report-measure", table, property, node);
    return named(use, key === "Column" ? "column" : "measure", table, property, node);
  }
  if (key === "PropertyVariationSource") {
    const table = sourceOf(jsonMember(node, "Expression"), aliases);
    const property = jsonMember(node, "Property");
    if (!table || property?.kind !== "string") return undefined;
    return named(use, "column", table, property, node);
  }
  if (key === "HierarchyLevel") {
    const hierarchyNode = jsonPath(node, "Expression", "Hierarchy");
    const table = sourceOf(jsonMember(hierarchyNode, "Expression"), aliases);
    const hierarchy = jsonMember(hierarchyNode, "Hierarchy");
    const level = jsonMember(node, "Level");
    if (!table || hierarchy?.kind !== "string" || level?.kind !== "string") return undefined;
    return { ...named(use, "level", table, hierarchy, node), level: level.value, levelSpan: level.span };
  }
  if (key === "Hierarchy") {
    const table = sourceOf(jsonMember(node, "Expression"), aliases);
    const hierarchy = jsonMember(node, "Hierarchy");
    if (!table || hierarchy?.kind !== "string") return undefined;
    return named(use, "hierarchy", table, hierarchy, node);
  }
  return undefined;
}

function named(
  use: FieldUse,
  kind: FieldReference["kind"],
  table: Source,
  name: JsonNode & { kind: "string" },
  node: JsonNode,
): FieldReference {
  return {
    use,
    kind,
    table: table.name,
    tableSpan: table.span,
    ...(table.alias && { alias: table.alias }),
    name: name.value,
    nameSpan: name.span,
    span: node.span,
  };
}

/** The table an expression's `SourceRef` means. A date variation's levels belong to a hidden table: not the model's own. */
function sourceOf(expression: JsonNode | undefined, aliases: Aliases): Source | undefined {
  const source = jsonMember(expression, "SourceRef");
  const entity = entityOf(source);
  if (entity) return entity;
  const name = jsonMember(source, "Source");
  const found = name?.kind === "string" ? aliases.get(name.value) : undefined;
  return name && found?.alias ? { ...found, alias: { ...found.alias, span: name.span } } : undefined;
}

function entityOf(node: JsonNode | undefined): Source | undefined {
  const entity = jsonMember(node, "Entity");
  if (entity?.kind !== "string") return undefined;
  return { name: entity.value, span: entity.span, isReports: jsonText(jsonMember(node, "Schema")) === "extension" };
}

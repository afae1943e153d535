import { type JsonNode, jsonMember, jsonText, parseJson } from "../pbir/json.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import { quoteTmdlName, writePlainValue } from "../tmdl/name.ts";

/** A model in JSON (`model.bim`) written as TMDL, so that one reader and one set of rules serve both. */
export interface BimAsTmdl {
  readonly tmdl: string;
  /** The place in the JSON that a place in the TMDL was made from. */
  place(offset: number): number;
  readonly problem?: Diagnostic;
}

/** Reads any text; what is not JSON gives an empty model and a problem with its place. */
export function readBim(json: string): BimAsTmdl {
  const { root, problem } = parseJson(json);
  const out = new Writer(json);
  const model = jsonMember(root, "model") ?? root;
  if (model?.kind === "object") writeModel(out, model);
  return {
    tmdl: out.text,
    place: (offset) => out.place(offset),
    ...(!root && {
      problem: {
        code: "bim-json",
        severity: "error",
        span: problem?.span ?? { start: 0, end: 0 },
        message: `not valid JSON: ${problem?.message ?? "the file is empty"}`,
      },
    }),
  };
}

/** Pieces of text, each with where in the JSON it comes from. */
class Writer {
  private readonly json: string;
  private readonly pieces: string[] = [];
  private readonly marks: { at: number; from: number; verbatim: boolean }[] = [];
  private length = 0;

  constructor(json: string) {
    this.json = json;
  }

  get text(): string {
    return this.pieces.join("");
  }

  /** Text of our own, which belongs to a place of the JSON. */
  add(text: string, from: number): void {
    this.mark(text, from, false);
  }

  /** A string of the JSON. Where no escape stands in it, every character keeps its own place. */
  addValue(node: JsonNode & { kind: "string" }, written = node.value): void {
    const isVerbatim = written === node.value && node.span.end - node.span.start === written.length + 2;
    this.mark(written, node.span.start + 1, isVerbatim);
  }

  private mark(text: string, from: number, verbatim: boolean): void {
    this.pieces.push(text);
    this.marks.push({ at: this.length, from, verbatim });
    this.length += text.length;
  }

  place(offset: number): number {
    let low = 0;
    let high = this.marks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.marks[middle]?.at ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    const mark = this.marks[low];
    if (!mark) return offset;
    return Math.min(this.json.length, mark.verbatim ? mark.from + offset - mark.at : mark.from);
  }
}

/** Lists of objects by their key, with the keyword that TMDL has for one of them. */
const lists: Record<string, string> = {
  tables: "table",
  columns: "column",
  measures: "measure",
  hierarchies: "hierarchy",
  levels: "level",
  partitions: "partition",
  relationships: "relationship",
  roles: "role",
  tablePermissions: "tablePermission",
  columnPermissions: "columnPermission",
  members: "member",
  perspectives: "perspective",
  cultures: "cultureInfo",
  expressions: "expression",
  functions: "function",
  annotations: "annotation",
  calculationItems: "calculationItem",
  queryGroups: "queryGroup",
  variations: "variation",
};

/** Objects without a name of their own. */
const single = new Set([
  "kpi",
  "calculationGroup",
  "dataAccessOptions",
  "refreshPolicy",
  "translations",
  "relatedColumnDetails",
  "alternateOf",
]);

/** What stands after `=` beside an object's name. */
const valueKeys: Record<string, string> = {
  column: "expression",
  measure: "expression",
  expression: "expression",
  function: "expression",
  calculationItem: "expression",
  tablePermission: "filterExpression",
  annotation: "value",
};

/** Properties whose value is an expression, in objects of any kind. */
const expressionProperties = new Set([
  "targetExpression",
  "statusExpression",
  "trendExpression",
  "sourceExpression",
  "pollingExpression",
]);

/** Written by what is around them, or kept out: they say nothing about the model's meaning. */
const handled = new Set(["name", "description", "//", "type", "source", "fromTable", "toTable"]);

function writeModel(out: Writer, model: JsonNode & { kind: "object" }): void {
  out.add("model Model\n", model.span.start);
  for (const { key, value } of model.members) {
    if (value.kind !== "array") writeProperty(out, key, value, 1, "model");
    else if (key === "annotations") writeList(out, "annotation", value, 1);
  }
  for (const { key, value } of model.members) {
    const keyword = lists[key];
    if (keyword && value.kind === "array" && key !== "annotations") writeList(out, keyword, value, 0);
  }
}

function writeList(out: Writer, keyword: string, list: JsonNode & { kind: "array" }, level: number): void {
  for (const item of list.items) if (item.kind === "object") writeObject(out, keyword, item, level);
}

function writeObject(out: Writer, keyword: string, node: JsonNode & { kind: "object" }, level: number): void {
  const tabs = "\t".repeat(level);
  const { start } = node.span;
  const description = lineOf(jsonMember(node, "description"));
  for (const line of description?.split("\n") ?? []) out.add(`${tabs}/// ${line}\n`, start);
  out.add(`${tabs}${keyword} `, start);
  const name = jsonMember(node, "name");
  if (name?.kind === "string") out.addValue(name, quoteTmdlName(name.value));
  else out.add(`'${keyword} ${start}'`, start);
  const isPartition = keyword === "partition";
  const value = valueKeys[keyword] ? jsonMember(node, valueKeys[keyword]) : undefined;
  if (isPartition) out.add(` = ${jsonText(jsonMember(jsonMember(node, "source"), "type")) ?? "query"}\n`, start);
  else if (value) writeExpression(out, value, level);
  else out.add("\n", start);
  for (const member of node.members) {
    if (member.key === valueKeys[keyword] || handled.has(member.key)) continue;
    writeMember(out, member.key, member.value, level + 1, keyword, node);
  }
  if (isPartition) writeSource(out, jsonMember(node, "source"), level + 1);
  out.add("\n", start);
}

function writeMember(
  out: Writer,
  key: string,
  value: JsonNode,
  level: number,
  owner: string,
  node: JsonNode & { kind: "object" },
): void {
  const keyword = keywordOf(key, owner);
  if (value.kind === "array" && keyword) writeList(out, keyword, value, level);
  else if (owner === "relationship" && (key === "fromColumn" || key === "toColumn"))
    writeEnd(out, key, value, node, level);
  else if (value.kind === "object" && key === "linguisticMetadata") writeLinguistic(out, value, level);
  else if (value.kind === "object" && key === "translations") writeTranslations(out, value, level);
  else if (value.kind === "object" && single.has(key)) writeSingle(out, key, value, level);
  else if (value.kind === "object" && keyword === undefined && jsonMember(value, "expression")) {
    out.add(`${"\t".repeat(level)}${key}`, value.span.start);
    writeExpression(out, jsonMember(value, "expression") ?? value, level);
  } else writeProperty(out, key, value, level, owner);
}

/** In a perspective the same lists name what it shows. */
function keywordOf(key: string, owner: string): string | undefined {
  const keyword = lists[key];
  if (!keyword || !owner.startsWith("perspective")) return keyword;
  return keyword === "annotation" ? keyword : `perspective${keyword.charAt(0).toUpperCase()}${keyword.slice(1)}`;
}

function writeSingle(out: Writer, key: string, node: JsonNode & { kind: "object" }, level: number): void {
  out.add(`${"\t".repeat(level)}${key}\n`, node.span.start);
  for (const member of node.members) {
    if (!handled.has(member.key)) writeMember(out, member.key, member.value, level + 1, key, node);
  }
}

function writeEnd(
  out: Writer,
  key: string,
  column: JsonNode,
  relationship: JsonNode & { kind: "object" },
  level: number,
): void {
  const table = jsonMember(relationship, key === "fromColumn" ? "fromTable" : "toTable");
  if (column.kind !== "string") return;
  out.add(`${"\t".repeat(level)}${key}: `, column.span.start);
  if (table?.kind === "string") {
    out.addValue(table, quoteTmdlName(table.value));
    out.add(".", table.span.start);
  }
  out.addValue(column, quoteTmdlName(column.value));
  out.add("\n", column.span.end);
}

function writeSource(out: Writer, source: JsonNode | undefined, level: number): void {
  if (source?.kind !== "object") return;
  const tabs = "\t".repeat(level);
  const expression = jsonMember(source, "expression") ?? jsonMember(source, "query");
  out.add(`${tabs}source`, source.span.start);
  if (expression) {
    writeExpression(out, expression, level);
    return;
  }
  out.add("\n", source.span.start);
  for (const { key, value } of source.members) {
    if (!handled.has(key)) writeProperty(out, key, value, level + 1, "source");
  }
}

function writeLinguistic(out: Writer, node: JsonNode & { kind: "object" }, level: number): void {
  const content = jsonMember(node, "content");
  if (!content) return;
  out.add(`${"\t".repeat(level)}linguisticMetadata`, node.span.start);
  writeExpression(out, content, level);
}

/** Translated objects, which keep their lists but have only texts in them. */
function writeTranslations(out: Writer, node: JsonNode & { kind: "object" }, level: number): void {
  out.add(`${"\t".repeat(level)}translations\n`, node.span.start);
  const model = jsonMember(node, "model");
  if (model?.kind !== "object") return;
  const visit = (keyword: string, object: JsonNode, depth: number): void => {
    const name = jsonMember(object, "name");
    if (object.kind !== "object") return;
    out.add(`${"\t".repeat(depth)}${keyword} `, object.span.start);
    if (name?.kind === "string") out.addValue(name, quoteTmdlName(name.value));
    out.add("\n", object.span.end);
    for (const { key, value } of object.members) {
      const inner = lists[key];
      if (inner && value.kind === "array") for (const item of value.items) visit(inner, item, depth + 1);
    }
  };
  visit("model", model, level + 1);
}

function writeExpression(out: Writer, value: JsonNode, level: number): void {
  const lines = value.kind === "array" ? value.items : [value];
  const tabs = "\t".repeat(level + 2);
  if (lines.length === 1 && lines[0]?.kind === "string" && !lines[0].value.includes("\n")) {
    out.add(" = ", value.span.start);
    out.addValue(lines[0]);
    out.add("\n", value.span.end);
    return;
  }
  out.add(" =\n", value.span.start);
  for (const line of lines) {
    if (line.kind !== "string") continue;
    for (const part of line.value.split(/\r?\n/u)) {
      out.add(tabs, line.span.start);
      if (part === line.value) out.addValue(line);
      else out.add(part, line.span.start);
      out.add("\n", line.span.end);
    }
  }
}

function writeProperty(out: Writer, key: string, value: JsonNode, level: number, owner: string): void {
  if (handled.has(key) && owner !== "source") return;
  const head = `${"\t".repeat(level)}${key}`;
  if (expressionProperties.has(key)) {
    out.add(head, value.span.start);
    writeExpression(out, value, level);
  } else if (value.kind === "string") {
    const isName = /^(?:sortByColumn|column|groupByColumn)$/u.test(key);
    out.add(`${head}: `, value.span.start);
    out.addValue(value, isName ? quoteTmdlName(value.value) : writePlainValue(value.value));
    out.add("\n", value.span.end);
  } else if (value.kind === "other" && value.value !== null) {
    out.add(value.value === true ? `${head}\n` : `${head}: ${String(value.value)}\n`, value.span.start);
  }
}

function lineOf(node: JsonNode | undefined): string | undefined {
  if (node?.kind === "string") return node.value.replace(/\r/gu, "");
  if (node?.kind !== "array") return undefined;
  return node.items.flatMap((item) => jsonText(item) ?? []).join("\n");
}

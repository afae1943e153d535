import type { TextEdit } from "../text/text-edit.ts";
import { quoteTmdlName, writePlainValue } from "./name.ts";
import type { TmdlDocument, TmdlNode } from "./syntax.ts";

/**
 * Edits of one file as splices. They are computed on the document they are given; after applying them, parse anew
 * before the next edit.
 */

/** A property of a new object: `key: value`, or a bare `key` for true. */
export type NewProperty = readonly [keyword: string, value: string | true];

export interface NewObject {
  readonly keyword: string;
  readonly name: string;
  readonly description?: string;
  /** The expression after `=`, of one line or several. */
  readonly expression?: string;
  readonly properties: readonly NewProperty[];
  readonly annotations?: readonly (readonly [name: string, value: string])[];
}

/** Puts an object after the last of its kind under `parent`; where there is none, after the last of `afterKinds`. */
export function addObject(
  document: TmdlDocument,
  parent: TmdlNode,
  object: NewObject,
  afterKinds: readonly string[],
): TextEdit {
  const previous = lastOfKind(parent, [object.keyword]) ?? lastOfKind(parent, afterKinds) ?? lastProperty(parent);
  const at = previous?.block.end ?? declarationEnd(document, parent);
  const { eol } = document.style;
  const lines = writeObject(document, object, parent.level + 1);
  const isLineEnd = at === 0 || document.text[at - 1] === "\n";
  const text = isLineEnd ? `${eol}${lines.join(eol)}${eol}` : `${eol}${eol}${lines.join(eol)}`;
  return { span: { start: at, end: at }, text };
}

/** Takes an object away with its description and the empty line above it, so that adding it is undone to the byte. */
export function removeObject(document: TmdlDocument, node: TmdlNode): TextEdit {
  const { text } = document;
  let { start } = node.block;
  const { end } = node.block;
  const before = precedingLineStart(text, start);
  if (before !== undefined && text.slice(before, start).trim() === "") start = before;
  return removeLines(text, start, end);
}

/** Takes whole lines away; where a file has no last line end, it has none afterwards either. */
function removeLines(text: string, from: number, end: number): TextEdit {
  let start = from;
  if (end === text.length && end > 0 && text[end - 1] !== "\n" && text[start - 1] === "\n") {
    start -= text[start - 2] === "\r" ? 2 : 1;
  }
  return { span: { start, end }, text: "" };
}

export function renameObject(node: TmdlNode, name: string): TextEdit | undefined {
  return node.name && { span: node.name.span, text: quoteTmdlName(name) };
}

/** Replaces what stands after `=`; the declaration's name, properties and annotations stay as they are. */
export function setExpression(document: TmdlDocument, node: TmdlNode, expression: string): TextEdit {
  const { eol } = document.style;
  const [first = "", ...rest] = writeExpression(document, expression, node.level);
  const text = [first.trimStart(), ...rest].join(eol);
  if (node.value) return { span: node.value.whole, text };
  return { span: { start: node.header.end, end: node.header.end }, text: ` ${text}` };
}

/** Gives a property a value, in its place if it is there, else where such a property usually stands. `true` is a bare word. */
export function setProperty(
  document: TmdlDocument,
  node: TmdlNode,
  keyword: string,
  value: string | true,
): TextEdit | undefined {
  const existing = node.children.find((child) => child.keyword === keyword && !child.name);
  const written = writeProperty([keyword, value]);
  if (existing) {
    const end = existing.value?.whole.end ?? existing.header.end;
    const span = { start: existing.header.start, end };
    return document.text.slice(span.start, span.end) === written ? undefined : { span, text: written };
  }
  const { eol, indent } = document.style;
  const rank = propertyOrder.indexOf(keyword);
  const before = node.children
    .filter((child) => isProperty(child) && propertyOrder.indexOf(child.keyword) < rank)
    .at(-1);
  const at = before?.block.end ?? declarationEnd(document, node);
  const line = `${indent.repeat(node.level + 1)}${written}`;
  const isLineEnd = at === 0 || document.text[at - 1] === "\n";
  return { span: { start: at, end: at }, text: isLineEnd ? `${line}${eol}` : `${eol}${line}` };
}

export function removeProperty(document: TmdlDocument, node: TmdlNode, keyword: string): TextEdit | undefined {
  const existing = node.children.find((child) => child.keyword === keyword && !child.name);
  return existing && removeLines(document.text, existing.block.start, existing.block.end);
}

/** Writes the `///` lines above an object; `null` takes them away. */
export function setDescription(
  document: TmdlDocument,
  node: TmdlNode,
  description: string | null,
): TextEdit | undefined {
  const { eol, indent } = document.style;
  const lines =
    description === null ? [] : descriptionLines(description).map((line) => indent.repeat(node.level) + line + eol);
  const text = lines.join("");
  if (node.description) {
    const { span } = node.description;
    return document.text.slice(span.start, span.end) === text ? undefined : { span, text };
  }
  if (text === "") return undefined;
  const at = node.block.start;
  return { span: { start: at, end: at }, text };
}

/** The order in which Power BI writes what we write. */
const propertyOrder = [
  "dataType",
  "isHidden",
  "isKey",
  "formatString",
  "displayFolder",
  "sourceProviderType",
  "lineageTag",
  "sourceLineageTag",
  "dataCategory",
  "summarizeBy",
  "isNameInferred",
  "isDataTypeInferred",
  "sourceColumn",
  "sortByColumn",
];

function isProperty(node: TmdlNode): boolean {
  return node.name === undefined && node.children.length === 0 && !node.isRef;
}

function lastOfKind(parent: TmdlNode, keywords: readonly string[]): TmdlNode | undefined {
  return parent.children.filter((child) => keywords.includes(child.keyword) && child.name).at(-1);
}

function lastProperty(parent: TmdlNode): TmdlNode | undefined {
  const firstObject = parent.children.findIndex((child) => !isProperty(child));
  return (firstObject === -1 ? parent.children : parent.children.slice(0, firstObject)).at(-1);
}

/** The end of the last line of a declaration's own head: its name and expression, without what stands under it. */
function declarationEnd(document: TmdlDocument, node: TmdlNode): number {
  const from = node.value?.whole.end ?? node.header.end;
  const newline = document.text.indexOf("\n", from);
  return newline === -1 ? document.text.length : newline + 1;
}

function precedingLineStart(text: string, at: number): number | undefined {
  if (at === 0) return undefined;
  const start = text.lastIndexOf("\n", at - 2) + 1;
  return start === 0 && text.charCodeAt(0) === 0xfeff ? 1 : start;
}

function writeObject(document: TmdlDocument, object: NewObject, level: number): string[] {
  const { indent } = document.style;
  const own = indent.repeat(level);
  const inner = indent.repeat(level + 1);
  const head = `${own}${object.keyword} ${quoteTmdlName(object.name)}`;
  const [first = "", ...rest] =
    object.expression === undefined ? [] : writeExpression(document, object.expression, level);
  const annotations = (object.annotations ?? []).flatMap(([name, value]) => [
    "",
    `${inner}annotation ${quoteTmdlName(name)} = ${value}`,
  ]);
  return [
    ...(object.description ? descriptionLines(object.description).map((line) => own + line) : []),
    head + first,
    ...rest,
    ...object.properties.map((property) => inner + writeProperty(property)),
    ...annotations,
  ];
}

function writeProperty([keyword, value]: NewProperty): string {
  return value === true ? keyword : `${keyword}: ${writePlainValue(value)}`;
}

function descriptionLines(description: string): string[] {
  return description.split(/\r\n|\r|\n/u).map((line) => `/// ${line}`.trimEnd());
}

/** One line stays on the line of its name; several are indented below it, so that the properties fit between. */
function writeExpression(document: TmdlDocument, expression: string, level: number): string[] {
  const lines = expression
    .trim()
    .split(/\r\n|\r|\n/u)
    .map((line) => line.trimEnd());
  const [only = ""] = lines;
  if (lines.length === 1 && !only.startsWith("```")) return [only === "" ? " =" : ` = ${only}`];
  const indent = document.style.indent.repeat(level + 2);
  return [" =", ...lines.map((line) => (line === "" ? "" : indent + line))];
}

import type { TextEdit } from "../text/text-edit.ts";
import { quoteTmdlName, writePlainValue } from "./name.ts";
import type { TmdlDocument, TmdlNode, TmdlStyle } from "./syntax.ts";

/**
 * Edits of one file as splices. They are computed on the document they are given; after applying them, parse anew
 * before the next edit.
 */

/** A property of a new object: `key: value`, or a bare `key` for true. */
export type NewProperty = readonly [keyword: string, value: string | true];

export interface NewObject {
  readonly keyword: string;
  /** Absent for what stands alone in its parent, as a partition's `source`. */
  readonly name?: string;
  readonly description?: string;
  /** The expression after `=`, of one line or several. */
  readonly expression?: string;
  readonly properties: readonly NewProperty[];
  readonly annotations?: readonly (readonly [name: string, value: string])[];
  /** The objects in it, after its properties and before its annotations. */
  readonly children?: readonly NewObject[];
}

/** Puts an object after the last of its kind under `parent`; where there is none, after the last of `afterKinds`. */
export function addObject(
  document: TmdlDocument,
  parent: TmdlNode,
  object: NewObject,
  afterKinds: readonly string[],
): TextEdit {
  const at = placeUnder(document, parent, object.keyword, afterKinds);
  return insertLines(document, at, writeObject(document.style, object, parent.level + 1));
}

/** Puts an object at the left margin, after another there or at the end of what the file declares. */
export function addAtMargin(document: TmdlDocument, object: NewObject, after = document.nodes.at(-1)): TextEdit {
  const lines = writeObject(document.style, object, 0);
  if (after) return insertLines(document, after.block.end, lines);
  const { text, style } = document;
  const whole = { start: text.length, end: text.length };
  return { span: whole, text: lines.map((line) => line + style.eol).join("") };
}

/** Lines with an empty one above them, at the end of a line. */
export function insertLines(document: TmdlDocument, at: number, lines: readonly string[]): TextEdit {
  const { eol } = document.style;
  const isLineEnd = at === 0 || document.text[at - 1] === "\n";
  const text = isLineEnd ? `${eol}${lines.join(eol)}${eol}` : `${eol}${eol}${lines.join(eol)}`;
  return { span: { start: at, end: at }, text };
}

/** Where an object of a kind goes under `parent`: after the last of its kind, or of `afterKinds`, or its properties. */
export function placeUnder(
  document: TmdlDocument,
  parent: TmdlNode,
  keyword: string,
  afterKinds: readonly string[],
): number {
  const previous = lastOfKind(parent, [keyword]) ?? lastOfKind(parent, afterKinds) ?? lastProperty(parent);
  return previous?.block.end ?? declarationEnd(document, parent);
}

/** Puts lines before an object, apart from it as it is from what is above. */
export function insertBefore(document: TmdlDocument, node: TmdlNode, lines: readonly string[]): TextEdit {
  const { text, style } = document;
  const above = precedingLineStart(text, node.block.start);
  const isApart = above !== undefined && text.slice(above, node.block.start).trim() === "";
  const at = isApart ? above : node.block.start;
  const all = isApart ? ["", ...lines] : lines;
  return { span: { start: at, end: at }, text: all.map((line) => line + style.eol).join("") };
}

/** One more `ref table Sales` below another of its kind. */
export function addReference(document: TmdlDocument, last: TmdlNode, name: string): TextEdit {
  const { eol, indent } = document.style;
  const at = last.block.end;
  const line = `${indent.repeat(last.level)}ref ${last.keyword} ${quoteTmdlName(name)}`;
  const isLineEnd = at === 0 || document.text[at - 1] === "\n";
  return { span: { start: at, end: at }, text: isLineEnd ? `${line}${eol}` : `${eol}${line}` };
}

/** Takes the lines of a declaration away and no other. */
export function removeDeclaration(document: TmdlDocument, node: TmdlNode): TextEdit {
  return removeLines(document.text, node.block.start, node.block.end);
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
  const [first = "", ...rest] = writeExpression(document.style, expression, node.level);
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

/** The lines of an object, without line ends. */
export function writeObject(style: TmdlStyle, object: NewObject, level: number): string[] {
  const { indent } = style;
  const own = indent.repeat(level);
  const inner = indent.repeat(level + 1);
  const head = `${own}${object.keyword}${object.name === undefined ? "" : ` ${quoteTmdlName(object.name)}`}`;
  const [first = "", ...rest] = object.expression === undefined ? [] : writeExpression(style, object.expression, level);
  const annotations = (object.annotations ?? []).flatMap(([name, value]) => [
    "",
    `${inner}annotation ${quoteTmdlName(name)} = ${value}`,
  ]);
  return [
    ...(object.description ? descriptionLines(object.description).map((line) => own + line) : []),
    head + first,
    ...rest,
    ...object.properties.map((property) => inner + writeProperty(property)),
    ...(object.children ?? []).flatMap((child) => [
      ...(child.name === undefined ? [] : [""]),
      ...writeObject(style, child, level + 1),
    ]),
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
function writeExpression(style: TmdlStyle, expression: string, level: number): string[] {
  const lines = expression
    .trim()
    .split(/\r\n|\r|\n/u)
    .map((line) => line.trimEnd());
  const [only = ""] = lines;
  if (lines.length === 1 && !only.startsWith("```")) return [only === "" ? " =" : ` = ${only}`];
  const indent = style.indent.repeat(level + 2);
  return [" =", ...lines.map((line) => (line === "" ? "" : indent + line))];
}

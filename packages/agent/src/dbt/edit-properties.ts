import type { ColumnTest } from "@throughline/contracts";
import { isMap, isPair, isScalar, type Node, type YAMLMap, type YAMLSeq } from "yaml";
import { type ColumnNode, type PropertiesFile, pairOf, type ResourceNode, scalarOf, seqOf } from "./properties.ts";
import type { TextEdit } from "./text-edit.ts";
import { yamlText, yamlValue } from "./yaml-scalar.ts";

/** A column entry to add to a model, seed or source table. */
interface NewColumnEntry {
  readonly name: string;
  readonly dataType?: string;
  readonly description?: string;
  /** Write `quote: true`: the name needs quotes in SQL. */
  readonly quote?: boolean;
  /** The entry it goes after; at the end without one. */
  readonly after?: string;
}

interface Indents {
  /** Spaces from a key to the dashes of the list under it. */
  readonly dash: number;
  /** Spaces from a dash to the keys of its item. */
  readonly item: number;
  readonly newline: string;
}

/** Adds a column to a resource's list, in the shape its neighbours have. Other lines stay as they are. */
export function addColumnEntry(file: PropertiesFile, resource: ResourceNode, entry: NewColumnEntry): TextEdit {
  const indents = indentsOf(file.text);
  const list = seqOf(resource.node, "columns");
  const wanted = resource.columns.find((column) => column.name.toLowerCase() === entry.after?.toLowerCase());
  const neighbour = wanted?.node ?? list?.items.at(-1);
  const place = list?.flow === true || (isMap(neighbour) && neighbour.flow === true) ? "flow" : "block";
  const fields: [string, string][] = [["name", yamlText(entry.name, place)]];
  if (entry.dataType !== undefined) fields.push(["data_type", yamlText(entry.dataType, place)]);
  if (entry.description !== undefined) fields.push(["description", yamlText(entry.description, place)]);
  if (entry.quote === true) fields.push(["quote", "true"]);
  if (list === undefined || list.items.length === 0) {
    const keyIndent = " ".repeat(columnOf(file.text, startOf(resource.node)));
    const dash = keyIndent + " ".repeat(indents.dash);
    return afterNode(
      file.text,
      resource.node,
      [`${keyIndent}columns:`, ...blockItem(dash, indents.item, fields)],
      indents,
    );
  }
  const sibling = wanted?.node ?? (list.items.at(-1) as Node);
  if (list.flow === true) {
    const at = endOf(list.items.at(-1) as Node);
    return { start: at, end: at, text: `, ${flowMap(fields)}` };
  }
  const itemColumn = columnOf(file.text, startOf(sibling));
  const dashColumn = dashBefore(file.text, startOf(sibling));
  const dash = " ".repeat(dashColumn);
  const lines =
    isMap(sibling) && sibling.flow === true
      ? [`${dash}- ${flowMap(fields)}`]
      : blockItem(dash, isMap(sibling) && sibling.flow !== true ? itemColumn - dashColumn : indents.item, fields);
  return afterNode(file.text, sibling, lines, indents);
}

/** Adds a test to a column, under the key the file uses already. */
export function addColumnTest(file: PropertiesFile, column: ColumnNode, test: ColumnTest): TextEdit {
  const indents = indentsOf(file.text);
  const key = testKey(file.text);
  const wrapped = !/^\s*(?:-\s+)?(?:accepted_values|relationships):\s*(?:#.*)?\n\s*(?:values|to|field):/mu.test(
    file.text,
  );
  const existing = seqOf(column.node, pairOf(column.node, key) === undefined ? otherKey(key) : key);
  if (existing !== undefined && existing.items.length > 0) return extendTests(file, existing, test, wrapped, indents);
  if (column.node.flow === true) {
    const at = endOf(lastValue(column.node));
    return { start: at, end: at, text: `, ${key}: [${flowTest(test, wrapped)}]` };
  }
  const keyIndent = " ".repeat(columnOf(file.text, startOf(column.node)));
  const dash = keyIndent + " ".repeat(indents.dash);
  return afterNode(
    file.text,
    column.node,
    [`${keyIndent}${key}:`, ...blockTest(dash, test, wrapped, indents)],
    indents,
  );
}

function extendTests(
  file: PropertiesFile,
  list: YAMLSeq,
  test: ColumnTest,
  wrapped: boolean,
  indents: Indents,
): TextEdit {
  const last = list.items.at(-1) as Node;
  if (list.flow === true) return { start: endOf(last), end: endOf(last), text: `, ${flowTest(test, wrapped)}` };
  const dash = " ".repeat(dashBefore(file.text, startOf(last)));
  return afterNode(file.text, last, blockTest(dash, test, wrapped, indents), indents);
}

/** Sets what a resource or column is described as. */
export function setDescription(file: PropertiesFile, node: YAMLMap, description: string): TextEdit {
  const written = yamlText(description, node.flow === true ? "flow" : "block");
  const value = scalarOf(node, "description");
  if (value?.range) return replaceScalar(file.text, value.range[0], value.range[1], written);
  if (node.flow === true) {
    const at = endOf(lastValue(node));
    return { start: at, end: at, text: `, description: ${written}` };
  }
  const indent = " ".repeat(columnOf(file.text, startOf(node)));
  const anchor = scalarOf(node, "data_type") ?? scalarOf(node, "name");
  const at = endOfLine(file.text, anchor?.range?.[1] ?? startOf(node));
  return { start: at, end: at, text: `${indentsOf(file.text).newline}${indent}description: ${written}` };
}

/** Replaces the text of a scalar, in the quotes it needs. */
export function setScalar(file: PropertiesFile, node: YAMLMap, key: string, value: string): TextEdit | undefined {
  const range = scalarOf(node, key)?.range;
  return range ? replaceScalar(file.text, range[0], range[1], yamlText(value)) : undefined;
}

function replaceScalar(text: string, start: number, end: number, written: string): TextEdit {
  // A block scalar's range ends behind its last line break, which is not part of what is replaced.
  const kept = /\r?\n$/u.exec(text.slice(start, end))?.[0].length ?? 0;
  return { start, end: end - kept, text: written };
}

function blockItem(dash: string, item: number, fields: readonly [string, string][]): string[] {
  return fields.map(([key, value], at) =>
    at === 0
      ? `${dash}-${" ".repeat(Math.max(1, item - 1))}${key}: ${value}`
      : `${dash}${" ".repeat(item)}${key}: ${value}`,
  );
}

function flowMap(fields: readonly [string, string][]): string {
  return `{${fields.map(([key, value]) => `${key}: ${value}`).join(", ")}}`;
}

function testArguments(test: ColumnTest): [string, string][] {
  if (test.kind === "accepted_values") return [["values", `[${test.values.map(yamlValue).join(", ")}]`]];
  // The one call that is meant: its argument is a model's name, which the intent took from the project itself.
  if (test.kind === "relationships")
    return [
      ["to", `ref('${test.to.model.replaceAll(/[^\p{L}\p{N}_.-]/gu, "")}')`],
      ["field", yamlText(test.to.column)],
    ];
  return [];
}

function blockTest(dash: string, test: ColumnTest, wrapped: boolean, indents: Indents): string[] {
  const given = testArguments(test);
  if (given.length === 0) return [`${dash}- ${test.kind}`];
  // Keys of the test's own map must stand right of the test's name.
  const inner = `${dash}  ${" ".repeat(2)}`;
  const lines = wrapped
    ? [`${inner}arguments:`, ...given.map(([key, value]) => `${inner}  ${key}: ${value}`)]
    : given.map(([key, value]) => `${inner}${key}: ${value}`);
  return [`${dash}-${" ".repeat(Math.max(1, indents.item - 1))}${test.kind}:`, ...lines];
}

function flowTest(test: ColumnTest, wrapped: boolean): string {
  const given = testArguments(test);
  if (given.length === 0) return test.kind;
  return `{${test.kind}: ${wrapped ? `{arguments: ${flowMap(given)}}` : flowMap(given)}}`;
}

function testKey(text: string): string {
  if (/\bdata_tests\s*:/u.test(text)) return "data_tests";
  return /(?:^|[{,])\s*(?:-\s+)?tests\s*:/mu.test(text) ? "tests" : "data_tests";
}

function otherKey(key: string): string {
  return key === "tests" ? "data_tests" : "tests";
}

/** How a file indents lists, from its first `columns:` list. */
function indentsOf(text: string): Indents {
  const match =
    /^( *)(?:- +)?(?:columns|data_tests|tests|models|sources|tables):[^\S\n]*\r?\n(?:[^\S\n]*(?:#.*)?\r?\n)*( *)-( +)\S/mu.exec(
      text,
    );
  const newline = text.includes("\r\n") ? "\r\n" : "\n";
  if (match === null) return { dash: 2, item: 2, newline };
  const key = (match[1] ?? "").length;
  return { dash: Math.max(0, (match[2] ?? "").length - key), item: 1 + (match[3] ?? " ").length, newline };
}

function startOf(node: Node): number {
  return node.range?.[0] ?? 0;
}

function endOf(node: Node): number {
  return node.range?.[1] ?? 0;
}

function lastValue(node: YAMLMap): Node {
  const pair = node.items.at(-1);
  if (isPair(pair) && (isScalar(pair.value) || isMap(pair.value))) return pair.value;
  return ((pair?.value as Node | null) ?? (pair?.key as Node)) as Node;
}

function columnOf(text: string, at: number): number {
  return at - (text.lastIndexOf("\n", at - 1) + 1);
}

/** Column of the dash that introduces the list item at a position. */
function dashBefore(text: string, at: number): number {
  const line = text.lastIndexOf("\n", at - 1) + 1;
  const dash = text.slice(line, at).lastIndexOf("-");
  return dash < 0 ? columnOf(text, at) : dash;
}

function endOfLine(text: string, at: number): number {
  const newline = text.indexOf("\n", at);
  if (newline < 0) return text.length;
  return text[newline - 1] === "\r" ? newline - 1 : newline;
}

/** Inserts lines below a node, behind a comment on its last line. */
function afterNode(text: string, node: Node, lines: readonly string[], indents: Indents): TextEdit {
  const valueEnd = endOf(node);
  const trimmed = text.slice(0, valueEnd).trimEnd().length;
  const at = endOfLine(text, trimmed);
  return { start: at, end: at, text: lines.map((line) => `${indents.newline}${line}`).join("") };
}

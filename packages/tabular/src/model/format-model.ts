import { formatDax } from "../dax/format.ts";
import type { TextEdit } from "../text/text-edit.ts";
import { setExpression } from "../tmdl/edit.ts";
import type { TmdlNode } from "../tmdl/syntax.ts";
import { daxTexts } from "./dax-text.ts";
import type { EditsByFile } from "./edit/file-edits.ts";
import type { Expression, ModelFile } from "./model.ts";
import type { TabularProject } from "./open-model.ts";
import { walkNodes } from "./walk-nodes.ts";

/** Edits that lay out all DAX of a model. What is laid out already, or does not parse, is not touched. */
export function formatModel({ model }: TabularProject): EditsByFile {
  const edits = new Map<string, TextEdit[]>();
  const nodes = new Map<ModelFile, ReadonlyMap<number, TmdlNode>>();
  for (const { expression } of daxTexts(model)) {
    const { file, start } = expression;
    if (file.source) continue;
    const before = withoutIndentation(expression);
    const formatted = formatDax(before);
    if (formatted === before) continue;
    const byStart = nodes.get(file) ?? valuesByStart(file.document.nodes);
    nodes.set(file, byStart);
    const node = byStart.get(start);
    if (!node) continue;
    const list = edits.get(file.path) ?? [];
    edits.set(file.path, list);
    list.push(setExpression(file.document, node, formatted));
  }
  return edits;
}

/** An expression without the indentation of its file: that of its own first line, or where it begins beside its name, of all. */
function withoutIndentation({ file, start, text }: Expression): string {
  const { text: whole } = file.document;
  const lead = whole.slice(whole.lastIndexOf("\n", start - 1) + 1, start);
  const [first = "", ...rest] = text.split(/\r?\n/u);
  const base = /^[ \t]*$/u.test(lead) ? lead : sharedIndentation(rest);
  const inner = rest.map((line) => line.slice(sharedStart(base, line).length));
  return [first, ...inner]
    .map((line) => line.trimEnd())
    .join("\n")
    .trim();
}

function sharedIndentation(lines: readonly string[]): string {
  const indents = lines.filter((line) => line.trim() !== "").map((line) => /^[ \t]*/u.exec(line)?.[0] ?? "");
  return indents.reduce(sharedStart, indents[0] ?? "");
}

function sharedStart(a: string, b: string): string {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return a.slice(0, length);
}

function valuesByStart(nodes: readonly TmdlNode[]): ReadonlyMap<number, TmdlNode> {
  const found = new Map<number, TmdlNode>();
  for (const node of walkNodes(nodes)) if (node.value) found.set(node.value.span.start, node);
  return found;
}

import { type JsonNode, jsonMember, jsonText, parseJson } from "../pbir/json.ts";
import { tooLarge } from "../text/largest-file.ts";
import type { TmdlNode } from "../tmdl/syntax.ts";
import type { TabularProject } from "./open-model.ts";

/** An object of a file that a place is inside of. */
export interface EnclosingObject {
  /** `measure Total`, as people name it. */
  readonly label: string;
  /** By name; the last of one name wins. */
  readonly annotations: ReadonlyMap<string, string>;
}

/** One file of a project as findings need it: its text, and the objects around each place. */
export interface SourceFile {
  readonly text: string;
  /** Where a place is in the text people wrote, which differs for a model read from `model.bim`. */
  place(offset: number): number;
  /** The objects around a place, outermost first. */
  objectAt(offset: number): readonly EnclosingObject[];
}

/** All files of a model and its reports by their path. */
export function sourceFiles(project: TabularProject): ReadonlyMap<string, SourceFile> {
  const files = new Map<string, SourceFile>();
  for (const { path, document, source } of project.model.files) {
    files.set(path, {
      text: source?.text ?? document.text,
      place: (offset) => source?.place(offset) ?? offset,
      objectAt: (offset) => enclosing(document.nodes, offset, document.text),
    });
  }
  for (const report of project.reports) {
    const own = [...report.files, ...report.diagnostics.map(({ file, text }) => ({ path: file, text }))];
    for (const { path, text } of own) {
      if (files.has(path)) continue;
      let objects: readonly EnclosingObject[] | undefined;
      files.set(path, {
        text,
        place: (offset) => offset,
        objectAt: () => {
          objects ??= tooLarge(text) ? [] : reportObject(parseJson(text).root);
          return objects;
        },
      });
    }
  }
  return files;
}

function enclosing(nodes: readonly TmdlNode[], offset: number, text: string): EnclosingObject[] {
  const found: EnclosingObject[] = [];
  let level = nodes;
  for (;;) {
    const node = around(level, offset);
    if (!node) return found;
    if (node.name || node.children.length > 0) found.push(objectOf(node, text));
    level = node.children;
  }
}

const objects = new WeakMap<TmdlNode, EnclosingObject>();

/** Made once for a node: a table of ten thousand measures is around each of their findings. */
function objectOf(node: TmdlNode, text: string): EnclosingObject {
  const known = objects.get(node);
  if (known) return known;
  const made = { label: labelOf(node), annotations: annotationsIn(node, text) };
  objects.set(node, made);
  return made;
}

/** Nodes are in the order of their places, so that a file of many objects is searched by halves. */
function around(nodes: readonly TmdlNode[], offset: number): TmdlNode | undefined {
  let low = 0;
  let high = nodes.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((nodes[middle]?.block.start ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  const node = nodes[low];
  return node && node.block.start <= offset && offset < Math.max(node.block.end, node.header.end + 1)
    ? node
    : undefined;
}

function labelOf(node: TmdlNode): string {
  return node.name ? `${node.keyword} ${node.name.value}` : node.keyword;
}

function annotationsIn(node: TmdlNode, text: string): ReadonlyMap<string, string> {
  return new Map(
    node.children.flatMap(({ keyword, name, value }) =>
      keyword === "annotation" && name && value ? [[name.value, text.slice(value.span.start, value.span.end)]] : [],
    ),
  );
}

/** Pages, visuals and reports keep annotations as a list of names and values. */
function reportObject(root: JsonNode | undefined): EnclosingObject[] {
  const list = jsonMember(root, "annotations");
  const items = list?.kind === "array" ? list.items : [];
  const annotations = new Map(
    items.flatMap((item) => {
      const name = jsonText(jsonMember(item, "name"));
      const value = jsonText(jsonMember(item, "value"));
      return name !== undefined && value !== undefined ? [[name, value] as const] : [];
    }),
  );
  return annotations.size === 0 ? [] : [{ label: "", annotations }];
}

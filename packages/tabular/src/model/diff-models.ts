import { lexDax } from "../dax/lexer.ts";
import { nameKey } from "../text/same-name.ts";
import { plainValue } from "../tmdl/name.ts";
import type { TmdlNode } from "../tmdl/syntax.ts";
import type { Model, ModelFile } from "./model.ts";

/** One difference in meaning between two models. White space, order and file of an object mean nothing. */
export type ModelDifference =
  | { readonly change: "added" | "removed"; readonly object: string }
  /** The same lineage tag under another name. */
  | { readonly change: "renamed"; readonly object: string; readonly to: string }
  | {
      readonly change: "changed";
      readonly object: string;
      /** `expression`, `description`, or the property's name. */
      readonly property: string;
      /** Absent where the property is not given. */
      readonly before?: string;
      readonly after?: string;
    };

interface ObjectRead {
  readonly label: string;
  readonly parent: string;
  readonly properties: ReadonlyMap<string, string>;
  readonly lineageTag?: string;
}

/** What changed from one model to another, by object, in the order of their names. An object stands for all inside it. */
export function diffModels(before: Model, after: Model): readonly ModelDifference[] {
  const old = readObjects(before);
  const now = readObjects(after);
  const renamed = renames(old, now);
  const differences: ModelDifference[] = [];
  for (const [key, object] of old) {
    const to = renamed.get(key);
    const counterpart = now.get(to ?? movedKey(key, renamed));
    if (to !== undefined && counterpart) {
      differences.push({ change: "renamed", object: object.label, to: counterpart.label });
    }
    if (counterpart) differences.push(...changedProperties(object, counterpart));
    else if (isOutermost(object, old, now, renamed)) differences.push({ change: "removed", object: object.label });
  }
  const known = new Set([...old.keys()].map((key) => renamed.get(key) ?? movedKey(key, renamed)));
  for (const [key, object] of now) {
    if (known.has(key)) continue;
    const parentIsNew = object.parent !== "" && now.has(object.parent) && !known.has(object.parent);
    if (!parentIsNew) differences.push({ change: "added", object: object.label });
  }
  return differences.sort((a, b) => (a.object < b.object ? -1 : a.object > b.object ? 1 : 0));
}

/** Of a removed table its columns are not said one by one. */
function isOutermost(
  object: ObjectRead,
  old: ReadonlyMap<string, ObjectRead>,
  now: ReadonlyMap<string, ObjectRead>,
  renamed: ReadonlyMap<string, string>,
): boolean {
  return object.parent === "" || !old.has(object.parent) || now.has(renamed.get(object.parent) ?? object.parent);
}

/** The key an object has after its table was renamed. */
function movedKey(key: string, renamed: ReadonlyMap<string, string>): string {
  for (const [from, to] of renamed) if (key.startsWith(`${from}\n`)) return to + key.slice(from.length);
  return key;
}

/** An object that is gone and one that is new with the same lineage tag are one object with another name. */
function renames(
  old: ReadonlyMap<string, ObjectRead>,
  now: ReadonlyMap<string, ObjectRead>,
): ReadonlyMap<string, string> {
  const added = new Map<string, string>();
  for (const [key, { lineageTag }] of now) if (lineageTag !== undefined && !old.has(key)) added.set(lineageTag, key);
  const renamed = new Map<string, string>();
  for (const [key, { lineageTag }] of old) {
    const to = lineageTag === undefined || now.has(key) ? undefined : added.get(lineageTag);
    // Within a renamed table every column has another key too; only what has another name of its own is renamed.
    if (to !== undefined && lastPart(to) !== lastPart(key)) renamed.set(key, to);
  }
  return renamed;
}

function lastPart(key: string): string {
  return key.slice(key.lastIndexOf("\n") + 1);
}

function changedProperties(before: ObjectRead, after: ObjectRead): ModelDifference[] {
  const names = [...new Set([...before.properties.keys(), ...after.properties.keys()])].sort();
  return names.flatMap((property): ModelDifference[] => {
    const old = before.properties.get(property);
    const now = after.properties.get(property);
    if (old === now || (old !== undefined && now !== undefined && sameWords(old, now))) return [];
    return [
      {
        change: "changed",
        object: after.label,
        property,
        ...(old !== undefined && { before: old }),
        ...(now !== undefined && { after: now }),
      },
    ];
  });
}

/** Layout and comments of an expression mean nothing to the engine. */
function sameWords(a: string, b: string): boolean {
  return a.replaceAll(/\s/gu, "") === b.replaceAll(/\s/gu, "") || meaningOf(a) === meaningOf(b);
}

/** An object of a model as it is written. */
export interface ModelObjectText {
  /** In the model's own words: `table Sales › measure Total`. */
  readonly label: string;
  /** `expression`, and its properties by their names. */
  readonly properties: ReadonlyMap<string, string>;
}

/** Every object of a model, with what is written of it. */
export function modelObjects(model: Model): readonly ModelObjectText[] {
  return [...readObjects(model).values()];
}

/** A formula or value without its layout and comments. */
export function meaningOf(text: string): string {
  return lexDax(text)
    .tokens.filter(({ kind }) => kind !== "white-space" && kind !== "comment")
    .map(({ start, end }) => text.slice(start, end))
    .join("\n");
}

function readObjects(model: Model): ReadonlyMap<string, ObjectRead> {
  const objects = new Map<string, ObjectRead>();
  for (const file of model.files) for (const node of file.document.nodes) readNode(file, node, "", "", objects);
  return objects;
}

function readNode(
  file: ModelFile,
  node: TmdlNode,
  parent: string,
  parentLabel: string,
  objects: Map<string, ObjectRead>,
): void {
  if (node.isRef || node.keyword === "" || node.keyword === "annotation") return;
  const isFrame = node.keyword === "model" || node.keyword === "createOrReplace" || node.keyword === "database";
  const name = node.name?.value ?? "";
  const own = isFrame ? node.keyword : `${node.keyword}:${nameKey(name)}`;
  const key = parent === "" ? own : `${parent}\n${own}`;
  const label = `${parentLabel === "" ? "" : `${parentLabel} › `}${node.keyword}${name === "" || isFrame ? "" : ` ${name}`}`;
  const properties = new Map(objects.get(key)?.properties);
  if (node.value) properties.set("expression", valueIn(file, node));
  if (node.description) properties.set("description", node.description.text);
  for (const child of node.children) {
    if (isProperty(child)) properties.set(child.keyword, child.value ? plainValue(valueIn(file, child)) : "true");
  }
  const lineageTag = properties.get("lineageTag");
  objects.set(key, { label, parent, properties, ...(lineageTag !== undefined && { lineageTag }) });
  for (const child of node.children) {
    if (!isProperty(child)) readNode(file, child, isFrame ? "" : key, isFrame ? "" : label, objects);
  }
}

function isProperty(node: TmdlNode): boolean {
  return node.name === undefined && !node.isRef && node.children.length === 0;
}

function valueIn({ document }: ModelFile, { value }: TmdlNode): string {
  return value ? document.text.slice(value.span.start, value.span.end) : "";
}

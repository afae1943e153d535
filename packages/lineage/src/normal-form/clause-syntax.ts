import { isTree, listAt, nameOf, type Tree } from "../sql/parse-query.ts";
import { fold } from "../sql/query-facts.ts";

/** How a parser says that nothing is written. */
export function isNothing(value: unknown): boolean {
  return value === undefined || value === null || value === false || (Array.isArray(value) && value.length === 0);
}

export function namesAt(body: Tree, key: string): string[] {
  return listAt(body, key).flatMap((name) => nameOf(name) ?? []);
}

/** Kinds of nodes and names of calls. */
export interface Kinds {
  has(kind: string): boolean;
}

/** Whether a kind of node, or a call of the name, is anywhere in a tree. Every query is asked several times. */
export function mentions(value: unknown, kinds: Kinds, except?: Kinds): boolean {
  if (Array.isArray(value)) {
    for (const item of value) if (mentions(item, kinds, except)) return true;
    return false;
  }
  if (!isTree(value)) return false;
  const keys = Object.keys(value);
  for (const key of keys) {
    const inner = value[key];
    // A call without anything in it is a node of its kind with nothing; among other keys, nothing is nothing.
    if (key === "span" || except?.has(key) || (keys.length > 1 && isNothing(inner))) continue;
    if (kinds.has(key) || (key === "function" && isTree(inner) && kinds.has(fold(String(inner["name"]))))) return true;
    if (typeof inner === "object" && mentions(inner, kinds, except)) return true;
  }
  return false;
}

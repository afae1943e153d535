import { isTree, listAt, nameOf, type Tree } from "../sql/parse-query.ts";
import { fold } from "../sql/query-facts.ts";

/** How a parser says that nothing is written. */
export function isNothing(value: unknown): boolean {
  return value === undefined || value === null || value === false || (Array.isArray(value) && value.length === 0);
}

export function namesAt(body: Tree, key: string): string[] {
  return listAt(body, key).flatMap((name) => nameOf(name) ?? []);
}

/** Whether a kind of node, or a call of the name, is anywhere in a tree. */
export function mentions(value: unknown, kinds: RegExp, except?: RegExp): boolean {
  if (Array.isArray(value)) return value.some((item) => mentions(item, kinds, except));
  if (!isTree(value)) return false;
  const entries = Object.entries(value);
  return entries.some(([key, inner]) => {
    // A call without anything in it is a node of its kind with nothing; among other keys, nothing is nothing.
    if (except?.test(key) || (isNothing(inner) && entries.length > 1)) return false;
    if (kinds.test(key)) return true;
    if (key === "function" && isTree(inner) && kinds.test(fold(String(inner["name"])))) return true;
    return mentions(inner, kinds, except);
  });
}

import type { RelationLookup } from "../sql/known-relation.ts";
import type { Tree } from "../sql/parse-query.ts";
import { fold } from "../sql/query-facts.ts";
import { type First, type Names, resolveName } from "./names.ts";
import type { Around } from "./normal-expression.ts";
import type { NormalQuery } from "./normal-form.ts";

/** What reading any part of a statement needs of the whole. */
export interface QueryContext {
  readonly lookup: RelationLookup;
  /** Whether the order of rows within the query may be seen in its result. */
  readonly ordered: boolean;
  readonly addsTexts: boolean;
  /** Reads a query that is a part of another. */
  read(tree: Tree, outer: Names | undefined, ctes: Ctes): NormalQuery;
}

/** Queries that a WITH names: one that is read in many places is read anew in each. */
export type Ctes = ReadonlyMap<string, (outer: Names | undefined) => NormalQuery>;

/** What expressions find around them. */
export function aroundOf(
  context: QueryContext,
  names: Names,
  ctes: Ctes,
  first: First,
  windows: ReadonlyMap<string, Tree> = new Map(),
): Around {
  return {
    name: (parts) => resolveName(names, parts, first),
    query: (tree) => context.read(tree, names, ctes),
    window: (name) => windows.get(fold(name)),
    addsTexts: context.addsTexts,
  };
}

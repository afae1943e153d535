import type { TableName } from "./read-query.ts";

/** A column of a relation, with its type where that is known. */
export interface KnownColumn {
  readonly name: string;
  readonly type?: string;
}

/** A relation that a query may read: what it is called in the graph, and its columns, as far as they are known. */
export interface KnownRelation {
  readonly node: string;
  readonly columns: readonly KnownColumn[];
  /** Whether these are all of its columns. */
  readonly complete: boolean;
}

/** How the names of relations are looked up. */
export interface RelationLookup {
  table(name: TableName): KnownRelation;
}

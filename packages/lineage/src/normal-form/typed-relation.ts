import { fold } from "../sql/query-facts.ts";
import type { TableName } from "../sql/read-query.ts";
import { NOTHING, type NormalQuery, type Source, term } from "./normal-form.ts";
import { typeNamed } from "./sql-types.ts";

/** A relation that a query may read, as far as it is known. */
export interface TypedRelation {
  readonly node: string;
  readonly columns: readonly { readonly name: string; readonly type?: string }[];
  /** Whether these are all of its columns. */
  readonly complete: boolean;
}

/** How the names of relations are looked up. */
export interface TypedLookup {
  table(name: TableName): TypedRelation;
}

/** A relation of the warehouse is a query that takes all of it. */
export function relationQuery({ node, columns, complete }: TypedRelation): NormalQuery {
  const source: Source = { text: node.toLowerCase() };
  return {
    ...NOTHING,
    sources: [{ source, how: "from", on: [] }],
    columns: columns.map(({ name, type }) => ({
      name,
      term: { ...term(fold(name)), source, ...(type !== undefined && { type: typeNamed(type) }) },
    })),
    open: complete ? [] : [source],
  };
}

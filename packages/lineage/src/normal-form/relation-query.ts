import type { KnownRelation } from "../sql/known-relation.ts";
import { fold } from "../sql/query-facts.ts";
import { NOTHING, type NormalQuery, type Source, term } from "./normal-form.ts";
import { typeNamed } from "./sql-types.ts";

/** A relation of the warehouse is a query that takes all of it. */
export function relationQuery({ node, columns, complete }: KnownRelation): NormalQuery {
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

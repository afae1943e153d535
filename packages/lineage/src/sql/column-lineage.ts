import { parseQuery } from "./parse-query.ts";
import { distinct, type QueryFacts, type Rows } from "./query-facts.ts";
import { readQuery, type TableName } from "./read-query.ts";

/** A relation that a query may read: what it is called in the graph, and its columns, as far as they are known. */
export interface KnownRelation {
  readonly node: string;
  readonly columns: readonly string[];
  /** Whether these are all of its columns. */
  readonly complete: boolean;
}

/** How the names of a query are looked up. */
export interface Lookup {
  table(name: TableName): KnownRelation;
  ephemeral(cte: string): KnownRelation | undefined;
}

/** What one query is made of, from its text; a problem in place of it where the text cannot be read. */
export function columnLineage(
  sql: string,
  dialect: string,
  lookup: Lookup,
): { readonly facts: QueryFacts } | { readonly problem: string } {
  const parsed = parseQuery(sql, dialect);
  if ("problem" in parsed) return parsed;
  const unresolved = new Set<string>();
  const rows = readQuery(
    {
      table: (name) => rowsOf(lookup.table(name)),
      ephemeral: (cte) => {
        const found = lookup.ephemeral(cte);
        return found && rowsOf(found);
      },
      unresolved: (reason) => void unresolved.add(reason),
    },
    parsed.query,
  );
  const outputs = rows.outputs.map(({ name, inputs }) => ({ name, inputs: distinct(inputs) }));
  return { facts: { ...rows, outputs, unresolved: [...unresolved] } };
}

function rowsOf({ node, columns, complete }: KnownRelation): Rows {
  return {
    outputs: columns.map((name) => ({ name, inputs: [{ relation: node, column: name, kind: "value" }] })),
    passes: complete ? [] : [{ relation: node, without: [] }],
    rows: [{ relation: node, kind: "rowset" }],
  };
}

import { definitionsOf } from "../normal-form/definitions.ts";
import type { KnownRelation, RelationLookup } from "./known-relation.ts";
import { parseQuery, type Tree } from "./parse-query.ts";
import { distinct, fold, type Output, type QueryFacts, type Rows } from "./query-facts.ts";
import { readQuery } from "./read-query.ts";

/** How the names of a query are looked up. */
export interface Lookup extends RelationLookup {
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
  try {
    return followQuery(parsed.query, dialect, lookup);
  } catch (error) {
    // Of SQL that is nested more deeply than the stack is.
    if (error instanceof RangeError) return { problem: "its SQL is nested too deeply to be followed" };
    throw error;
  }
}

function followQuery(
  query: Tree,
  dialect: string,
  lookup: Lookup,
): { readonly facts: QueryFacts } | { readonly problem: string } {
  const unresolved = new Set<string>();
  const unreadable = new Set<string>();
  const rows = readQuery(
    {
      table: (name) => rowsOf(lookup.table(name)),
      ephemeral: (cte) => {
        const found = lookup.ephemeral(cte);
        return found && rowsOf(found);
      },
      unresolved: (reason) => void unresolved.add(reason),
      unreadable: (reason) => void unreadable.add(reason),
    },
    query,
  );
  if (unreadable.size > 0) return { problem: `its SQL cannot be followed: ${[...unreadable].join("; ")}` };
  const outputs = withOwnNames(rows.outputs).map(({ name, inputs }) => ({ name, inputs: distinct(inputs) }));
  const definitions = definitionsOf(query, dialect, {
    table: (name) => (name.schema === undefined ? lookup.ephemeral(name.name) : undefined) ?? lookup.table(name),
  });
  return { facts: { ...rows, outputs, unresolved: [...unresolved], definitions } };
}

/** A table has no two columns of one name: the second gets a number, as DuckDB gives it. */
function withOwnNames(outputs: readonly Output[]): Output[] {
  const count = new Map<string, number>();
  return outputs.map((output) => {
    const key = fold(output.name);
    const before = count.get(key) ?? 0;
    count.set(key, before + 1);
    return before === 0 ? output : { ...output, name: `${output.name}_${before}` };
  });
}

function rowsOf({ node, columns, complete }: KnownRelation): Rows {
  return {
    outputs: columns.map(({ name }) => ({ name, inputs: [{ relation: node, column: name, kind: "value" }] })),
    passes: complete ? [] : [{ relation: node, without: [] }],
    rows: [{ relation: node, kind: "rowset" }],
  };
}

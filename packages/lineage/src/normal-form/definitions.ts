import { shortHash } from "../short-hash.ts";
import type { RelationLookup } from "../sql/known-relation.ts";
import type { Tree } from "../sql/parse-query.ts";
import { type Definitions, fold } from "../sql/query-facts.ts";
import { NotUnderstood } from "./normal-form.ts";
import { normalQuery } from "./normal-query.ts";
import { placesOf } from "./places.ts";
import { plainText } from "./plain-text.ts";
import { quotedNames } from "./quoted-names.ts";
import { rowsText, textOf } from "./text.ts";

/** What a query and each of its columns are made by; where it is not understood, any difference is one of everything. */
export function definitionsOf(query: Tree, dialect: string, lookup: RelationLookup): Definitions {
  try {
    return understood(query, dialect, lookup);
  } catch (error) {
    // Of SQL that is nested more deeply than the stack is.
    if (!(error instanceof NotUnderstood || error instanceof RangeError)) throw error;
    const written = shortHash(plainText(query));
    return { rows: written, columns: [], others: written };
  }
}

function understood(tree: Tree, dialect: string, lookup: RelationLookup): Definitions {
  const { all, clash } = quotedNames([tree], dialect);
  if (clash !== undefined) throw new NotUnderstood(`${clash} is written in two ways`);
  const query = normalQuery(tree, lookup, dialect);
  const places = placesOf(query);
  // Texts are in lower case: of names in which case counts, it has to be said.
  const hash = (...texts: readonly unknown[]): string => shortHash([[...all.values()].sort(), ...texts]);
  const columns = query.columns.map(({ name, term }) => ({ name: fold(name), text: textOf(term, places) }));
  const open = query.open.map((source) => places.of(source));
  return {
    rows: hash(rowsText(query)),
    columns: columns.filter((column) => !isNameless(column)).map(({ name, text }) => [name, hash(text)]),
    // Where every column is listed, one that is not found has a name that only the database gives, and may be any of them.
    others: hash(
      open,
      (open.length > 0 ? columns.filter(isNameless) : columns).map(({ name, text }) => `${name} ${text}`).sort(),
    ),
  };
}

/** What a query gives no name is called as it is written. */
function isNameless({ name }: { readonly name: string }): boolean {
  return name.startsWith("{");
}

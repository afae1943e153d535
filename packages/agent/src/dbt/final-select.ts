import type { SelectItem, SqlQuery, SqlSelect } from "./sql-query.ts";

/** Where the columns of a model are listed. */
export interface OutputSelect {
  readonly select: SqlSelect;
  /** Columns of the model that this select lists, in order; undefined where `*` over something else hides them. */
  readonly columns: readonly { readonly name: string; readonly item: SelectItem }[];
  readonly star: boolean;
}

/**
 * The selects that list what a query puts out: one, or one per branch of a union. `select * from cte` is followed into
 * the cte, unless something else reads the cte as well: a change there would reach further than the model's output.
 */
export function outputSelects(query: SqlQuery): readonly OutputSelect[] {
  return query.selects.flatMap((select) => follow(select, query.ctes, query));
}

function follow(select: SqlSelect, ctes: SqlQuery["ctes"], root: SqlQuery): OutputSelect[] {
  const [only, ...others] = select.items;
  const [relation, ...joined] = select.relations;
  const passesOn = only?.star?.plain === true && others.length === 0 && joined.length === 0 && !select.templated;
  if (passesOn && relation?.target.kind === "named") {
    const { name } = relation.target;
    const at = ctes.findIndex((cte) => sameName(cte.name, name));
    const cte = ctes[at];
    if (cte !== undefined && countReads(root, name) === 1 && cte.query.ctes.length === 0)
      return cte.query.selects.flatMap((inner) => follow(inner, ctes.slice(0, at), root));
  }
  if (passesOn && relation?.target.kind === "query" && relation.target.query.ctes.length === 0)
    return relation.target.query.selects.flatMap((inner) => follow(inner, ctes, root));
  const columns = select.items.flatMap((item) => (item.output === undefined ? [] : [{ name: item.output, item }]));
  return [{ select, columns, star: select.items.some((item) => item.star !== undefined) }];
}

/** Identifiers are compared as the warehouse does: without regard to case. */
export function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** How often a query, with everything inside it, reads the relation `name`. */
function countReads(query: SqlQuery, name: string): number {
  let count = 0;
  const visit = (inner: SqlQuery): void => {
    for (const cte of inner.ctes) visit(cte.query);
    for (const select of inner.selects) {
      for (const { target } of select.relations) {
        if (target.kind === "named" && sameName(target.name, name)) count += 1;
        if (target.kind === "query") visit(target.query);
      }
      for (const nested of select.nested) visit(nested.query);
    }
  };
  visit(query);
  return count;
}

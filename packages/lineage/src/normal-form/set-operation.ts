import { isTree, type Tree, treeAt } from "../sql/parse-query.ts";
import { fold } from "../sql/query-facts.ts";
import { keys, limitsOf, orderItems } from "./keys.ts";
import type { Names } from "./names.ts";
import { normalExpression } from "./normal-expression.ts";
import { NOTHING, type NormalQuery, NotUnderstood, type Term, term } from "./normal-form.ts";
import { aroundOf, type Ctes, type QueryContext } from "./query-context.ts";
import { branchesInOneOrder } from "./union-all.ts";

/** UNION, INTERSECT and EXCEPT: columns meet by their place, or by their name. */
export function setOperation(
  context: QueryContext,
  kind: string,
  body: Tree,
  outer: Names | undefined,
  ctes: Ctes,
): NormalQuery {
  const parts = ["left", "right"].map((side) => context.read(treeAt(body, side) ?? {}, outer, ctes));
  if (parts.some(({ open }) => open.length > 0))
    throw new NotUnderstood("it unites relations whose columns are not known");
  const byName = body["by_name"] === true;
  const isAll = body["all"] === true;
  const [left, right] = parts;
  if (!left || !right) throw new NotUnderstood("a set operation of another form");
  const names = byName
    ? [
        ...new Map([...left.columns, ...right.columns].toReversed().map(({ name }) => [fold(name), name])).values(),
      ].reverse()
    : left.columns.map(({ name }) => name);
  if (!byName && left.columns.length !== right.columns.length)
    throw new NotUnderstood("its parts have different columns");
  const columns = names.map((name, at) => {
    const of = (part: NormalQuery): Term =>
      (byName ? part.columns.find((column) => fold(column.name) === fold(name)) : part.columns[at])?.term ??
      term("missing");
    return { name, term: term("united", of(left), of(right)) };
  });
  const united: NormalQuery = {
    ...NOTHING,
    operation: `${kind.toUpperCase()}${isAll ? " ALL" : ""}`,
    parts,
    columns,
    ...((kind !== "union" || !isAll) && { distinct: columns.map((column) => column.term) }),
  };
  return withEnd(context, context.ordered ? united : branchesInOneOrder(united), body, outer, ctes);
}

/** ORDER BY, LIMIT and OFFSET after what is no SELECT. */
export function withEnd(
  context: QueryContext,
  query: NormalQuery,
  body: Tree,
  outer: Names | undefined,
  ctes: Ctes,
): NormalQuery {
  const items = orderItems(body);
  const limits = limitsOf(body);
  if (items.length === 0 && limits.length === 0) return query;
  if (query.limit.length > 0) throw new NotUnderstood("a LIMIT of a LIMIT");
  const names: Names = { relations: [], merged: [], aliases: [...query.columns], ...(outer && { outer }) };
  const around = aroundOf(context, names, ctes, "aliases");
  const order = keys(
    around,
    items.map((item) => (isTree(item) ? { ...item } : item)),
    query.columns,
  );
  return {
    ...query,
    limit: limits.map((limit) => normalExpression(around, limit)),
    order: limits.length > 0 || context.ordered ? order : [],
  };
}

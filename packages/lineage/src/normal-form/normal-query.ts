import type { RelationLookup } from "../sql/known-relation.ts";
import { isTree, kindOf, listAt, nameOf, type Tree, treeAt } from "../sql/parse-query.ts";
import { fold } from "../sql/query-facts.ts";
import { type Kinds, mentions, namesAt } from "./clause-syntax.ts";
import type { Names } from "./names.ts";
import { normalExpression } from "./normal-expression.ts";
import { NOTHING, type NormalQuery, NotUnderstood, type Source, term } from "./normal-form.ts";
import { aroundOf, type Ctes, type QueryContext } from "./query-context.ts";
import { renamed } from "./renamed.ts";
import { SelectReader } from "./select-reader.ts";
import { setOperation, withEnd } from "./set-operation.ts";

/** What may depend on the order of rows: whatever is called an aggregation may be one of lists or texts. */
const ORDERED: Kinds = { has: (kind) => NAMED_ORDERED.has(kind) || kind.endsWith("agg") };
const NAMED_ORDERED: ReadonlySet<string> = new Set(
  (
    "list group_concat first last any_value arbitrary arg_max arg_min max_by min_by collect_list collect_set group_array " +
    "row_number lag lead first_value last_value nth_value ntile limit offset distinct_on frame " +
    "json_group_array mode aggregate_function"
  ).split(" "),
);

/** How many queries are read: one that is read in many places is read anew in each. */
const MOST_QUERIES = 400;

/** Brings a query into its normal form. */
export function normalQuery(tree: Tree, lookup: RelationLookup, dialect: string): NormalQuery {
  let left = MOST_QUERIES;
  const context: QueryContext = {
    lookup,
    ordered: mentions(tree, ORDERED),
    addsTexts: /^(?:tsql|sqlserver|synapse|fabric)$/u.test(dialect),
    read(query, outer, ctes) {
      left -= 1;
      if (left < 0) throw new NotUnderstood("it is made of too many queries");
      return readQuery(context, query, outer, ctes);
    },
  };
  return withoutLastOrder(context.read(tree, undefined, new Map()));
}

/** A table has no order; only what a LIMIT leaves depends on one. */
function withoutLastOrder(query: NormalQuery): NormalQuery {
  return query.limit.length > 0 || query.distinct?.[0]?.op === "on" ? query : { ...query, order: [] };
}

function readQuery(context: QueryContext, tree: Tree, outer: Names | undefined, ctes: Ctes): NormalQuery {
  const [kind, body] = kindOf(tree) ?? ["", {}];
  const own = withCtes(context, body, ctes);
  switch (kind) {
    case "select":
      return new SelectReader(context, body, outer, own).read();
    case "union":
    case "intersect":
    case "except":
      return setOperation(context, kind, body, outer, own);
    case "paren":
    case "subquery": {
      const inner = treeAt(body, "this");
      if (!inner || body["lateral"] === true) throw new NotUnderstood("a query of another form");
      return withEnd(context, context.read(inner, outer, own), body, outer, own);
    }
    case "values":
      return written(context, body, outer, own);
    default:
      throw new NotUnderstood(`${kind.replaceAll("_", " ")} is not looked into`);
  }
}

function withCtes(context: QueryContext, body: Tree, ctes: Ctes): Ctes {
  const clause = treeAt(body, "with");
  if (!clause) return ctes;
  if (clause["recursive"] === true) throw new NotUnderstood("WITH RECURSIVE is not looked into");
  const known = new Map(ctes);
  for (const cte of listAt(clause, "ctes")) {
    const name = isTree(cte) ? nameOf(cte["alias"]) : undefined;
    const query = isTree(cte) ? treeAt(cte, "this") : undefined;
    if (!isTree(cte) || name === undefined || !query) throw new NotUnderstood("a WITH of another form");
    const before: Ctes = new Map(known);
    known.set(fold(name), (outer) => renamed(context.read(query, outer, before), namesAt(cte, "columns")));
  }
  return known;
}

function written(context: QueryContext, body: Tree, outer: Names | undefined, ctes: Ctes): NormalQuery {
  const names: Names = { relations: [], merged: [], aliases: [], ...(outer && { outer }) };
  const around = aroundOf(context, names, ctes, "relations");
  const rows = listAt(body, "expressions").map((row) =>
    (isTree(row) ? listAt(row, "expressions") : []).map((item) => normalExpression(around, item)),
  );
  const source: Source = { call: term("values", ...rows.map((row) => term("row", ...row))) };
  const columns = (rows[0] ?? []).map((_, at) => ({ name: `col${at}`, term: { ...term(`column ${at}`), source } }));
  return renamed({ ...NOTHING, sources: [{ source, how: "from", on: [] }], columns }, namesAt(body, "column_aliases"));
}

import { type Dialect, generate } from "@polyglot-sql/sdk";
import { isTree, kindOf, listAt, nameOf, parseQuery, type Tree, treeAt } from "../sql/parse-query.ts";
import { fold } from "../sql/query-facts.ts";

type Ctes = ReadonlyMap<string, Tree>;

/**
 * The SQL that makes one column of a query, without what only passes it on: common table expressions, subqueries and `*`. Of a set
 * operation that is the SQL of its first query, which names the columns. Undefined where it cannot be told.
 */
export function columnSql(sql: string, dialect: string, column: string): string | undefined {
  const parsed = parseQuery(sql, dialect);
  if ("problem" in parsed) return undefined;
  const made = madeBy(parsed.query, fold(column), new Map());
  if (!made) return undefined;
  const { success, sql: written } = generate([made], dialect as Dialect);
  return success ? written?.[0] : undefined;
}

function madeBy(query: Tree, column: string, outer: Ctes): Tree | undefined {
  const [kind, body] = kindOf(query) ?? [];
  if (!kind || !body) return undefined;
  const ctes = withCtes(body, outer);
  if (kind === "union" || kind === "intersect" || kind === "except") {
    return madeBy(treeAt(body, "left") ?? {}, column, ctes);
  }
  if (kind === "paren" || kind === "subquery") return madeBy(treeAt(body, "this") ?? {}, column, ctes);
  if (kind !== "select") return undefined;
  const relations = relationsOf(body);
  let star = false;
  for (const item of listAt(body, "expressions")) {
    const [itemKind, own] = kindOf(item) ?? [];
    if (!own) continue;
    if (itemKind === "star") star = true;
    else if (itemKind === "alias" && fold(nameOf(own["alias"]) ?? "") === column) {
      return lookedThrough(treeAt(own, "this") ?? {}, relations, ctes);
    } else if (itemKind === "column" && fold(nameOf(own["name"]) ?? "") === column) {
      return lookedThrough(item as Tree, relations, ctes);
    }
  }
  if (!star) return undefined;
  // Of what passes through a `*`, the one relation that makes it.
  return relations.map(({ relation }) => inRelation(relation, column, ctes)).find((made) => made !== undefined);
}

function withCtes(body: Tree, outer: Ctes): Ctes {
  const ctes = new Map(outer);
  const clause = treeAt(body, "with");
  for (const cte of clause && clause["recursive"] !== true ? listAt(clause, "ctes") : []) {
    const name = isTree(cte) ? nameOf(cte["alias"]) : undefined;
    const query = isTree(cte) ? treeAt(cte, "this") : undefined;
    if (name !== undefined && query) ctes.set(fold(name), query);
  }
  return ctes;
}

interface Relation {
  readonly alias: string | undefined;
  readonly relation: Tree;
}

function relationsOf(body: Tree): readonly Relation[] {
  const from = listAt(treeAt(body, "from") ?? {}, "expressions");
  const joined = listAt(body, "joins").map((join) => (isTree(join) ? join["this"] : undefined));
  return [...from, ...joined].filter(isTree).map((relation) => {
    const own = kindOf(relation)?.[1] ?? {};
    return { alias: nameOf(own["alias"]) ?? nameOf(own["name"]), relation };
  });
}

/** A bare column is made where its relation makes it, if that is a query of the same text. */
function lookedThrough(expression: Tree, relations: readonly Relation[], ctes: Ctes): Tree {
  const [kind, body] = kindOf(expression) ?? [];
  const column = kind === "column" ? nameOf(body?.["name"]) : undefined;
  if (column === undefined) return expression;
  const table = nameOf(body?.["table"]);
  const [found, another] = relations.filter(({ alias }) => table === undefined || fold(alias ?? "") === fold(table));
  if (!found || another !== undefined) return expression;
  return inRelation(found.relation, fold(column), ctes) ?? expression;
}

function inRelation(relation: Tree, column: string, ctes: Ctes): Tree | undefined {
  const [kind, body] = kindOf(relation) ?? [];
  if (kind === "subquery") return madeBy(relation, column, ctes);
  if (kind !== "table" || !body || isTree(body["schema"])) return undefined;
  const name = fold(nameOf(body["name"]) ?? "");
  const query = ctes.get(name);
  if (!query) return undefined;
  const without = new Map(ctes);
  // A name within its own query means something else.
  without.delete(name);
  return madeBy(query, column, without);
}

import { isTree, kindOf, listAt, nameOf, type Tree, treeAt } from "../sql/parse-query.ts";
import { fold } from "../sql/query-facts.ts";
import { isNothing } from "./clause-syntax.ts";
import type { NamedColumn } from "./names.ts";
import { type Around, normalExpression, orderTerm } from "./normal-expression.ts";
import { NotUnderstood, type Term } from "./normal-form.ts";

/** Keys are written as expressions, as names of the select list, or by their place in it. */
export function keys(around: Around, items: readonly unknown[], columns: readonly NamedColumn[]): readonly Term[] {
  return items.flatMap((item) => {
    const isOrdered = isTree(item) && "this" in item && !kindOf(item);
    const tree = isOrdered && isTree(item) ? item["this"] : item;
    const [kind, body] = kindOf(tree) ?? ["", {}];
    if (kind === "column" && fold(nameOf(body["name"]) ?? "") === "all" && !body["table"])
      throw new NotUnderstood("ORDER BY ALL is not looked into");
    const place =
      kind === "literal" && body["literal_type"] === "number" ? columns[Number(body["value"]) - 1] : undefined;
    if (kind === "literal" && !place) throw new NotUnderstood("a key that is no column");
    const fixed: Around = place
      ? { ...around, name: () => place.term, query: around.query, window: around.window }
      : around;
    const shown = place ? { column: { name: { name: "key" } } } : tree;
    return isOrdered && isTree(item) ? [orderTerm(fixed, { ...item, this: shown })] : [normalExpression(fixed, shown)];
  });
}

export function orderItems(body: Tree): readonly unknown[] {
  const clause = treeAt(body, "order_by");
  return clause ? listAt(clause, "expressions") : [];
}

export function limitsOf(body: Tree): readonly unknown[] {
  return ["limit", "offset"].flatMap((key) => {
    const value = body[key];
    if (isNothing(value)) return [];
    return [{ [`${key} of`]: kindOf(value) ? { this: value } : value }];
  });
}

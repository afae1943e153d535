import type { Expression, Model } from "./model.ts";
import { expressionOf } from "./property.ts";

/** One piece of M of a model with the object it belongs to. */
export interface MText {
  readonly expression: Expression;
  readonly owner: { readonly kind: "table" | "expression"; readonly name: string };
}

const policyQueries = new Set(["sourceExpression", "pollingExpression"]);

/** Every piece of M in a model: the queries of tables and of their refresh policies, parameters, shared queries. */
export function* mTexts(model: Model): Generator<MText> {
  for (const table of model.tables) {
    const owner = { kind: "table", name: table.name } as const;
    for (const { kind, source } of table.partitions) {
      if (kind.toLowerCase() === "m" && source) yield { expression: source, owner };
    }
    for (const { file, node } of table.origins) {
      for (const policy of node.children) {
        if (policy.keyword !== "refreshPolicy") continue;
        for (const query of policy.children) {
          if (policyQueries.has(query.keyword) && query.value)
            yield { expression: expressionOf({ file, node: query }), owner };
        }
      }
    }
  }
  for (const { name, expression } of model.expressions) yield { expression, owner: { kind: "expression", name } };
}

import type { DaxCall, DaxExpression } from "../../dax/syntax.ts";
import { walkDax } from "../../dax/syntax.ts";
import { nameKey } from "../../text/same-name.ts";
import { bindModel } from "../bind-model.ts";
import { parseExpression } from "../dax-text.ts";
import { finding, type Rule } from "./rule.ts";

/** `USERELATIONSHIP` and `CROSSFILTER` steer a relationship between two columns: there must be one. */
export const usedRelationships: Rule = {
  kinds: [{ code: "dax-no-relationship", severity: "error", why: "The object shows an error instead of a value." }],
  check({ model }, report) {
    const related = new Set<string>();
    for (const { from, to } of model.relationships) {
      const ends = [from, to].map((path) => path?.parts.map(({ value }) => nameKey(value)).join("\n") ?? "");
      related.add(ends.join("\n\n")).add(ends.reverse().join("\n\n"));
    }
    for (const { expression, bound } of bindModel(model)) {
      for (const call of walkDax(parseExpression(expression).expression)) {
        if (!isSteering(call)) continue;
        const ends = call.arguments.slice(0, 2).map((argument) => {
          const use = bound.references.find(({ kind, span }) => kind === "column" && span.end === argument.span.end);
          return use?.kind === "column" ? [use.table, use.name].map(nameKey).join("\n") : undefined;
        });
        if (ends.length < 2 || ends.includes(undefined) || related.has(ends.join("\n\n"))) continue;
        const message = `${call.name} needs a relationship between these two columns, and the model has none`;
        const hint = "Add one, inactive if another is in use, or name the columns of the one that is meant.";
        report(expression.file.path, finding("dax-no-relationship", call.nameSpan, message, hint));
      }
    }
  },
};

function isSteering(node: DaxExpression): node is DaxCall {
  return node.kind === "call" && /^(?:USERELATIONSHIP|CROSSFILTER)$/iu.test(node.name);
}

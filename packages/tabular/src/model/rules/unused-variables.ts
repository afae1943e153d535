import { type DaxExpression, daxChildren } from "../../dax/syntax.ts";
import { nameKey } from "../../text/same-name.ts";
import type { Span } from "../../text/span.ts";
import { daxFacts } from "../dax-facts.ts";
import { finding, type Rule } from "./rule.ts";

/** Every variable has a purpose. */
export const unusedVariables: Rule = {
  kinds: [
    {
      code: "dax-unused-variable",
      severity: "warning",
      why: "Readers look for what it is for, and often it is what somebody forgot to return.",
    },
  ],
  check({ model }, report) {
    const texts = new Set(daxFacts(model).variables.map(({ dax }) => dax));
    for (const { tree, isWhole, expression } of texts) {
      if (!isWhole) continue;
      const unused: Variable[] = [];
      visit(tree, undefined, unused);
      for (const { name, span } of unused) {
        const message = `nothing uses the variable \`${name}\``;
        report(expression.file.path, finding("dax-unused-variable", span, message, "Remove it, or use it."));
      }
    }
  },
};

interface Variable {
  readonly name: string;
  readonly span: Span;
  isUsed: boolean;
  /** The variables that are in sight where this one is made. */
  readonly outer: Variable | undefined;
}

/** As deep as the parser lets an expression be. */
function visit(node: DaxExpression, inSight: Variable | undefined, unused: Variable[]): void {
  if (node.kind === "name") markUsed(node.name, inSight);
  // `variable[Column]` is a column of a table that a variable holds.
  if (node.kind === "field" && node.table) markUsed(node.table.name, inSight);
  if (node.kind !== "variables") {
    for (const child of daxChildren(node)) visit(child, inSight, unused);
    return;
  }
  let inner = inSight;
  const own: Variable[] = [];
  for (const { name, nameSpan, value } of node.variables) {
    visit(value, inner, unused);
    inner = { name, span: nameSpan, isUsed: false, outer: inner };
    own.push(inner);
  }
  visit(node.result, inner, unused);
  unused.push(...own.filter(({ isUsed }) => !isUsed));
}

function markUsed(name: string, inSight: Variable | undefined): void {
  for (let variable = inSight; variable; variable = variable.outer) {
    if (nameKey(variable.name) !== nameKey(name)) continue;
    variable.isUsed = true;
    return;
  }
}

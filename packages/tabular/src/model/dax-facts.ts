import type { DaxBinary, DaxCall, DaxExpression, DaxField, DaxVariables } from "../dax/syntax.ts";
import { walkDax } from "../dax/syntax.ts";
import { type BoundText, bindModel } from "./bind-model.ts";
import { parseExpression } from "./dax-text.ts";
import type { Model } from "./model.ts";

/** One piece of DAX with its tree. */
export interface DaxTree extends BoundText {
  readonly tree: DaxExpression;
  /** False where a part of it cannot be read: what the tree lacks says nothing then. */
  readonly isWhole: boolean;
}

/** A part of an expression, in the piece of DAX it stands in. */
export interface Within<Node> {
  readonly dax: DaxTree;
  readonly node: Node;
}

/** The parts of all DAX of a model that rules ask for, found in one walk. */
export interface DaxFacts {
  readonly trees: readonly DaxTree[];
  /** Calls of functions, in any case. */
  calls(...names: readonly string[]): readonly Within<DaxCall>[];
  readonly operations: readonly Within<DaxBinary>[];
  readonly variables: readonly Within<DaxVariables>[];
}

const facts = new WeakMap<Model, DaxFacts>();

export function daxFacts(model: Model): DaxFacts {
  const known = facts.get(model);
  if (known) return known;
  const made = collect(model);
  facts.set(model, made);
  return made;
}

function collect(model: Model): DaxFacts {
  const calls = new Map<string, Within<DaxCall>[]>();
  const operations: Within<DaxBinary>[] = [];
  const variables: Within<DaxVariables>[] = [];
  const trees = bindModel(model).map((text): DaxTree => {
    const { expression, diagnostics } = parseExpression(text.expression);
    return { ...text, tree: expression, isWhole: diagnostics.length === 0 };
  });
  for (const dax of trees) {
    for (const node of walkDax(dax.tree)) {
      if (node.kind === "binary") operations.push({ dax, node });
      else if (node.kind === "variables") variables.push({ dax, node });
      else if (node.kind === "call") {
        const name = node.name.toUpperCase();
        const list = calls.get(name);
        if (list) list.push({ dax, node });
        else calls.set(name, [{ dax, node }]);
      }
    }
  }
  return { trees, calls: (...names) => names.flatMap((name) => calls.get(name) ?? []), operations, variables };
}

/** Without the parentheses around it. */
export function ungrouped(expression: DaxExpression): DaxExpression {
  let inner = expression;
  while (inner.kind === "group" && inner.items.length === 1) inner = inner.items[0] as DaxExpression;
  return inner;
}

/** What a field means where it stands: binding looked it up. */
export function meaningOf(dax: DaxTree, field: DaxField): BoundText["bound"]["references"][number] | undefined {
  return dax.bound.references.find(
    ({ span }) => span.start === field.nameSpan.start && span.end === field.nameSpan.end,
  );
}

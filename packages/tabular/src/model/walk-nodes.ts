import type { TmdlNode } from "../tmdl/syntax.ts";

/** Nodes and all inside them, in the order of the text; without recursion, since a file may be nested deeply. */
export function* walkNodes(nodes: readonly TmdlNode[]): Generator<TmdlNode> {
  const stack = [...nodes].reverse();
  for (let node = stack.pop(); node; node = stack.pop()) {
    yield node;
    for (let i = node.children.length - 1; i >= 0; i--) stack.push(node.children[i] as TmdlNode);
  }
}

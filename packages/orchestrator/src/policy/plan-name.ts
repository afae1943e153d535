import type { NodeName } from "@throughline/contracts";

/** What plans and policies call a node: a measure by its own name, a model by its own, a visual by page and title. */
export function planName(node: NodeName): string {
  return (
    /^(?:measure|reportmeasure|calculationitem):.*?\[(.*)\]$/u.exec(node)?.[1] ?? node.slice(node.indexOf(":") + 1)
  );
}

/** Names in order, each once. */
export function namesOf(names: Iterable<string>): string[] {
  return [...new Set(names)].sort();
}

import { covers, type Finding, type NodeName } from "@throughline/contracts";

/** Something that is not as it was. The plan explains it, or nobody does. */
export interface Difference {
  /** What it is about, then the wholes that is a part of: an explanation of any of them is one. */
  readonly nodes: readonly [NodeName, ...NodeName[]];
  readonly code: string;
  /** `error` where it can do harm that no number of this copy shows. */
  readonly severity: "error" | "warning";
  readonly message: string;
  readonly file?: string;
}

/** The differences that no node allowed explains, as findings. */
export function unexplained(differences: readonly Difference[], allowed: readonly NodeName[]): Finding[] {
  return differences
    .filter(({ nodes }) => !nodes.some((node) => covers(allowed, node)))
    .map(({ nodes, code, severity, message, file }) => ({
      code,
      severity,
      ...(file !== undefined && { file }),
      node: nodes[0],
      message: `${message}, which the plan does not say`,
      hint: howToExplain(nodes[0]),
    }));
}

/** How somebody says that a difference is meant. */
export function howToExplain(node: NodeName): string {
  return `If it is meant, say so where a reviewer sees it: a line \`Throughline-Changes: ${node}\` in the commit message.`;
}

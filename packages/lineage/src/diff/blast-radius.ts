import type { NodeName } from "@throughline/contracts";
import type { Lineage } from "../lineage.ts";
import { affectedBy, type Change, graphDiff } from "./graph-diff.ts";

/** Something that may show or hold other values than before, with the way from what is changed to it. */
export interface Touched {
  readonly node: NodeName;
  /** From what is changed to this; this alone, where it is itself what is changed. */
  readonly path: readonly NodeName[];
}

/** Everything a change reaches, by kind. What the change adds is not in it: nobody uses that yet. */
export interface BlastRadius {
  readonly models: readonly Touched[];
  /** Of models, sources and tables of the semantic model. */
  readonly columns: readonly Touched[];
  /** Of semantic models, and metrics of dbt. */
  readonly measures: readonly Touched[];
  readonly visuals: readonly Touched[];
  readonly pages: readonly Touched[];
  readonly exposures: readonly Touched[];
  /** What is none of these: tables, filters, roles. */
  readonly others: readonly Touched[];
  /** Why it may lack something. */
  readonly partial?: string;
}

type Kind = keyof Omit<BlastRadius, "partial">;

const KINDS: Readonly<Record<string, Kind>> = {
  model: "models",
  column: "columns",
  measure: "measures",
  metric: "measures",
  reportmeasure: "measures",
  calculationitem: "measures",
  visual: "visuals",
  page: "pages",
  exposure: "exposures",
};

/** What a change from one graph to the other reaches: of everything that differs, or only of the nodes that are named. */
export function blastRadius(base: Lineage, head: Lineage, changed?: readonly NodeName[]): BlastRadius {
  const changes = changed?.map((node) => changeOf(base, head, node)) ?? graphDiff(base, head).changes;
  const { affected, partial } = affectedBy(base, head, changes);
  const found: Record<Kind, Touched[]> = {
    models: [],
    columns: [],
    measures: [],
    visuals: [],
    pages: [],
    exposures: [],
    others: [],
  };
  const own = changes.filter(({ change }) => change !== "added").map(({ node }) => ({ node, path: [node] }));
  for (const { node, path } of [...own, ...affected]) {
    const isColumn = (head.wholeOf(node) ?? base.wholeOf(node)) !== undefined && !node.startsWith("loader:");
    found[isColumn ? "columns" : (KINDS[node.slice(0, node.indexOf(":"))] ?? "others")].push({ node, path });
  }
  return { ...found, ...(partial !== undefined && { partial }) };
}

function changeOf(base: Lineage, head: Lineage, node: NodeName): Change {
  if (base.find(node) === undefined) return { node, change: "added" };
  return head.find(node) === undefined ? { node, change: "removed" } : { node, change: "changed", by: "definition" };
}

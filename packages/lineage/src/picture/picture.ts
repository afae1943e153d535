import type { NodeName } from "@throughline/contracts";
import type { EdgeKind } from "../graph.ts";

/** Where in the flow a thing is, from where data comes in to where it is seen. */
export const LAYERS = ["loader", "dbt", "semantic model", "report"] as const;
export type Layer = (typeof LAYERS)[number];

/** What is drawn: boxes and arrows, no places. */
export interface Picture {
  readonly boxes: readonly { readonly node: NodeName; readonly layer: Layer; readonly isMarked: boolean }[];
  readonly arrows: readonly { readonly from: NodeName; readonly to: NodeName; readonly kind?: EdgeKind }[];
  /** How many things there are besides, for which there is no room. */
  readonly left: number;
}

/** More boxes than this nobody reads. */
export const MOST_BOXES = 40;

export function layerOf(node: NodeName): Layer {
  const kind = node.slice(0, node.indexOf(":"));
  if (kind === "loader") return "loader";
  if (kind === "source" || kind === "model") return "dbt";
  return ["visual", "page", "report", "bookmark", "exposure"].includes(kind) ? "report" : "semantic model";
}

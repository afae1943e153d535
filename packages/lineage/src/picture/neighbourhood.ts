import type { NodeName } from "@throughline/contracts";
import { nodeKey } from "../graph.ts";
import type { Lineage } from "../lineage.ts";
import { layerOf, MOST_BOXES, type Picture } from "./picture.ts";

/**
 * What is around a node, so many steps up and down, nearest first. A relation or table is left out where a column of it is drawn:
 * the column stands for it.
 */
export function neighbourhood(lineage: Lineage, node: NodeName, depth = 2, most = MOST_BOXES): Picture {
  const asked = lineage.find(node) ?? node;
  const [up, down] = [lineage.trace(asked, depth).upstream, lineage.impact(asked, depth).downstream];
  const found = [...up, ...down].sort((a, b) => a.path.length - b.path.length).map((reached) => reached.node);
  const wholes = new Set([asked, ...found].flatMap((one) => lineage.wholeOf(one) ?? []).map(nodeKey));
  const around = found.filter((one) => !wholes.has(nodeKey(one)) && nodeKey(one) !== nodeKey(asked));
  const shown = [asked, ...new Set(around)].slice(0, most);
  const keys = new Set(shown.map(nodeKey));
  return {
    boxes: shown.map((one) => ({ node: one, layer: layerOf(one), isMarked: one === asked })),
    arrows: lineage.graph.edges.filter(
      ({ from, to }) => keys.has(nodeKey(from)) && keys.has(nodeKey(to)) && nodeKey(from) !== nodeKey(to),
    ),
    left: new Set(around).size + 1 - shown.length,
  };
}

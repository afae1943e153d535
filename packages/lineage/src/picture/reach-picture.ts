import type { NodeName } from "@throughline/contracts";
import { layerOf, MOST_BOXES, type Picture } from "./picture.ts";

/** The ways from what is changed to what it reaches, shortest first, each drawn whole or not at all. */
export function reachPicture(reached: readonly { readonly path: readonly NodeName[] }[], most = MOST_BOXES): Picture {
  const shown = new Set<NodeName>();
  const roots = new Set<NodeName>();
  const arrows = new Map<string, { from: NodeName; to: NodeName }>();
  let left = 0;
  for (const { path } of [...reached].sort((a, b) => a.path.length - b.path.length)) {
    const fresh = path.filter((node) => !shown.has(node));
    if (shown.size + fresh.length > most) {
      left += 1;
      continue;
    }
    for (const node of fresh) shown.add(node);
    if (path[0] !== undefined) roots.add(path[0]);
    for (const [at, to] of path.slice(1).entries()) {
      const from = path[at] ?? to;
      arrows.set(`${from}\n${to}`, { from, to });
    }
  }
  return {
    boxes: [...shown].map((node) => ({ node, layer: layerOf(node), isMarked: roots.has(node) })),
    arrows: [...arrows.values()],
    left,
  };
}

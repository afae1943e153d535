import type { Touched } from "@throughline/agent";
import type { BlastRadius, NodeName } from "@throughline/contracts";
import type { Lineage } from "@throughline/lineage";

/** What hangs on what a plan touches, by the names that plans use: models that are built again, and whoever shows what changes. */
export function planRadius(lineage: Lineage, { changed, rebuilt }: Touched): BlastRadius {
  const own = new Set(rebuilt.map((node) => node.toLowerCase()));
  const below = lineage.impactOfAll(rebuilt).downstream.map(({ node }) => node);
  const shown = lineage.impactOfAll(changed).downstream.map(({ node }) => node);
  const models = [...below, ...shown]
    .filter((node) => node.startsWith("model:"))
    .map((node) => lineage.wholeOf(node) ?? node)
    .filter((node) => !own.has(node.toLowerCase()));
  const measures = shown.flatMap((node) => /^measure:.*\[(.*)\]$/u.exec(node)?.[1] ?? []);
  const visuals = shown.filter((node) => node.startsWith("visual:"));
  return { models: sorted(models.map(ownName)), measures: sorted(measures), visuals: sorted(visuals.map(ownName)) };
}

function ownName(node: NodeName): string {
  return node.slice(node.indexOf(":") + 1);
}

function sorted(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}

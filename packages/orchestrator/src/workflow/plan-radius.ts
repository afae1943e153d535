import type { Touched } from "@throughline/agent";
import type { BlastRadius, NodeName } from "@throughline/contracts";
import type { Lineage } from "@throughline/lineage";
import { namesOf, planName } from "../policy/plan-name.ts";

/** What hangs on what a plan touches, by the names that plans use: models that are built again, and whoever shows what changes. */
export function planRadius(lineage: Lineage, { changed, rebuilt }: Touched): BlastRadius {
  const own = new Set(rebuilt.map((node) => node.toLowerCase()));
  const below = lineage.impactOfAll(rebuilt).downstream.map(({ node }) => node);
  const shown = lineage.impactOfAll(changed).downstream.map(({ node }) => node);
  const models = [...below, ...shown]
    .filter((node) => node.startsWith("model:"))
    .map((node) => lineage.wholeOf(node) ?? node)
    .filter((node) => !own.has(node.toLowerCase()));
  const of = (kind: "measure" | "visual") => shown.filter((node) => node.startsWith(`${kind}:`));
  const [measures, visuals] = [of("measure"), of("visual")];
  const named = (nodes: readonly NodeName[]) => namesOf(nodes.map(planName));
  return { models: named(models), measures: named(measures), visuals: named(visuals) };
}

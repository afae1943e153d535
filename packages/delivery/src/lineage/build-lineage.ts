import { dirname, join } from "node:path";
import type { ProjectLayout } from "@throughline/contracts";
import type { Lineage } from "@throughline/lineage";
import type { SemanticModel } from "@throughline/semantic-model";
import { BuiltWarehouse } from "../dbt/built-warehouse.ts";
import type { DbtManifest } from "../dbt/dbt-manifest.ts";
import { Production } from "../releases/production.ts";
import { type ReadFile, readLoaders } from "./read-loaders.ts";

/** One state of a project that a graph is made of. */
export interface LineageOf {
  readonly built: BuiltWarehouse;
  readonly models: readonly SemanticModel[];
  /** Files of the project, for its loaders. */
  readonly read: ReadFile;
}

/** Where facts about SQL are kept, beside the warehouse: the same for everybody who makes a graph of it. */
export function lineageFacts(warehouse: string): string {
  return join(dirname(warehouse), "cache", "lineage-facts");
}

/** Where whole graphs are kept, beside the warehouse. */
export function lineageGraphs(warehouse: string): string {
  return join(dirname(warehouse), "cache", "lineage-graphs");
}

/**
 * The graphs of some states of a project. A build compiles what it builds: SQL of the rest is in the builds before it, the other
 * states' and the releases'. What is known of SQL is kept for the next time.
 */
export async function buildLineage(
  warehouse: string,
  layout: ProjectLayout,
  states: readonly LineageOf[],
): Promise<readonly Lineage[]> {
  // The parser of SQL takes half a second to load, and much that is asked of delivery does without it.
  const { buildGraph, KeptFacts, Lineage } = await import("@throughline/lineage");
  const facts = new KeptFacts(lineageFacts(warehouse));
  const releases = new Production(warehouse).list().toReversed();
  const graphs = states.map(({ built, models, read }) => {
    const others = states.flatMap((other) => (other.built === built ? [] : [other.built]));
    const loaders = readLoaders(layout, read);
    const former = manifestsOf([...others, ...releases], built);
    return new Lineage(buildGraph({ manifest: built.manifest, former, loaders, models }, facts));
  });
  facts.save();
  return graphs;
}

/** dbt's accounts of builds but one, read one by one, and only while SQL is lacking. */
export function* manifestsOf(
  built: readonly Pick<BuiltWarehouse, "databaseFile" | "state">[],
  but: BuiltWarehouse,
): Generator<DbtManifest> {
  for (const one of built) {
    if (one.state === but.state) continue;
    const { manifest } = one instanceof BuiltWarehouse ? one : new BuiltWarehouse(one);
    if (manifest) yield manifest;
  }
}

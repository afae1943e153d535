import { type DbtManifest, relationsOf } from "../dbt/dbt-manifest.ts";
import type { DbtRun } from "../tools/tool-worker.ts";

/** The models, seeds and snapshots that a run of dbt built as relations, by name. */
export function builtModels(manifest: DbtManifest, { results }: Pick<DbtRun, "results">): string[] {
  const nodes = new Set(results.map(({ node }) => node));
  return [...relationsOf(manifest)].filter(([, { id }]) => nodes.has(id)).map(([name]) => name);
}

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { manifestOfFiles } from "@throughline/lineage";
import type { World } from "./world.ts";

interface Nodes {
  readonly [id: string]: {
    readonly resource_type: string;
    readonly original_file_path: string;
    readonly compiled_code?: string;
  };
}

/** The SQL of every model as dbt compiled it for production, and as its text says it without dbt; space between words aside. */
export function sqlOfModels(world: World, transform: string): { compiled: string[]; rendered: string[] } {
  const { state } = world.production.require();
  const manifest = JSON.parse(readFileSync(join(state, "manifest.json"), "utf8")) as { readonly nodes: Nodes };
  const models = Object.entries(manifest.nodes).filter(([, node]) => node.resource_type === "model");
  const withoutSql = models.map(([id, node]) => [id, { ...node, compiled_code: undefined }]);
  const written = Object.values(manifest.nodes).filter(({ resource_type }) => /^(?:model|seed)$/u.test(resource_type));
  const files = written.map(
    ({ original_file_path: path }) => [path, world.read(join(transform, path))] as [string, string],
  );
  const nodes = { ...manifest.nodes, ...Object.fromEntries(withoutSql) };
  const known = manifestOfFiles(new Map(files), [{ ...manifest, nodes }]) as { readonly nodes: Nodes };
  const sqlIn = (all: Nodes) =>
    models.map(([id]) => `${id}: ${all[id]?.compiled_code?.replaceAll(/\s+/gu, " ").trim()}`);
  return { compiled: sqlIn(manifest.nodes), rendered: sqlIn(known.nodes) };
}

import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";

const Node = z.looseObject({
  unique_id: z.string(),
  resource_type: z.string(),
  name: z.string(),
  alias: z.string().optional(),
  schema: z.string().optional(),
  identifier: z.string().optional(),
  original_file_path: z.string().default(""),
  config: z.looseObject({ materialized: z.string().optional() }).default({}),
  depends_on: z.looseObject({ nodes: z.array(z.string()).default([]) }).optional(),
});

const Manifest = z.looseObject({
  nodes: z.record(z.string(), Node),
  sources: z.record(z.string(), Node).default({}),
  child_map: z.record(z.string(), z.array(z.string())).default({}),
});
export type DbtManifest = z.infer<typeof Manifest>;

/** Reads a manifest that dbt wrote; undefined when there is none. */
export function readManifest(file: string): DbtManifest | undefined {
  return existsSync(file) ? Manifest.parse(JSON.parse(readFileSync(file, "utf8"))) : undefined;
}

/** Models, seeds and snapshots that are relations of the warehouse, by name. */
export function relationsOf(
  manifest: DbtManifest,
): ReadonlyMap<string, { id: string; schema: string; relation: string; kind: string }> {
  const relations = new Map<string, { id: string; schema: string; relation: string; kind: string }>();
  for (const node of Object.values(manifest.nodes)) {
    const kind = node.config.materialized ?? node.resource_type;
    if (!["model", "seed", "snapshot"].includes(node.resource_type) || kind === "ephemeral") continue;
    relations.set(node.name, {
      id: node.unique_id,
      schema: node.schema ?? "main",
      relation: node.alias ?? node.name,
      kind,
    });
  }
  return relations;
}

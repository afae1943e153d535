import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";

/** What a project says of a column in its own words. It may say anything: what is not understood marks nothing. */
const Marks = {
  meta: z.record(z.string(), z.unknown()).catch({}),
  tags: z.union([z.string().transform((tag) => [tag]), z.array(z.string())]).catch([]),
};

const Constraint = z.looseObject({ type: z.string(), columns: z.array(z.string()).nullish() });
const Constraints = z.array(Constraint).catch([]);

const Column = z.looseObject({
  name: z.string(),
  ...Marks,
  config: z.looseObject(Marks).catch({ meta: {}, tags: [] }),
  constraints: Constraints,
});

const Node = z.looseObject({
  unique_id: z.string(),
  resource_type: z.string(),
  name: z.string(),
  alias: z.string().optional(),
  schema: z.string().optional(),
  identifier: z.string().optional(),
  original_file_path: z.string().default(""),
  config: z
    .looseObject({
      materialized: z.string().optional(),
      unique_key: z
        .union([z.string(), z.array(z.string())])
        .nullish()
        .catch(null),
    })
    .default({}),
  depends_on: z.looseObject({ nodes: z.array(z.string()).default([]) }).optional(),
  columns: z.record(z.string(), Column).default({}),
  constraints: Constraints,
  /** Of a data test: the node it is about, its column, and which test it is. */
  attached_node: z.string().nullish(),
  column_name: z.string().nullish(),
  test_metadata: z
    .looseObject({
      name: z.string(),
      namespace: z.string().nullish(),
      kwargs: z.looseObject({ combination_of_columns: z.array(z.string()).optional().catch(undefined) }).default({}),
    })
    .nullish(),
});
export type DbtNode = z.infer<typeof Node>;

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

import { z } from "zod";

/** What production runs: code, built warehouse and semantic model as one unit. Written beside the warehouse file. */
export const ReleaseManifest = z.object({
  release: z.int().positive(),
  dataVersion: z.int().positive(),
  predecessor: z.int().positive().nullable(),
  /** Token of the production it was built on a copy of; it may only become production in that one's place. */
  builtOn: z.string().nullable().default(null),
  request: z.string().nullable(),
  commit: z.string(),
  tree: z.string(),
  verdict: z.string().nullable(),
  database: z.string(),
  /** sha256 of the warehouse file. */
  warehouseHash: z.string(),
  /** sha256 over the paths and texts of the published semantic models and reports. */
  modelHash: z.string(),
  ledgerHead: z.string(),
  builtAt: z.iso.datetime(),
});
export type ReleaseManifest = z.infer<typeof ReleaseManifest>;

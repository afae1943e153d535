import { join } from "node:path";
import type { Environment } from "../environments/environment.ts";
import { type DbtManifest, readManifest } from "./dbt-manifest.ts";

/** dbt's account of what it last did in an environment; undefined where there is no dbt, or it left none. */
export function builtManifest({ dbt }: Pick<Environment, "dbt">): DbtManifest | undefined {
  return dbt && readManifest(join(dbt.folder, "target", "manifest.json"));
}

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Environment } from "../environments/environment.ts";
import { takeOut } from "../environments/made-files.ts";

export const ARTIFACTS = ["manifest.json", "partial_parse.msgpack", "semantic_manifest.json"] as const;

/** Takes dbt's artifacts out of an environment. */
export function keepArtifacts(environment: Environment, target: string): void {
  mkdirSync(target, { recursive: true });
  for (const name of ARTIFACTS) takeOut(join(environment.made, name), join(target, name));
}

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Environment } from "../environments/environment.ts";

/** Copies dbt's artifacts of an environment, or of the release it began as where dbt did not run. */
export function keepArtifacts(environment: Environment, target: string): void {
  mkdirSync(target, { recursive: true });
  const from = environment.dbt ? join(environment.dbt.folder, "target") : undefined;
  for (const name of ["manifest.json", "partial_parse.msgpack", "semantic_manifest.json"]) {
    const built = from && existsSync(join(from, name)) ? join(from, name) : undefined;
    const before =
      environment.state && existsSync(join(environment.state, name)) ? join(environment.state, name) : undefined;
    const file = built ?? before;
    // A change that left dbt alone keeps the state of the release before.
    if (file) writeFileSync(join(target, name), readFileSync(file));
  }
}

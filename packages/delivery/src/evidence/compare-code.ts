import { modelNode } from "@throughline/contracts";
import type { Engine } from "@throughline/semantic-model";
import type { DbtManifest } from "../dbt/dbt-manifest.ts";
import { plainCode } from "../dbt/plain-code.ts";
import { changedJoins } from "./changed-joins.ts";
import type { Difference } from "./difference.ts";

/** What gives another answer each time it is asked. */
const UNSTEADY =
  /^(current_date|current_time|current_timestamp|get_current_timestamp|get_current_time|now|today|localtime|localtimestamp|random|uuid|gen_random_uuid|run_started_at)$/;

/**
 * Code of models that does the same on today's data and need not tomorrow: it begins to read the clock, or joins so that rows
 * without a match are lost. `engine` is any DuckDB: its parser reads the joins, nothing is run.
 */
export async function compareCode(old: DbtManifest, now: DbtManifest, engine: Engine): Promise<Difference[]> {
  const differences: Difference[] = [];
  for (const [id, node] of Object.entries(now.nodes)) {
    const before = old.nodes[id];
    if (node.resource_type !== "model" || !before) continue;
    const [was, is] = [String(before["raw_code"] ?? ""), String(node["raw_code"] ?? "")];
    if (plainCode(was) === plainCode(is)) continue;
    const differs = (code: string, message: string) =>
      differences.push({ nodes: [modelNode(node.name)], code, severity: "error", message });
    const fresh = [...unsteadyIn(is)].filter((name) => !unsteadyIn(was).has(name));
    if (fresh.length > 0) differs("model.unsteady", `${node.name} begins to read ${fresh.join(", ")}`);
    const [oldSql, newSql] = [String(before["compiled_code"] ?? ""), String(node["compiled_code"] ?? "")];
    for (const { words, isLosing } of await changedJoins(engine, oldSql, newSql))
      if (isLosing) differs("model.joins-changed", `${node.name} can lose rows: ${words}`);
  }
  return differences;
}

function unsteadyIn(code: string): ReadonlySet<string> {
  return new Set(
    plainCode(code)
      .split("\n")
      .filter((word) => UNSTEADY.test(word)),
  );
}

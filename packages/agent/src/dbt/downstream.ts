import type { DbtProject } from "./dbt-project.ts";
import { sameName } from "./final-select.ts";

/** Models that read, directly or through others, one of those given; without those themselves. */
export function downstream(transform: DbtProject, from: readonly string[]): Set<string> {
  const found = new Set<string>();
  const queue = [...from];
  for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
    for (const model of transform.models) {
      if (found.has(model.name) || !model.refs.some((ref) => sameName(ref, at ?? ""))) continue;
      found.add(model.name);
      queue.push(model.name);
    }
  }
  for (const name of from) found.delete(name);
  return found;
}

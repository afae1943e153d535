import { z } from "zod";
import type { DbtManifest } from "../dbt/dbt-manifest.ts";
import type { Difference } from "./difference.ts";

const Exposures = z.record(
  z.string(),
  z.looseObject({
    name: z.string(),
    depends_on: z.looseObject({ nodes: z.array(z.string()).default([]) }).default({ nodes: [] }),
  }),
);

/** Readers outside dbt that the project no longer knows of, or knows to read less. */
export function compareExposures(old: DbtManifest, now: DbtManifest): Difference[] {
  const [before, after] = [Exposures.parse(old["exposures"] ?? {}), Exposures.parse(now["exposures"] ?? {})];
  return Object.entries(before).flatMap(([id, { name, depends_on: on }]): Difference[] => {
    const kept = after[id];
    const differs = (message: string): Difference => ({
      nodes: [`exposure:${name}`],
      code: "exposure.changed",
      severity: "error",
      message,
    });
    if (!kept) return [differs(`the exposure ${name} is gone`)];
    const lost = on.nodes.filter((node) => !kept.depends_on.nodes.includes(node) && now.nodes[node]);
    return lost.length === 0 ? [] : [differs(`the exposure ${name} no longer says that it reads ${lost.join(", ")}`)];
  });
}

import { canonical } from "@throughline/contracts";
import { z } from "zod";
import type { DbtManifest } from "../dbt/dbt-manifest.ts";
import type { Difference } from "./difference.ts";

const Source = z.looseObject({
  name: z.string(),
  source_name: z.string().default(""),
  schema: z.string().nullish(),
  identifier: z.string().nullish(),
  database: z.string().nullish(),
});

/** Where data comes from, and how old it may be, where that is other than it was. */
export function compareSources(old: DbtManifest, now: DbtManifest): Difference[] {
  return Object.entries(old.sources).flatMap(([id, node]): Difference[] => {
    const kept = now.sources[id];
    // One that nothing reads any more is no loss; what reads it would not build.
    if (!kept) return [];
    const [before, after] = [Source.parse(node), Source.parse(kept)];
    const name = `${before.source_name}.${before.name}`;
    const differs = (code: string, message: string): Difference => ({
      nodes: [`source:${name}`],
      code,
      severity: "error",
      message,
    });
    const place = ({ database, schema, identifier }: z.infer<typeof Source>) =>
      canonical([database ?? null, schema ?? null, identifier ?? null]);
    const age = (source: z.infer<typeof Source>) =>
      canonical([source["freshness"] ?? null, source["loaded_at_field"] ?? null, source["loaded_at_query"] ?? null]);
    return [
      ...(place(before) === place(after) ? [] : [differs("source.moved", `the source ${name} is read from elsewhere`)]),
      ...(age(before) === age(after) ? [] : [differs("source.freshness", `the source ${name} may be of another age`)]),
    ];
  });
}

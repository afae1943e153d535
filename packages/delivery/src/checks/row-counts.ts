import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Finding } from "@throughline/contracts";
import { readManifest, relationsOf } from "../dbt/dbt-manifest.ts";
import { type Shape, shapeOf } from "../duckdb/shape.ts";
import { openSnapshot } from "../duckdb/snapshot.ts";
import type { Check } from "./check.ts";

/** Rows and columns of what was built, before and after. An emptied table is an error whatever the plan says. */
export const rowCounts: Check = {
  name: "row counts and columns",
  unneeded: (change) => (change.touchesTransform || change.touchesLoader ? undefined : "no table is changed"),
  async run({ environment, release, built, evidence, seconds }) {
    if (!environment.dbt || !built || !existsSync(environment.databaseFile)) return { notChecked: "nothing was built" };
    const manifest = readManifest(join(environment.dbt.folder, "target", "manifest.json"));
    if (!manifest) return { notChecked: "dbt wrote no manifest" };
    await using after = await openSnapshot(environment.databaseFile, undefined, seconds);
    await using before = release ? await openSnapshot(release.databaseFile, undefined, seconds) : undefined;
    const builtNodes = new Set(built.results.map((result) => result.node));
    const findings: Finding[] = [];
    for (const [name, relation] of relationsOf(manifest)) {
      if (!builtNodes.has(relation.id)) continue;
      const now = await shapeOf(after, relation.schema, relation.relation);
      const then = before && (await shapeOf(before, relation.schema, relation.relation));
      evidence.rowCounts.push({ model: name, before: then?.rows ?? null, after: now?.rows ?? null });
      if (now && then) evidence.columns.push({ model: name, ...differences(then, now) });
      if (then && then.rows > 0 && now?.rows === 0) {
        findings.push({
          code: "rows.emptied",
          severity: "error",
          message: `${name} had ${then.rows} rows and has none`,
          hint: "Look at the joins and filters of the change.",
        });
      }
    }
    return findings;
  },
};

function differences(before: Shape, after: Shape) {
  const had = [...before.columns.keys()];
  const has = [...after.columns.keys()];
  return {
    added: has.filter((column) => !before.columns.has(column)),
    removed: had.filter((column) => !after.columns.has(column)),
    retyped: has
      .filter((column) => before.columns.has(column) && before.columns.get(column) !== after.columns.get(column))
      .map((column) => ({
        column,
        before: before.columns.get(column) ?? "",
        after: after.columns.get(column) ?? "",
      })),
  };
}

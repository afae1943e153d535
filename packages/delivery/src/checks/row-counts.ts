import { existsSync } from "node:fs";
import { covers, type Expectation, type Finding, type NodeName } from "@throughline/contracts";
import { type DbtManifest, relationsOf } from "../dbt/dbt-manifest.ts";
import { type Shape, shapeOf } from "../duckdb/shape.ts";
import { openSnapshot, type Snapshot } from "../duckdb/snapshot.ts";
import { howToExplain } from "../evidence/difference.ts";
import { allowedBy } from "../evidence/may-differ.ts";
import type { Check } from "./check.ts";

/** Rows and columns of what was built, before and after. An emptied table is an error whatever the plan says. */
export const rowCounts: Check = {
  name: "row counts and columns",
  unneeded: (change) => (change.touchesTransform || change.touchesLoader ? undefined : "no table is changed"),
  async run({ change, head, release, built, evidence, seconds }) {
    if (!built || !existsSync(head.databaseFile)) return { notChecked: "nothing was built" };
    const { manifest } = head;
    if (!manifest) return { notChecked: "dbt wrote no manifest" };
    await using after = await openSnapshot(head.databaseFile, undefined, seconds);
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
    if (change.touchesLoader && before)
      findings.push(...(await lostFields(manifest, before, after, change.expectations)));
    return findings;
  },
};

/** Fields that a changed loader no longer loads: nothing here may read them, and whoever does elsewhere is not asked. */
async function lostFields(
  manifest: DbtManifest,
  before: Snapshot,
  after: Snapshot,
  expectations: readonly Expectation[],
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const source of Object.values(manifest.sources)) {
    const [schema, name] = [source.schema ?? "main", source.identifier ?? source.name];
    const [then, now] = [await shapeOf(before, schema, name), await shapeOf(after, schema, name)];
    const node: NodeName = `source:${schema}.${name}`;
    if (!then || covers(allowedBy(expectations), node)) continue;
    const finding = (code: string, message: string): Finding => ({
      code,
      severity: "error",
      node,
      message: `${message}, which the plan does not say`,
      hint: howToExplain(node),
    });
    const lost = now ? [...then.columns.keys()].filter((column) => !now.columns.has(column)) : [];
    if (lost.length > 0)
      findings.push(finding("source.fields-lost", `${schema}.${name} no longer has ${lost.join(", ")}`));
    if ((now?.rows ?? 0) < then.rows)
      findings.push(finding("source.rows-lost", `${schema}.${name} had ${then.rows} rows and has ${now?.rows ?? 0}`));
  }
  return findings;
}

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

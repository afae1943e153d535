import { join } from "node:path";
import { readManifest, relationsOf } from "../dbt/dbt-manifest.ts";
import { askedOnce } from "../duckdb/asked-once.ts";
import { identifier } from "../duckdb/identifier.ts";
import { openSnapshot } from "../duckdb/snapshot.ts";
import { evaluateMeasures, measureOf } from "../evidence/measures.ts";
import { sameValues } from "../evidence/same-values.ts";
import { hashFile, hashFiles } from "../releases/hash.ts";
import { checkModels, openModels, readModelFiles } from "../releases/model-files.ts";
import { Production } from "../releases/production.ts";
import type { AskedOf, OutputOf } from "../service.ts";

/** Production held against what was checked: files, row counts, measure values, references. Empty when all is as promised. */
export async function verify(input: AskedOf<"verify">): Promise<OutputOf<"verify">> {
  const layout = input.layout;
  const production = new Production(input.warehouse);
  const now = production.require();
  const current = production.list().find((release) => release.token === input.token);
  if (!current) return { problems: [`release ${input.token} is gone`], superseded: null };
  // Newer data, or another release, came in between: what was released is still held against what was checked.
  const superseded = now.token === input.token ? null : now.token;
  const problems: string[] = [];
  if ((await hashFile(current.databaseFile)) !== current.manifest.warehouseHash)
    problems.push("the warehouse file has changed");
  const files = readModelFiles(current.models, layout);
  if (hashFiles(files) !== current.manifest.modelHash) problems.push("the published semantic model has changed");
  for (const finding of await checkModels(openModels(files, layout), layout)) {
    if (
      finding.severity === "error" &&
      !input.verdict.findings.some((known) => known.message.startsWith(finding.message))
    ) {
      problems.push(`${finding.file ?? "the semantic model"}: ${finding.message}`);
    }
  }
  await using snapshot = await openSnapshot(current.databaseFile);
  const manifest = readManifest(join(current.state, "manifest.json"));
  const relations = manifest ? relationsOf(manifest) : new Map<string, { schema: string; relation: string }>();
  for (const { model, after } of input.verdict.evidence.rowCounts) {
    const relation = relations.get(model);
    if (!relation || after === null) continue;
    const count = await snapshot.query(`select count(*) from ${identifier(relation.schema, relation.relation)}`);
    const rows = Number(count.rows[0]?.[0]);
    if (rows !== after) problems.push(`${model} has ${rows} rows, and had ${after} when it was checked`);
  }
  const expected = input.verdict.evidence.measuresAfter.filter((measure) => !measure.by);
  const asked = expected.map((preview) => ({ measures: [measureOf(preview.measure)], by: [] }));
  const found = await evaluateMeasures(files, layout, asked, askedOnce(snapshot));
  for (const [at, before] of expected.entries()) {
    const now = found[at];
    if (now && !sameValues(before, now)) problems.push(`${before.measure} is not what it was when it was checked`);
  }
  return { problems, superseded };
}

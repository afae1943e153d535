import type { Expectation } from "@throughline/contracts";
import type { BreakingReport } from "@throughline/lineage";
import type { BuiltWarehouse } from "../dbt/built-warehouse.ts";
import { type DbtManifest, relationsOf } from "../dbt/dbt-manifest.ts";
import { relationKey } from "../duckdb/relation-key.ts";
import { openSnapshot } from "../duckdb/snapshot.ts";
import { Production } from "../releases/production.ts";
import { manifestsOf } from "./build-lineage.ts";

/**
 * What a change does to those who read dbt's models, from the SQL that dbt compiled before and now and the columns that the built
 * warehouse has. Columns that the plan calls otherwise have their new name on both sides. Undefined without an account of either.
 */
export async function breakingReport(
  production: BuiltWarehouse,
  head: BuiltWarehouse,
  { warehouse, expectations, seconds }: { warehouse: string; expectations: readonly Expectation[]; seconds: number },
): Promise<BreakingReport | undefined> {
  if (!production.manifest || !head.manifest) return undefined;
  const { breakingClass } = await import("@throughline/lineage");
  const renames = renamesIn(expectations);
  const manifest = renamed(production.manifest, renames);
  // A release builds what changed: the SQL of the rest is in those before it.
  const releases = new Production(warehouse).list().toReversed();
  const former = eachRenamed(manifestsOf(releases, production), renames);
  const catalog = await catalogOf(head, head.manifest, seconds);
  return breakingClass({ manifest, catalog, former }, { manifest: head.manifest, catalog, former: [manifest] });
}

/** Old and new names of columns that go and come in one plan, where there is no doubt which became which. */
function renamesIn(expectations: readonly Expectation[]): readonly { readonly from: string; readonly to: string }[] {
  const columns = (kind: "column-absent" | "column-present") =>
    expectations.flatMap((expectation) => (expectation.kind === kind ? [expectation.column] : []));
  const [gone, come] = [columns("column-absent"), columns("column-present")];
  return gone.flatMap(({ model, column: from }) => {
    const fitting = come.filter((one) => one.model === model);
    const isOnly = fitting.length === 1 && gone.filter((one) => one.model === model).length === 1;
    return isOnly && fitting[0] ? [{ from, to: fitting[0].column }] : [];
  });
}

function* eachRenamed(manifests: Iterable<DbtManifest>, renames: ReturnType<typeof renamesIn>): Generator<DbtManifest> {
  for (const manifest of manifests) yield renamed(manifest, renames);
}

function renamed(
  manifest: DbtManifest,
  renames: readonly { readonly from: string; readonly to: string }[],
): DbtManifest {
  if (renames.length === 0) return manifest;
  const inSql = (sql: string): string =>
    renames.reduce(
      (text, { from, to }) => text.replaceAll(new RegExp(`(?<![\\w$])${escaped(from)}(?![\\w$])`, "giu"), () => to),
      sql,
    );
  const nodes = Object.entries(manifest.nodes).map(([id, node]) => {
    const sql = node["compiled_code"];
    return [id, typeof sql === "string" ? { ...node, compiled_code: inSql(sql) } : node] as const;
  });
  return { ...manifest, nodes: Object.fromEntries(nodes) };
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/gu, "\\$&");
}

/** The columns that the warehouse really has, in the shape of dbt's catalog. */
async function catalogOf({ databaseFile }: BuiltWarehouse, manifest: DbtManifest, seconds: number): Promise<unknown> {
  await using snapshot = await openSnapshot(databaseFile, undefined, seconds);
  const { rows } = await snapshot.query(
    "select table_schema, table_name, column_name, data_type from information_schema.columns where table_catalog = current_database() order by ordinal_position",
  );
  const found = Map.groupBy(rows, ([schema, name]) => relationKey(String(schema), String(name)));
  const entry = (schema: string, name: string) => {
    const columns = (found.get(relationKey(schema, name)) ?? []).map(([, , column, type]) => [
      column,
      { name: column, type },
    ]);
    return { columns: Object.fromEntries(columns) };
  };
  const nodes = [...relationsOf(manifest).values()].map(({ id, schema, relation }) => [id, entry(schema, relation)]);
  const sources = Object.entries(manifest.sources).map(([id, source]) => [
    id,
    entry(source.schema ?? "main", source.identifier ?? source.name),
  ]);
  return { nodes: Object.fromEntries(nodes), sources: Object.fromEntries(sources) };
}

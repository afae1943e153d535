import { identifier } from "../duckdb/identifier.ts";
import { openForChange } from "../duckdb/open-for-change.ts";
import { relationKey } from "../duckdb/relation-key.ts";
import type { BuiltWarehouse } from "./built-warehouse.ts";
import { type DbtManifest, relationsOf } from "./dbt-manifest.ts";

/**
 * Drops from what was built what dbt built for a release and no longer builds; the names of those models. dbt itself leaves
 * it there, and whatever still reads it would go on with rows that nothing renews. Without the manifest that a build writes,
 * nothing is known to be gone.
 */
export async function dropRemoved(built: BuiltWarehouse, old: DbtManifest | undefined): Promise<string[]> {
  const now = built.manifest;
  if (!old || !now) return [];
  const kept = placesOf(now);
  const removed = [...relationsOf(old)].filter(([, { schema, relation }]) => !kept.has(relationKey(schema, relation)));
  if (removed.length === 0) return [];
  const instance = await openForChange(built.databaseFile);
  const connection = await instance.connect();
  try {
    for (const [, { schema, relation }] of removed) {
      const found = await connection.runAndReadAll(
        "select table_type from information_schema.tables where table_catalog = current_database() and lower(table_schema) = lower($schema) and lower(table_name) = lower($relation)",
        { schema, relation },
      );
      const type = found.getRows()[0]?.[0];
      if (type === undefined) continue;
      await connection.run(`drop ${type === "VIEW" ? "view" : "table"} ${identifier(schema, relation)} cascade`);
    }
    await connection.run("checkpoint");
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
  return removed.map(([name]) => name);
}

/** A model whose relation is a source by now is loaded under the same name: it stays. DuckDB folds case in names. */
function placesOf(manifest: DbtManifest): ReadonlySet<string> {
  return new Set([
    ...[...relationsOf(manifest).values()].map(({ schema, relation }) => relationKey(schema, relation)),
    ...Object.values(manifest.sources).map((source) =>
      relationKey(source.schema ?? "main", source.identifier ?? source.name),
    ),
  ]);
}

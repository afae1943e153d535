import { join } from "node:path";
import type { TableDiff } from "@throughline/contracts";
import { type DbtManifest, type DbtNode, relationsOf } from "../dbt/dbt-manifest.ts";
import { sensitiveIn } from "../dbt/sensitive-columns.ts";
import { copyRelations, type Relation } from "../duckdb/copy-relations.ts";
import { openPair } from "../duckdb/pair.ts";
import { relationKey } from "../duckdb/relation-key.ts";
import { openSnapshot } from "../duckdb/snapshot.ts";
import { candidateKeys } from "./candidate-keys.ts";
import { type DiffQuestion, diffTable } from "./diff-table.ts";

/** A built warehouse with dbt's account of it. */
export interface Built {
  readonly databaseFile: string;
  readonly manifest: DbtManifest;
}

/**
 * How the tables of these models differ between two warehouses, in the order of their names. Models that only one side has are
 * not in it: there is nothing to compare. `folder` is for copies of what cannot be read in its place.
 */
export async function tableDifferences(
  before: Built,
  after: Built,
  models: Iterable<string>,
  { folder, seconds }: { readonly folder: string; readonly seconds: number },
): Promise<TableDiff[]> {
  const [had, has] = [await placesOf(before), await placesOf(after)];
  const questions = [...models].sort().flatMap((model): (DiffQuestion & { isView: boolean })[] => {
    const [was, is] = [had.get(model), has.get(model)];
    if (!was || !is) return [];
    return [
      {
        model,
        before: was,
        after: is,
        keys: [
          ...candidateKeys(after.manifest, is.node.unique_id),
          ...candidateKeys(before.manifest, was.node.unique_id),
        ],
        isSensitive: sensitiveIn(was.node, is.node),
        isView: was.isView || is.isView,
      },
    ];
  });
  const inPlace = questions.filter(({ isView }) => !isView);
  const copied = questions.filter(({ isView }) => isView);
  const found: TableDiff[] = [];
  if (inPlace.length > 0) {
    await using pair = await openPair(before.databaseFile, after.databaseFile, undefined, seconds);
    for (const question of inPlace) found.push(await diffTable(pair, question));
  }
  if (copied.length > 0) {
    const files = { before: join(folder, "before-views.duckdb"), after: join(folder, "after-views.duckdb") };
    await copyRelations(
      before.databaseFile,
      copied.map((question) => question.before),
      files.before,
      seconds,
    );
    await copyRelations(
      after.databaseFile,
      copied.map((question) => question.after),
      files.after,
      seconds,
    );
    await using pair = await openPair(files.before, files.after, undefined, seconds);
    for (const question of copied) found.push(await diffTable(pair, question));
  }
  return found.sort((a, b) => (a.model < b.model ? -1 : 1));
}

interface Placed extends Relation {
  readonly node: DbtNode;
  readonly isView: boolean;
}

/** The relations of models, seeds and snapshots that the database really has. */
async function placesOf({ databaseFile, manifest }: Built): Promise<ReadonlyMap<string, Placed>> {
  await using snapshot = await openSnapshot(databaseFile);
  const { rows } = await snapshot.query(
    "select table_schema, table_name, table_type from information_schema.tables where table_catalog = current_database()",
  );
  const kinds = new Map(rows.map(([schema, name, type]) => [relationKey(String(schema), String(name)), type]));
  const places = new Map<string, Placed>();
  for (const [name, { id, schema, relation }] of relationsOf(manifest)) {
    const kind = kinds.get(relationKey(schema, relation));
    const node = manifest.nodes[id];
    if (kind !== undefined && node) places.set(name, { schema, relation, node, isView: kind === "VIEW" });
  }
  return places;
}

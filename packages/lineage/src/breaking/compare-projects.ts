import type { NodeName } from "@throughline/contracts";
import { RelationIndex } from "../dbt/dbt-facts.ts";
import { type DbtProject, type DbtRelation, readManifest } from "../dbt/read-manifest.ts";
import { type Json, record } from "../json.ts";
import type { RelationLookup } from "../sql/known-relation.ts";
import { fold } from "../sql/query-facts.ts";
import { type BreakingClass, type Change, worst } from "./classes.ts";
import { compareQueries } from "./compare-queries.ts";

/** A change to one thing that the graph has a node for. */
export interface NodeChange extends Change {
  readonly node: NodeName;
}

/** What dbt says of one commit. */
export interface ProjectState {
  /** dbt's manifest.json, parsed, with compiled SQL; catalog.json beside it gives columns and types. */
  readonly manifest: unknown;
  readonly catalog?: unknown;
  /** Manifests of former builds, newest first, for the SQL of what this one did not build. */
  readonly former?: Iterable<unknown>;
}

export interface BreakingReport {
  readonly class: BreakingClass;
  readonly changes: readonly NodeChange[];
}

/**
 * What a change does to those who read the models, sources, seeds and snapshots of a project: each by itself, over relations as
 * they are after the change. What a changed model does to those that read it, impact says.
 */
export function breakingClass(before: ProjectState, after: ProjectState): BreakingReport {
  const [old, own] = [before, after].map(({ manifest, catalog, former }) => readManifest(manifest, catalog, former));
  if (!old || !own) throw new TypeError("two states were read");
  const was = new Map(old.relations.map((relation) => [relation.id, relation]));
  const is = new Map(own.relations.map((relation) => [relation.id, relation]));
  const lookup = lookupIn(own);
  const changes = [...new Set([...was.keys(), ...is.keys()])].flatMap((id): readonly NodeChange[] => {
    const [first, then] = [was.get(id), is.get(id)];
    if (first && !then) return [about(first, "breaking", "removed", `${first.name} is removed`)];
    if (!first && then) return [about(then, "additive", "added", `${then.name} is added`)];
    if (!first || !then) return [];
    const settings = settingChanges(first, then, nodeOf(before.manifest, id), nodeOf(after.manifest, id));
    return [...settings, ...codeChanges(first, then, before.manifest, after.manifest, own.dialect, lookup)];
  });
  return { class: worst(changes), changes };
}

function codeChanges(
  first: DbtRelation,
  then: DbtRelation,
  before: unknown,
  after: unknown,
  dialect: string,
  lookup: RelationLookup,
): readonly NodeChange[] {
  if (first.sql !== undefined && then.sql !== undefined) {
    return compareQueries(first.sql, then.sql, dialect, lookup).changes.map(({ column, ...change }) => ({
      ...change,
      ...(column !== undefined && { column }),
      node: column === undefined ? then.node : `${then.node}.${column}`,
    }));
  }
  const [old, own] = [nodeOf(before, first.id), nodeOf(after, then.id)];
  const said = (node: Json): string => JSON.stringify([node["checksum"], node["raw_code"] ?? node["raw_sql"]]);
  if (said(old) === said(own)) return [];
  if (then.kind === "seed") return [about(then, "breaking", "value", `the rows of the seed ${then.name} are others`)];
  return [
    about(
      then,
      "unknown",
      "code",
      `${then.name} is changed, and ${then.opaque ?? first.opaque ?? "cannot be compared"}`,
    ),
  ];
}

/** Settings that say which rows there are, and under which name. */
const ROW_SETTINGS: readonly string[] = [
  "unique_key",
  "incremental_strategy",
  "strategy",
  "updated_at",
  "check_cols",
  "invalidate_hard_deletes",
  "hard_deletes",
];

function settingChanges(first: DbtRelation, then: DbtRelation, before: Json, after: Json): readonly NodeChange[] {
  const changes: NodeChange[] = [];
  if (fold(`${first.schema}.${first.name}`) !== fold(`${then.schema}.${then.name}`)) {
    changes.push(about(then, "breaking", "name", `${first.schema}.${first.name} is now ${then.schema}.${then.name}`));
  }
  const [old, own] = [record(before["config"]), record(after["config"])];
  for (const setting of ROW_SETTINGS) {
    if (JSON.stringify(old[setting] ?? null) === JSON.stringify(own[setting] ?? null)) continue;
    changes.push(about(then, "breaking", "rows", `${setting} of ${then.name} is another: other rows are kept`));
  }
  const [was, is] = [String(old["materialized"] ?? "view"), String(own["materialized"] ?? "view")];
  if (was !== is)
    changes.push(about(then, materialisation(was, is), "materialisation", `${then.name} was ${was} and is ${is}`));
  return changes;
}

/** Views and tables have the same rows; nobody outside reads what is ephemeral; incremental models keep rows of former builds. */
function materialisation(was: string, is: string): BreakingClass {
  const same = new Set(["view", "table"]);
  if (same.has(was) && same.has(is)) return "none";
  if (is === "ephemeral") return "breaking";
  return was === "ephemeral" && same.has(is) ? "additive" : "breaking";
}

function about(relation: DbtRelation, of: BreakingClass, what: Change["what"], reason: string): NodeChange {
  return { node: relation.node, class: of, what, reason };
}

function lookupIn(project: DbtProject): RelationLookup {
  const index = new RelationIndex(project.relations);
  return {
    table(name) {
      const found = index.find(name);
      if (!found) return { node: `${name.schema ?? ""}.${name.name}`, columns: [], complete: false };
      const { node, columns, complete } = found;
      return { node, columns, complete };
    },
  };
}

function nodeOf(manifest: unknown, id: string): Json {
  const root = record(manifest);
  return record(record(root["nodes"])[id] ?? record(root["sources"])[id]);
}

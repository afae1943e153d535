import { type Json, record, text, texts } from "../json.ts";
import type { KnownColumn } from "../sql/known-relation.ts";
import { type DbtMetric, metricName, readMetrics } from "./read-metrics.ts";

/** A relation that dbt knows. */
export interface DbtRelation {
  readonly id: string;
  /** `model:<name>` for what dbt builds, `source:<schema>.<table>` for what it finds. */
  readonly node: string;
  readonly kind: "model" | "seed" | "snapshot" | "source";
  readonly schema: string;
  readonly name: string;
  /** Columns it says it has. */
  readonly columns: readonly KnownColumn[];
  /** Whether it must have these and no others. */
  readonly complete: boolean;
  readonly ephemeral: boolean;
  readonly sql?: string;
  /** Why its columns cannot be followed. */
  readonly opaque?: string;
  readonly refs: readonly string[];
  /** How dbt builds it, beside its SQL. */
  readonly settings: string;
  /** Its file as dbt knows it, where there is one: what stands for it while there is no SQL. */
  readonly file?: string;
}

/** Whoever reads models, by what dbt was told. */
export interface DbtExposure {
  readonly name: string;
  readonly refs: readonly string[];
  /** Names of metrics that it shows. */
  readonly metrics: readonly string[];
}

/** What a manifest says, in as far as lineage needs it. */
export interface DbtProject {
  readonly dialect: string;
  readonly relations: readonly DbtRelation[];
  readonly metrics: readonly DbtMetric[];
  readonly exposures: readonly DbtExposure[];
  /** Why it may not say everything. */
  readonly partial: readonly string[];
}

const NO_SQL = "the manifest has no compiled SQL of it";

/** Versions of the manifest whose fields are known to mean what they are taken for. */
const KNOWN_VERSIONS: readonly number[] = [7, 8, 9, 10, 11, 12];

/**
 * Reads a manifest as dbt writes it, with the catalog beside it where there is one. What is not as expected is named. dbt writes SQL
 * only of what it just built: of the rest, it is taken from the first of the former manifests in which the model was the same.
 */
export function readManifest(manifest: unknown, catalog?: unknown, former: Iterable<unknown> = []): DbtProject {
  const root = record(manifest);
  const metadata = record(root["metadata"]);
  const partial: string[] = [];
  const version = /\/v(\d+)(?:\.json)?$/u.exec(text(metadata["dbt_schema_version"]) ?? "")?.[1];
  if (version === undefined || !KNOWN_VERSIONS.includes(Number(version))) {
    const said = version === undefined ? "says no version" : `is of version ${version}`;
    partial.push(`the manifest ${said}; versions ${KNOWN_VERSIONS[0]} to ${KNOWN_VERSIONS.at(-1)} are known`);
  }
  const adapter = text(metadata["adapter_type"]);
  if (adapter === undefined) partial.push("the manifest does not say which SQL it is in: it is read as DuckDB's");
  const columns = catalogColumns(catalog);
  const nodes = [...values(root["nodes"]), ...values(root["sources"])];
  return {
    dialect: adapter ?? "duckdb",
    relations: withFormerSql(
      root,
      nodes.flatMap((node) => readRelation(node, columns) ?? []),
      former,
    ),
    metrics: readMetrics(root),
    exposures: values(root["exposures"]).map((node) => ({
      name: text(node["name"]) ?? "",
      refs: refsOf(node),
      metrics: refsOf(node).flatMap((id) => (id.startsWith("metric.") ? metricName(id, record(root["metrics"])) : [])),
    })),
    partial,
  };
}

function readRelation(node: Json, catalog: ReadonlyMap<string, readonly KnownColumn[]>): DbtRelation | undefined {
  const kind = text(node["resource_type"]);
  if (kind !== "model" && kind !== "seed" && kind !== "snapshot" && kind !== "source") return undefined;
  const id = text(node["unique_id"]) ?? "";
  const config = record(node["config"]);
  const own = text(node["name"]) ?? id;
  const name = text(node["identifier"]) ?? text(node["alias"]) ?? own;
  const schema = text(node["schema"]) ?? "";
  const version = node["version"];
  const shown = version === undefined || version === null ? own : `${own}.v${String(version)}`;
  const listed = catalog.get(id);
  const isEnforced = record(config["contract"])["enforced"] === true;
  const documented = Object.entries(record(node["columns"])).map(([key, column]) =>
    columnOf(text(record(column)["name"]) ?? key, isEnforced ? record(column)["data_type"] : undefined),
  );
  const sql = sqlOf(node);
  const isPython = text(node["language"]) === "python";
  const hasSql = kind === "model" || kind === "snapshot";
  return {
    id,
    node: kind === "source" ? `source:${schema}.${name}` : `model:${shown}`,
    kind,
    schema,
    name,
    columns: listed ?? documented,
    complete: listed !== undefined || isEnforced,
    ephemeral: text(config["materialized"]) === "ephemeral",
    ...(hasSql && !isPython && sql !== undefined && { sql }),
    ...(hasSql && isPython && { opaque: "it is written in Python" }),
    ...(hasSql && !isPython && (sql === undefined || sql.trim() === "") && { opaque: NO_SQL }),
    refs: refsOf(node),
    settings: JSON.stringify(BUILT_BY.map((key) => config[key] ?? null)),
    ...fileOf(node),
  };
}

/** Settings that decide which rows a relation has. */
const BUILT_BY = ["materialized", "incremental_strategy", "unique_key", "strategy", "updated_at", "check_cols"];

function fileOf(node: Json): { readonly file?: string } {
  const file = text(record(node["checksum"])["checksum"]) ?? text(node["raw_code"]) ?? text(node["raw_sql"]);
  return file === undefined || file === "" ? {} : { file };
}

function withFormerSql(
  root: Json,
  relations: readonly DbtRelation[],
  former: Iterable<unknown>,
): readonly DbtRelation[] {
  const missing = new Set(relations.filter(({ opaque }) => opaque === NO_SQL).map(({ id }) => id));
  if (missing.size === 0) return relations;
  const found = new Map<string, string>();
  for (const other of former) {
    const before = record(other);
    for (const id of missing) {
      const sql = sqlOf(record(record(before["nodes"])[id]));
      if (sql === undefined || madeOf(before, id) !== madeOf(root, id)) continue;
      found.set(id, sql);
      missing.delete(id);
    }
    if (missing.size === 0) break;
  }
  return relations.map((relation) => {
    const sql = found.get(relation.id);
    if (sql === undefined) return relation;
    const { opaque: _, ...known } = relation;
    return { ...known, sql };
  });
}

/** Everything that the SQL of a model is compiled of: its own text, what it refers to, and its macros with theirs. */
function madeOf(root: Json, id: string): string {
  const node = record(record(root["nodes"])[id]);
  const nodes = { ...record(root["sources"]), ...record(root["nodes"]) };
  const refs = refsOf(node).map((ref) => [ref, record(nodes[ref])["relation_name"]]);
  const macros = new Map<string, unknown>();
  const queue = macrosOf(node);
  for (let macro = queue.pop(); macro !== undefined; macro = queue.pop()) {
    if (macros.has(macro)) continue;
    const own = record(record(root["macros"])[macro]);
    macros.set(macro, own["macro_sql"]);
    queue.push(...macrosOf(own));
  }
  return JSON.stringify([
    node["checksum"],
    node["relation_name"],
    refs,
    [...macros].sort(([a], [b]) => (a < b ? -1 : 1)),
  ]);
}

function macrosOf(node: Json): string[] {
  return texts(record(node["depends_on"])["macros"]);
}

/** The SQL that dbt compiled of a node, where it did. */
export function sqlOf(node: Json): string | undefined {
  const sql = text(node["compiled_code"]) ?? text(node["compiled_sql"]);
  return sql === undefined || sql.trim() === "" ? undefined : sql;
}

function refsOf(node: Json): string[] {
  return texts(record(node["depends_on"])["nodes"]);
}

function catalogColumns(catalog: unknown): Map<string, readonly KnownColumn[]> {
  const root = record(catalog);
  return new Map(
    [...Object.entries(record(root["nodes"])), ...Object.entries(record(root["sources"]))].map(([id, node]) => {
      const columns = values(record(node)["columns"]);
      const order = (column: Json): number => Number(column["index"] ?? 0);
      return [
        id,
        columns.sort((a, b) => order(a) - order(b)).map(({ name, type }) => columnOf(text(name) ?? "", type)),
      ];
    }),
  );
}

function columnOf(name: string, type: unknown): KnownColumn {
  return typeof type === "string" ? { name, type } : { name };
}

function values(value: unknown): Json[] {
  return Object.values(record(value)).map(record);
}

/** A relation that dbt knows. */
export interface DbtRelation {
  readonly id: string;
  /** `model:<name>` for what dbt builds, `source:<schema>.<table>` for what it finds. */
  readonly node: string;
  readonly kind: "model" | "seed" | "snapshot" | "source";
  readonly schema: string;
  readonly name: string;
  /** Columns it says it has. */
  readonly columns: readonly string[];
  /** Whether it must have these and no others. */
  readonly complete: boolean;
  readonly ephemeral: boolean;
  readonly sql?: string;
  /** Why its columns cannot be followed. */
  readonly opaque?: string;
  readonly refs: readonly string[];
}

/** What a manifest says, in as far as lineage needs it. */
export interface DbtProject {
  readonly dialect: string;
  readonly relations: readonly DbtRelation[];
  readonly exposures: readonly { readonly name: string; readonly refs: readonly string[] }[];
  /** Why it may not say everything. */
  readonly partial: readonly string[];
}

type Json = Readonly<Record<string, unknown>>;

/** Versions of the manifest whose fields are known to mean what they are taken for. */
const KNOWN_VERSIONS: readonly number[] = [7, 8, 9, 10, 11, 12];

/** Reads a manifest as dbt writes it, with the catalog beside it where there is one. What is not as expected is named. */
export function readManifest(manifest: unknown, catalog?: unknown): DbtProject {
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
    relations: nodes.flatMap((node) => readRelation(node, columns) ?? []),
    exposures: values(root["exposures"]).map((node) => ({ name: text(node["name"]) ?? "", refs: refsOf(node) })),
    partial,
  };
}

function readRelation(node: Json, catalog: ReadonlyMap<string, readonly string[]>): DbtRelation | undefined {
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
  const documented = Object.entries(record(node["columns"])).map(
    ([key, column]) => text(record(column)["name"]) ?? key,
  );
  const sql = text(node["compiled_code"]) ?? text(node["compiled_sql"]);
  const isPython = text(node["language"]) === "python";
  const hasSql = kind === "model" || kind === "snapshot";
  return {
    id,
    node: kind === "source" ? `source:${schema}.${name}` : `model:${shown}`,
    kind,
    schema,
    name,
    columns: listed ?? documented,
    complete: listed !== undefined || record(config["contract"])["enforced"] === true,
    ephemeral: text(config["materialized"]) === "ephemeral",
    ...(hasSql && !isPython && sql !== undefined && sql.trim() !== "" && { sql }),
    ...(hasSql && isPython && { opaque: "it is written in Python" }),
    ...(hasSql &&
      !isPython &&
      (sql === undefined || sql.trim() === "") && { opaque: "the manifest has no compiled SQL of it" }),
    refs: refsOf(node),
  };
}

function refsOf(node: Json): string[] {
  const nodes = record(node["depends_on"])["nodes"];
  return Array.isArray(nodes) ? nodes.filter((id) => typeof id === "string") : [];
}

function catalogColumns(catalog: unknown): Map<string, readonly string[]> {
  const root = record(catalog);
  return new Map(
    [...Object.entries(record(root["nodes"])), ...Object.entries(record(root["sources"]))].map(([id, node]) => {
      const columns = values(record(node)["columns"]);
      const order = (column: Json): number => Number(column["index"] ?? 0);
      return [id, columns.sort((a, b) => order(a) - order(b)).map((column) => text(column["name"]) ?? "")];
    }),
  );
}

function record(value: unknown): Json {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

function values(value: unknown): Json[] {
  return Object.values(record(value)).map(record);
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

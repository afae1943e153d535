import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type SemanticModel, tabularKind } from "@throughline/semantic-model";

const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));

/** A project of the repository: its dbt folder with the schema its models go to, and the folder of its semantic model. */
export interface ProjectPlace {
  readonly dbt: string;
  readonly bi: string;
}

export const PROJECTS = {
  "nyc-taxi": { dbt: "examples/nyc-taxi/transform", bi: "examples/nyc-taxi/powerbi" },
  "parcel-depot": { dbt: "tests/projects/parcel-depot/DWH_Models", bi: "tests/projects/parcel-depot/BI" },
  "outpatient-clinics": {
    dbt: "tests/projects/outpatient-clinics/dbt-outpatient",
    bi: "tests/projects/outpatient-clinics/Power BI",
  },
} as const satisfies Record<string, ProjectPlace>;

/** Files below a folder of the repository, by path relative to it. */
export function filesOf(folder: string, wanted: RegExp): Map<string, string> {
  const root = join(ROOT, folder);
  const paths = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((path) => wanted.test(path));
  return new Map(paths.sort().map((path) => [path.normalize("NFC"), readFileSync(join(root, path), "utf8")]));
}

/** The one semantic model of a project, with its reports. */
export function semanticModelOf({ bi }: ProjectPlace): SemanticModel {
  return semanticModelFrom(filesOf(bi, /\.(?:tmdl|json|pbism|pbir)$/u));
}

export function semanticModelFrom(files: ReadonlyMap<string, string>): SemanticModel {
  const [found] = tabularKind.find(files);
  if (!found) throw new Error("there is no semantic model");
  return tabularKind.open(files, found.folder, found.reports);
}

/**
 * The manifest that dbt would write of a project's SQL on a first build, without what lineage does not read; so that the labels
 * are held against the SQL as it is. What dbt itself writes, the tests of the command read.
 */
export function renderedManifest({ dbt }: ProjectPlace): {
  metadata: object;
  nodes: Nodes;
  sources: Nodes;
  exposures: object;
} {
  const nodes: Nodes = {};
  const sources: Nodes = {};
  const models = new Map(
    [...filesOf(dbt, /^(?:models|Modelle)\/.*\.sql$/u)].map(([path, sql]) => [basename(path, ".sql"), sql]),
  );
  const ephemeral = [...models].filter(([, sql]) => /materialized='ephemeral'/u.test(sql)).map(([name]) => name);
  for (const [name, sql] of models) {
    const refs: string[] = [];
    const ctes: string[] = [];
    const compiled = sql
      .replace(/\{\{\s*config\([\s\S]*?\)\s*\}\}/gu, "")
      .replace(/\{%\s*if is_incremental[\s\S]*?endif\s*%\}/gu, "")
      .replace(/\{\{\s*yn_flag\('(\w+)'\)\s*\}\}/gu, "case $1 when 'Y' then true when 'N' then false end")
      .replace(/\{\{\s*ref\('(\w+)'\)\s*\}\}/gu, (_, ref: string) => {
        refs.push(`node.${ref}`);
        if (!ephemeral.includes(ref)) return `"warehouse"."main"."${ref}"`;
        ctes.push(ref);
        return `__dbt__cte__${ref}`;
      })
      .replace(/\{\{\s*source\('(\w+)', '(\w+)'\)\s*\}\}/gu, (_, schema: string, table: string) => {
        refs.push(`source.${schema}.${table}`);
        sources[`source.${schema}.${table}`] = node("source", `source.${schema}.${table}`, table, { schema });
        return `"warehouse"."${schema}"."${table}"`;
      });
    const withs = ctes.map(
      (cte) => `${`__dbt__cte__${cte}`} as (\n${(nodes[`node.${cte}`]?.["compiled_code"] as string) ?? ""}\n)`,
    );
    nodes[`node.${name}`] = node("model", `node.${name}`, name, {
      compiled_code: withs.length > 0 ? `with ${withs.join(", ")} ${compiled}` : compiled,
      depends_on: { nodes: refs },
      config: { materialized: ephemeral.includes(name) ? "ephemeral" : "table" },
    });
  }
  for (const [path, csv] of filesOf(dbt, /\.csv$/u)) {
    const name = basename(path, ".csv");
    const columns = (csv.split(/\r?\n/u)[0] ?? "").split(",").map((column) => [column, { name: column }]);
    nodes[`node.${name}`] = node("seed", `node.${name}`, name, { columns: Object.fromEntries(columns) });
  }
  const metadata = { dbt_schema_version: "https://schemas.getdbt.com/dbt/manifest/v12.json", adapter_type: "duckdb" };
  return { metadata, nodes, sources, exposures: {} };
}

type Nodes = Record<string, Record<string, unknown>>;

function node(resource_type: string, unique_id: string, name: string, more: object): Record<string, unknown> {
  return { resource_type, unique_id, name, schema: "main", columns: {}, ...more };
}

import type { ProjectFiles, ProjectLayout } from "@throughline/contracts";
import { configString, jinjaReferences } from "@throughline/lineage/jinja";
import { parse } from "yaml";
import { outputSelects, sameName } from "./final-select.ts";
import { type ColumnNode, type PropertiesFile, type ResourceNode, readProperties } from "./properties.ts";
import { type ParsedSql, parseSql } from "./sql-query.ts";

/** A dbt project as its text files say it; dbt itself is not needed. */
export interface DbtProject {
  readonly folder: string;
  /** Where its models are, below the folder. */
  readonly modelPaths: readonly string[];
  readonly models: readonly DbtModel[];
  readonly seeds: readonly DbtSeed[];
  readonly sources: readonly DbtSource[];
  readonly properties: readonly PropertiesFile[];
  /** SQL files that are no models (singular tests, analyses, snapshots): they may read models too. */
  readonly otherSql: readonly { readonly file: string; readonly sql: string }[];
}

export interface DbtModel {
  readonly name: string;
  readonly file: string;
  readonly sql: string;
  readonly parsed: ParsedSql;
  /** Where a properties file describes it. */
  readonly properties?: { readonly file: PropertiesFile; readonly node: ResourceNode };
  readonly contractEnforced: boolean;
  readonly materialized: string;
  readonly refs: readonly string[];
  readonly sources: readonly { readonly source: string; readonly table: string }[];
  /** Names its last select lists; undefined where a `*` hides them. */
  readonly outputs?: readonly string[];
}

export interface DbtSeed {
  readonly name: string;
  readonly file: string;
  readonly columns: readonly string[];
  readonly properties?: { readonly file: PropertiesFile; readonly node: ResourceNode };
}

interface DbtSource {
  readonly source: string;
  readonly table: string;
  readonly schema: string;
  readonly identifier: string;
  readonly properties: { readonly file: PropertiesFile; readonly node: ResourceNode };
}

/** What paths below a folder begin with; nothing for the project's own root. */
export function prefixOf(folder: string): string {
  return folder === "." || folder === "" ? "" : `${folder}/`;
}

/** The dbt project of a layout; undefined where it has none, or no dbt_project.yml. */
export function transformOf(files: ProjectFiles, layout: ProjectLayout): DbtProject | undefined {
  return layout.transform === undefined ? undefined : readDbtProject(files, layout.transform.folder);
}

/** Reads the project in `folder`; undefined when there is no dbt_project.yml. */
export function readDbtProject(files: ProjectFiles, folder: string): DbtProject | undefined {
  const prefix = prefixOf(folder);
  const config = projectConfig(files, prefix);
  if (config === undefined) return undefined;
  const modelPaths = modelPathsIn(config);
  const seedPaths = paths(config["seed-paths"] ?? config["data-paths"], ["seeds"]);
  const inFolders = (path: string, folders: readonly string[]): boolean =>
    folders.some((inner) => path.startsWith(`${prefix}${inner}/`));
  const own = [...files].filter(
    ([path]) => path.startsWith(prefix) && !/(?:^|\/)(?:target|dbt_packages)\//u.test(path),
  );
  const properties = own
    .filter(([path]) => /\.ya?ml$/u.test(path) && (inFolders(path, modelPaths) || inFolders(path, seedPaths)))
    .map(([path, text]) => readProperties(path, text));
  const describe = (kinds: readonly ResourceNode["kind"][], name: string): DbtSeed["properties"] => {
    for (const file of properties) {
      const node = file.resources.find((resource) => kinds.includes(resource.kind) && resource.name === name);
      if (node !== undefined) return { file, node };
    }
    return undefined;
  };
  const models: DbtModel[] = [];
  const seeds: DbtSeed[] = [];
  const otherSql: { file: string; sql: string }[] = [];
  for (const [file, text] of own) {
    const name = (file.split("/").at(-1) ?? "").replace(/\.[^.]+$/u, "");
    if (file.endsWith(".sql") && inFolders(file, modelPaths)) {
      const described = describe(["model"], name);
      const inherited = folderConfig(config, file.slice(prefix.length), modelPaths);
      models.push(model(name, file, text, described, inherited));
    } else if (file.endsWith(".csv") && inFolders(file, seedPaths)) {
      const described = describe(["seed"], name);
      const header = (text.split(/\r?\n/u)[0] ?? "").replace(/^\uFEFF/u, "").split(",");
      const columns = header.map((column) => column.trim().replaceAll(/^"|"$/gu, ""));
      seeds.push({ name, file, columns, ...(described === undefined ? {} : { properties: described }) });
    } else if (file.endsWith(".sql")) otherSql.push({ file, sql: text });
  }
  const sources = properties.flatMap((file) =>
    file.resources.flatMap((node): DbtSource[] =>
      node.source === undefined
        ? []
        : [
            {
              source: node.source.name,
              table: node.name,
              schema: node.source.schema,
              identifier: node.source.identifier,
              properties: { file, node },
            },
          ],
    ),
  );
  return { folder, modelPaths, models, seeds, sources, properties, otherSql };
}

/** Where the models of the project in `folder` are, below it: where dbt looks when nothing else is said, too. */
export function modelPaths(files: ProjectFiles, folder: string): readonly string[] {
  return modelPathsIn(projectConfig(files, prefixOf(folder)) ?? {});
}

function modelPathsIn(config: Record<string, unknown>): readonly string[] {
  return paths(config["model-paths"] ?? config["source-paths"], ["models"]);
}

function projectConfig(files: ProjectFiles, prefix: string): Record<string, unknown> | undefined {
  const text = files.get(`${prefix}dbt_project.yml`) ?? files.get(`${prefix}dbt_project.yaml`);
  return text === undefined ? undefined : record(parseYaml(text));
}

function model(
  name: string,
  file: string,
  sql: string,
  properties: DbtModel["properties"],
  inherited: { materialized?: string; enforced?: boolean },
): DbtModel {
  const parsed = parseSql(sql);
  const selects = parsed.query === undefined ? [] : outputSelects(parsed.query);
  const outputs = selects[0];
  const known =
    outputs !== undefined && !selects.some((select) => select.star || select.select.templated)
      ? outputs.columns.map((column) => column.name)
      : undefined;
  return {
    name,
    file,
    sql,
    parsed,
    ...(properties === undefined ? {} : { properties }),
    contractEnforced: properties?.node.contractEnforced ?? inherited.enforced ?? false,
    materialized: configString(sql, "materialized") ?? inherited.materialized ?? "view",
    ...jinjaReferences(sql),
    ...(known === undefined ? {} : { outputs: known }),
  };
}

/** What dbt_project.yml says of the folder a model is in. */
function folderConfig(
  config: Record<string, unknown>,
  file: string,
  modelPaths: readonly string[],
): { materialized?: string; enforced?: boolean } {
  const root = modelPaths.find((path) => file.startsWith(`${path}/`)) ?? "";
  const steps = file
    .slice(root.length + 1)
    .replace(/\.sql$/u, "")
    .split("/");
  let at = record(config["models"]);
  const found: { materialized?: string; enforced?: boolean } = {};
  for (const step of ["", String(config["name"] ?? ""), ...steps]) {
    if (step !== "") {
      if (at[step] === undefined) break;
      at = record(at[step]);
    }
    const materialized = at["+materialized"] ?? at["materialized"];
    if (typeof materialized === "string") found.materialized = materialized;
    const enforced = record(at["+contract"] ?? at["contract"])["enforced"];
    if (typeof enforced === "boolean") found.enforced = enforced;
  }
  return found;
}

/** The columns a model or seed is known to have, without asking the warehouse; undefined where none are known. */
export function declaredColumns(node: DbtModel | DbtSeed): readonly string[] {
  const described = node.properties?.node.columns.map((column) => column.name) ?? [];
  const listed = "parsed" in node ? node.outputs : node.columns;
  if (listed === undefined) return described;
  return listed.map((name) => described.find((other) => sameName(other, name)) ?? name);
}

/** What a properties file says of one column. */
export function describedColumn(node: DbtModel | DbtSeed, name: string): ColumnNode | undefined {
  return node.properties?.node.columns.find((column) => sameName(column.name, name));
}

function paths(value: unknown, fallback: readonly string[]): readonly string[] {
  const given = Array.isArray(value) ? value.filter((path): path is string => typeof path === "string") : [];
  return (given.length === 0 ? fallback : given).map((path) => path.replace(/^\.\//u, "").replace(/\/+$/u, ""));
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

function parseYaml(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}

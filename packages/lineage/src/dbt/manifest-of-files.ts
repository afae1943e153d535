import { createHash } from "node:crypto";
import { type Json, record, texts } from "../json.ts";
import { withRenderedSql } from "./rendered-nodes.ts";

/**
 * What is known of dbt's manifest for the files of one commit, from the manifests of other commits, best first: a model of the same
 * text keeps its node; one that dbt never saw is added. What is of another text has the SQL that its Jinja stands for, where that can
 * be known without dbt; else it has none, and refers to all that either text does. `files` are those below dbt's project, models
 * those below `modelPaths`. Properties in YAML are those of the manifest; without any manifest, models and what they refer to are all
 * that is known.
 */
export function manifestOfFiles(
  files: ReadonlyMap<string, string>,
  manifests: readonly unknown[],
  modelPaths: readonly string[] = ["models"],
): unknown {
  const root = record(manifests[0] ?? { metadata: NEVER_RUN });
  const others = manifests.map((manifest) => record(record(manifest)["nodes"]));
  const changed = changedMacros(files, root);
  const nodes: Record<string, unknown> = {};
  const seen = new Set<string>();
  for (const [id, node] of Object.entries(record(root["nodes"]))) {
    const own = record(node);
    const path = String(own["original_file_path"] ?? "").replaceAll("\\", "/");
    const isFile = ["model", "snapshot", "seed"].includes(String(own["resource_type"])) && path !== "";
    seen.add(path);
    // What packages bring is not among the project's files.
    if (!isFile || own["package_name"] !== projectName(root)) nodes[id] = node;
    else {
      const text = files.get(path);
      if (text !== undefined) nodes[id] = nodeOf(id, own, text, others, changed);
    }
  }
  const added = [...files].filter(
    ([path]) => !seen.has(path) && path.endsWith(".sql") && modelPaths.some((folder) => path.startsWith(`${folder}/`)),
  );
  for (const [path, text] of added) {
    const known = others.flatMap((all) => Object.entries(all)).find(([, node]) => isOfFile(record(node), path, text));
    Object.assign(nodes, known ? { [known[0]]: known[1] } : newNode(root, path));
  }
  // New models may refer to each other.
  for (const [path, text] of added) {
    const node = record(nodes[idOf(root, path)]);
    const refs = [...referred(nodes, text), ...sourcesIn(root, text)];
    if ("original_file_path" in node && !("checksum" in node))
      nodes[idOf(root, path)] = {
        ...node,
        raw_code: text,
        checksum: { name: "sha256", checksum: checksumOf(text) },
        depends_on: { nodes: refs },
      };
  }
  return { ...root, nodes: withRenderedSql(root, nodes, others) };
}

/** What a manifest says of itself. */
const NEVER_RUN = {
  dbt_schema_version: "https://schemas.getdbt.com/dbt/manifest/v12.json",
  adapter_type: "duckdb",
  project_name: "project",
};

function idOf(root: Json, path: string): string {
  return `model.${projectName(root)}.${path.slice(path.lastIndexOf("/") + 1, -".sql".length)}`;
}

function nodeOf(id: string, node: Json, text: string, others: readonly Json[], changed: ReadonlySet<string>): Json {
  const isSame = (candidate: Json): boolean => isOf(record(candidate["checksum"])["checksum"], text);
  const isStale = macrosOf(node).some((macro) => changed.has(macro));
  if (isSame(node) && !isStale) return node;
  // Built into another schema, its SQL reads from there.
  const isHere = (candidate: Json): boolean => candidate["relation_name"] === node["relation_name"];
  const found = others.map((nodes) => record(nodes[id])).find((candidate) => isSame(candidate) && isHere(candidate));
  if (found && !isStale) return found;
  const before = texts(record(node["depends_on"])["nodes"]);
  return {
    ...node,
    ...WITHOUT_SQL,
    raw_code: text,
    checksum: { name: "sha256", checksum: checksumOf(text) },
    depends_on: { nodes: [...before, ...referred(others[0] ?? {}, text)], macros: macrosOf(node) },
  };
}

const WITHOUT_SQL = { compiled_code: undefined, compiled_sql: undefined };

/** All of a node but what its text says. */
function newNode(root: Json, path: string): Json {
  const name = path.slice(path.lastIndexOf("/") + 1, -".sql".length);
  const nodes = record(root["nodes"]);
  const like =
    Object.values(nodes)
      .map(record)
      .find((node) => node["resource_type"] === "model") ?? {};
  const id = idOf(root, path);
  return {
    [id]: {
      resource_type: "model",
      unique_id: id,
      package_name: projectName(root),
      name,
      schema: like["schema"] ?? "main",
      ...relationLike(like, name),
      original_file_path: path,
      config: { materialized: "table" },
    },
  };
}

/** Where a model would be built that is built as another one is. */
function relationLike(like: Json, name: string): Json {
  const [whole, own] = [String(like["relation_name"] ?? ""), String(like["alias"] ?? like["name"] ?? "")];
  const at = whole.lastIndexOf(own);
  return own === "" || at < 0 ? {} : { relation_name: whole.slice(0, at) + name + whole.slice(at + own.length) };
}

/** Models that a text calls by `ref`, whatever else it computes. */
function referred(nodes: Json, text: string): string[] {
  const names = new Set([...text.matchAll(/\bref\(([^)]*)\)/gu)].flatMap(([, list = ""]) => quoted(list)));
  return Object.entries(nodes).flatMap(([id, node]) => (names.has(String(record(node)["name"])) ? [id] : []));
}

function sourcesIn(root: Json, text: string): string[] {
  const names = new Set([...text.matchAll(/\bsource\(([^)]*)\)/gu)].map(([, list = ""]) => quoted(list).join(".")));
  return Object.entries(record(root["sources"])).flatMap(([id, node]) => {
    const { source_name, name } = record(node);
    return names.has(`${String(source_name)}.${String(name)}`) ? [id] : [];
  });
}

function quoted(list: string): string[] {
  return [...list.matchAll(/["']([^"']+)["']/gu)].map(([, name = ""]) => name);
}

/** Macros of the project whose text is in its file no longer, and all that call them. */
function changedMacros(files: ReadonlyMap<string, string>, root: Json): ReadonlySet<string> {
  const macros = Object.entries(record(root["macros"])).map(([id, macro]) => [id, record(macro)] as const);
  const changed = new Set<string>();
  for (const [id, macro] of macros) {
    if (macro["package_name"] !== projectName(root)) continue;
    const file = files.get(String(macro["original_file_path"] ?? "").replaceAll("\\", "/"));
    if (file?.includes(String(macro["macro_sql"] ?? "").trim()) !== true) changed.add(id);
  }
  for (let before = -1; before !== changed.size; ) {
    before = changed.size;
    for (const [id, macro] of macros) if (macrosOf(macro).some((own) => changed.has(own))) changed.add(id);
  }
  return changed;
}

function isOfFile(node: Json, path: string, text: string): boolean {
  return node["original_file_path"] === path && isOf(record(node["checksum"])["checksum"], text);
}

function isOf(checksum: unknown, text: string): boolean {
  // Of a seed that is too big dbt keeps the path.
  return checksum === checksumOf(text) || checksum === createHash("sha256").update(text).digest("hex");
}

/** As dbt makes it. */
function checksumOf(text: string): string {
  return createHash("sha256").update(text.trim()).digest("hex");
}

function projectName(root: Json): string {
  return String(record(root["metadata"])["project_name"] ?? "");
}

function macrosOf(node: Json): string[] {
  return texts(record(node["depends_on"])["macros"]);
}

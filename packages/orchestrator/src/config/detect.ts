import { existsSync, lstatSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import type { ProjectLayout } from "@throughline/contracts";
import { Failure } from "@throughline/contracts";
import { readDbtProject } from "@throughline/delivery";
import { tabularKind } from "@throughline/semantic-model";
import { git } from "../git/git.ts";

/** What `init` found, and what it looked for and could not use, each with a reason. */
export interface Detected {
  readonly layout: ProjectLayout;
  /** A DuckDB file that the dbt profile points at and that is there. */
  readonly warehouse: string | undefined;
  readonly notes: readonly string[];
}

const SKIPPED = new Set([
  ".git",
  ".throughline",
  "node_modules",
  ".venv",
  "venv",
  "target",
  "dbt_packages",
  "__pycache__",
  ".tools",
]);
const TEXT_LIMIT = 2 * 1024 * 1024;

/** Finds dlt pipelines, the dbt project, semantic models and reports below a folder, whatever its folders are called. */
export async function detectProject(root: string): Promise<Detected> {
  const paths = await listFiles(root);
  const notes: string[] = [];
  const loader = detectLoader(root, paths, notes);
  const { transform, warehouse } = detectTransform(root, paths, notes);
  const models = tabularKind.find(
    readTexts(
      root,
      paths.filter((path) => /\.(tmdl|json|pbism|pbir|bim)$/.test(path)),
    ),
  );
  if (models.length === 0) notes.push("semantic model: no folder with a definition.pbism was found");
  return {
    layout: {
      ...(loader ? { loader } : {}),
      ...(transform ? { transform } : {}),
      semanticModels: models.map(({ folder, reports }) => ({ folder, reports: [...reports] })),
    },
    warehouse,
    notes,
  };
}

/** Paths with `/`: what git knows or would add, else everything but the folders that tools make. */
async function listFiles(root: string): Promise<string[]> {
  try {
    const listed = await git(root, ["ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
    const files = listed.split("\0").filter((path) => path !== "" && existsSync(join(root, path)));
    if (files.length > 0) return files;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
  }
  return walk(root, "");
}

function walk(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : walk(root, path);
    return entry.isFile() ? [path] : [];
  });
}

function readTexts(root: string, paths: readonly string[]): Map<string, string> {
  const texts = new Map<string, string>();
  for (const path of paths) {
    const file = join(root, path);
    if (lstatSync(file).size <= TEXT_LIMIT) texts.set(path, readFileSync(file, "utf8"));
  }
  return texts;
}

function detectLoader(root: string, paths: readonly string[], notes: string[]): ProjectLayout["loader"] {
  const pipelines = [];
  const scripts = readTexts(
    root,
    paths.filter((path) => path.endsWith(".py")),
  );
  for (const [file, text] of scripts) {
    const call = /\bdlt\s*\.\s*pipeline\s*\(/.exec(text);
    if (!call) continue;
    const rest = text.slice(call.index);
    const name = /pipeline_name\s*=\s*["']([^"']+)["']/.exec(rest)?.[1];
    const dataset = /dataset_name\s*=\s*["']([^"']+)["']/.exec(rest)?.[1];
    if (!/__name__\s*==\s*["']__main__["']/.test(text)) {
      notes.push(`loader: ${file} makes a dlt pipeline and does not run as a script (no __main__ block)`);
    } else if (!/destination\s*=\s*["'](dlt\.destinations\.)?duckdb["']|dlt\.destinations\.duckdb/.test(text)) {
      notes.push(`loader: ${file} makes a dlt pipeline whose destination is not duckdb by name`);
    } else if (!dataset) {
      notes.push(`loader: ${file} makes a dlt pipeline whose dataset_name is not written as text`);
    } else {
      pipelines.push({ name: name ?? posix.basename(file, ".py"), file, dataset });
    }
  }
  if (pipelines.length === 0) {
    if (!notes.some((note) => note.startsWith("loader:"))) notes.push("loader: no Python file calls dlt.pipeline");
    return undefined;
  }
  return {
    pipelines,
    inputs: detectInputs(
      root,
      pipelines.map((pipeline) => dirname(pipeline.file)),
    ),
  };
}

/** Folders with data files that git does not hold: in the project's top folder, or beside a pipeline. */
function detectInputs(root: string, besides: readonly string[]): string[] {
  const inputs = new Set<string>();
  for (const folder of new Set(["", ...besides.map((beside) => (beside === "." ? "" : beside))])) {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      if (!entry.isDirectory() || SKIPPED.has(entry.name) || entry.name.startsWith(".")) continue;
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      const names = readdirSync(join(root, path));
      if (names.some((name) => /\.(parquet|csv|jsonl?|ndjson)$/i.test(name)) && ignored(root, path)) inputs.add(path);
    }
  }
  return [...inputs].sort();
}

/** Whether a .gitignore of the project names the folder: enough for the plain patterns that data folders are ignored by. */
function ignored(root: string, path: string): boolean {
  const files = [".gitignore", `${dirname(path)}/.gitignore`]
    .map((file) => join(root, file))
    .filter((file) => existsSync(file));
  const name = posix.basename(path);
  return files.some((file) =>
    readFileSync(file, "utf8")
      .split("\n")
      .map((line) =>
        line
          .trim()
          .replace(/^\//, "")
          .replace(/\/\*?\*?$/, ""),
      )
      .some((pattern) => pattern === path || pattern === name),
  );
}

function detectTransform(
  root: string,
  paths: readonly string[],
  notes: string[],
): { transform: ProjectLayout["transform"]; warehouse: string | undefined } {
  const folders = paths.filter((path) => posix.basename(path) === "dbt_project.yml").map((path) => posix.dirname(path));
  const nearest = folders.sort((a, b) => a.split("/").length - b.split("/").length || a.localeCompare(b))[0];
  if (nearest === undefined) {
    notes.push("transform: no dbt_project.yml was found");
    return { transform: undefined, warehouse: undefined };
  }
  for (const other of folders.filter((folder) => folder !== nearest)) {
    notes.push(`transform: ${other} is a dbt project too; ${nearest} is used, since a project has one`);
  }
  try {
    const dbt = readDbtProject(join(root, nearest));
    const file = join(root, nearest, dbt.path);
    return {
      transform: { folder: nearest },
      warehouse: existsSync(file) && !dbt.path.includes("{{") ? file : undefined,
    };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    notes.push(`transform: ${nearest} cannot be run: ${error.message}`);
    return { transform: { folder: nearest }, warehouse: undefined };
  }
}

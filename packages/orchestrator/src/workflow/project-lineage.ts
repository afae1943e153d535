import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { modelPaths } from "@throughline/agent";
import type { ProjectFiles } from "@throughline/contracts";
import { lineageFacts, lineageGraphs, openModels, Production, readLoaders } from "@throughline/delivery";
import type { Lineage, LineageGraph, LineageInputs } from "@throughline/lineage";
import type { Project } from "../config/project.ts";
import { fail } from "../errors/failures.ts";

/** What a graph is made of, read when it has to be made; and texts that tell it from any other, without reading it. */
export interface GraphSource {
  readonly content: readonly string[];
  readonly inputs: () => LineageInputs | Promise<LineageInputs>;
}

/**
 * The lineage of files of a project that may never have been built as they are, with all that is known of dbt's builds: those of the
 * releases, newest first, and the last one in the project's folder. Models that dbt never compiled are known by what they refer to.
 */
export async function projectLineage(project: Project, files: ProjectFiles): Promise<Lineage> {
  const { Lineage } = await import("@throughline/lineage/kept");
  return new Lineage(await graphOver(project.warehouse, filesSource(project, files)));
}

/** A graph, as it and the facts about SQL are kept beside a warehouse from one command to the next. */
export async function graphOver(
  warehouse: string | undefined,
  { content, inputs }: GraphSource,
): Promise<LineageGraph> {
  // Who only looks makes no state folder.
  if (warehouse === undefined || !existsSync(warehouse)) {
    const { buildGraphInThreads } = await import("@throughline/lineage");
    return await buildGraphInThreads(await inputs());
  }
  const { KeptGraphs } = await import("@throughline/lineage/kept");
  return await new KeptGraphs(lineageGraphs(warehouse)).of(content, async () => {
    const { buildGraphInThreads, KeptFacts } = await import("@throughline/lineage");
    const facts = new KeptFacts(lineageFacts(warehouse));
    const graph = await buildGraphInThreads(await inputs(), facts);
    facts.save();
    return graph;
  });
}

/** The graph of these files, and of what dbt is known to have made of others. */
export function filesSource(project: Project, files: ProjectFiles): GraphSource {
  return {
    content: [JSON.stringify(project.layout), ...formerFiles(project).map(stampOfFile), ...textsOf(files)],
    inputs: () => filesInputs(project, files),
  };
}

/** Paths and texts of files, in whatever order these were read. */
export function textsOf(files: ProjectFiles): readonly string[] {
  return [...files].sort(([a], [b]) => (a < b ? -1 : 1)).flat();
}

/** Changes whenever a file does. */
export function stampOfFile(file: string): string {
  const stat = statSync(file, { throwIfNoEntry: false });
  return JSON.stringify([file, stat?.mtimeMs, stat?.size]);
}

/** Where dbt's accounts of former builds are: those of the releases, newest first, and the last one in the project's folder. */
export function formerFiles({ root, layout, warehouse }: Project): readonly string[] {
  const states = new Production(warehouse).list().map(({ state }) => state);
  const places = [...states.reverse(), join(root, layout.transform?.folder ?? ".", "target")];
  return places.map((place) => join(place, "manifest.json")).filter((file) => existsSync(file));
}

/** What a graph of these files is made of. */
export async function filesInputs(project: Project, files: ProjectFiles): Promise<LineageInputs> {
  const { manifestOfFiles } = await import("@throughline/lineage");
  const { layout } = project;
  const models = openModels(files, layout);
  const loaders = readLoaders(layout, (path) => files.get(path));
  if (!layout.transform) return { loaders, models };
  const { folder } = layout.transform;
  const former = formerFiles(project).map(readJson);
  const prefix = folder === "." ? "" : `${folder}/`;
  const own = new Map(
    [...files].flatMap(([path, text]) => (path.startsWith(prefix) ? [[path.slice(prefix.length), text]] : [])),
  );
  return { manifest: manifestOfFiles(own, former, modelPaths(files, folder)), former, loaders, models };
}

/** Reads one of dbt's artifacts. */
export function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw fail("lineage.unreadable", { file, problem }, error);
  }
}

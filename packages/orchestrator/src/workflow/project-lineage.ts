import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { modelPaths } from "@throughline/agent";
import type { ProjectFiles } from "@throughline/contracts";
import { lineageFacts, openModels, Production, readLoaders } from "@throughline/delivery";
import type { Lineage, LineageGraph, LineageInputs } from "@throughline/lineage";
import type { Project } from "../config/project.ts";
import { fail } from "../errors/failures.ts";

/**
 * The lineage of files of a project that may never have been built as they are, with all that is known of dbt's builds: those of the
 * releases, newest first, and the last one in the project's folder. Models that dbt never compiled are known by what they refer to.
 */
export async function projectLineage(project: Project, files: ProjectFiles): Promise<Lineage> {
  const { Lineage } = await import("@throughline/lineage");
  return new Lineage(await graphOver(project.warehouse, await filesInputs(project, files)));
}

/** A graph, over the facts about SQL that are kept beside a warehouse from one command to the next. */
export async function graphOver(warehouse: string | undefined, inputs: LineageInputs): Promise<LineageGraph> {
  // The parser of SQL takes half a second to load, and much that is asked does without it.
  const { buildGraphInThreads, KeptFacts } = await import("@throughline/lineage");
  // Who only looks makes no state folder.
  if (warehouse === undefined || !existsSync(warehouse)) return await buildGraphInThreads(inputs);
  const facts = new KeptFacts(lineageFacts(warehouse));
  const graph = await buildGraphInThreads(inputs, facts);
  facts.save();
  return graph;
}

/** What a graph of these files is made of. */
export async function filesInputs(project: Project, files: ProjectFiles): Promise<LineageInputs> {
  const { manifestOfFiles } = await import("@throughline/lineage");
  const { root, layout, warehouse } = project;
  const models = openModels(files, layout);
  const loaders = readLoaders(layout, (path) => files.get(path));
  if (!layout.transform) return { loaders, models };
  const { folder } = layout.transform;
  const states = new Production(warehouse).list().map(({ state }) => state);
  const places = [...states.reverse(), join(root, folder, "target")].map((place) => join(place, "manifest.json"));
  const former = places.filter((file) => existsSync(file)).map(readJson);
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

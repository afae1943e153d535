import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { ProjectFiles, ProjectLayout } from "@throughline/contracts";
import { type InstalledRelease, openModels, Production, readLoaders, readModelFolder } from "@throughline/delivery";
import type { Lineage, LineageGraph, LineageInputs, LoaderInput } from "@throughline/lineage";
import type { Describe } from "@throughline/lineage/describe";
import { type SemanticModel, tabularKind } from "@throughline/semantic-model";
import { findProject, type Project, projectRoot } from "../config/project.ts";
import { fail } from "../errors/failures.ts";
import { type GraphSource, graphOver, readJson, stampOfFile, textsOf } from "../workflow/project-lineage.ts";
import { modelFilesBelow, readFolder } from "./read-folder.ts";

/** A graph, and what it is of. */
export interface ReadLineage {
  readonly lineage: Lineage;
  /** `release 3`, or the manifest's file. */
  readonly of: string;
}

/** What is known of the nodes of the same state that `readLineage` reads. */
export async function readDescriptions(folder: string, named: string | undefined): Promise<Describe> {
  const { describeNodes } = await import("@throughline/lineage/describe");
  const found = named === undefined ? findInputs(folder) : inputsAt(folder, resolve(named));
  const inputs = await found.inputs();
  const root = projectRoot(resolve(folder));
  const transform = root === undefined ? undefined : findProject(root).layout.transform?.folder;
  return describeNodes({ ...inputs, ...(transform !== undefined && { transform }) });
}

/**
 * The lineage of what production runs; before there is a release, of what dbt last compiled in the project's folder, which may be
 * any dbt project.
 */
export async function readLineage(folder: string, named: string | undefined): Promise<ReadLineage> {
  const { Lineage } = await import("@throughline/lineage/kept");
  const found = named === undefined ? findInputs(folder) : inputsAt(folder, resolve(named));
  return { lineage: new Lineage(await graphOf(folder, found)), of: found.of };
}

/** A graph, as the project of a folder keeps them, where it is in one. */
export async function graphOf(folder: string, source: GraphSource): Promise<LineageGraph> {
  const root = projectRoot(resolve(folder));
  return await graphOver(root === undefined ? undefined : findProject(root).warehouse, source);
}

export interface Found extends GraphSource {
  readonly of: string;
}

function findInputs(folder: string): Found {
  const root = projectRoot(resolve(folder));
  const project = root === undefined ? undefined : findProject(root);
  const production = project && new Production(project.warehouse);
  const release = production?.current();
  const released = release && join(release.state, "manifest.json");
  if (project && production && release && released !== undefined && existsSync(released)) {
    return releaseInputs(project, production, release);
  }
  const looked = lookedFor(folder);
  const file = looked.find((path) => existsSync(path));
  if (file === undefined) throw fail("lineage.no-manifest", { looked: [...new Set(looked)] });
  return inputsAt(folder, file);
}

/** What one release runs; the loaders are those of `files`, where these are another commit's. */
export function releaseInputs(
  project: Project,
  production: Production,
  release: InstalledRelease,
  loaders = loadersOf(project.root, project.layout),
): Found {
  const { token, state, models } = release;
  const manifest = join(state, "manifest.json");
  const inputs = () => ({
    ...readArtifacts(manifest),
    former: formerManifests(production, release),
    loaders,
    models: openModels(readModelFolder(models), project.layout),
  });
  // A release never changes: it is known by its name and its time.
  const releases = production.list().map((one) => one.token);
  const content = [JSON.stringify([project.layout, token, releases, loaders]), stampOfFile(manifest)];
  return { content, inputs, of: `release ${token}` };
}

/** Where dbt may have written a manifest. */
function lookedFor(folder: string): readonly string[] {
  const root = projectRoot(resolve(folder));
  const base = root ?? resolve(folder);
  const transform = (root === undefined ? undefined : findProject(root).layout.transform?.folder) ?? ".";
  return [join(base, transform), join(base, "transform"), base].map((at) => join(at, "target", "manifest.json"));
}

/** Changes whenever what `readLineage` reads does. A release never changes: it is known by its name. */
export function stampOf(folder: string, named: string | undefined): string {
  const root = projectRoot(resolve(folder));
  const project = root === undefined ? undefined : findProject(root);
  const token = project && named === undefined ? new Production(project.warehouse).token() : undefined;
  const pipelines = project?.layout.loader?.pipelines ?? [];
  const loaders = pipelines.flatMap(({ file, name }) =>
    [file, join(dirname(file), "schemas", "export", `${name}.schema.yaml`)].map((path) => join(root ?? folder, path)),
  );
  const manifests = named === undefined ? lookedFor(folder) : [resolve(named)];
  const artifacts = manifests.flatMap((file) => [file, join(dirname(file), "catalog.json")]);
  const models = token === undefined ? modelFilesBelow(root ?? resolve(folder)) : [];
  return JSON.stringify([token, [...loaders, ...(token === undefined ? artifacts : []), ...models].map(stampOfFile)]);
}

/** A manifest by itself, with the semantic models and loaders of the folder asked for. */
function inputsAt(folder: string, file: string): Found {
  const root = projectRoot(resolve(folder));
  const project = root === undefined ? undefined : findProject(root);
  if (!existsSync(file)) throw fail("lineage.no-manifest", { looked: [file] });
  const loaders = project ? loadersOf(project.root, project.layout) : [];
  const files = readFolder(project?.root ?? resolve(folder), false);
  const inputs = () => ({
    ...readArtifacts(file),
    loaders,
    models: project ? openModels(files, project.layout) : modelsIn(files),
  });
  const artifacts = [file, join(dirname(file), "catalog.json")].map(stampOfFile);
  return {
    content: [JSON.stringify([project?.layout ?? null, loaders]), ...artifacts, ...textsOf(files)],
    inputs,
    of: file,
  };
}

function readArtifacts(file: string): Pick<LineageInputs, "manifest" | "catalog"> {
  const catalog = join(dirname(file), "catalog.json");
  return { manifest: readJson(file), ...(existsSync(catalog) && { catalog: readJson(catalog) }) };
}

/** A release builds what changed: the SQL of the rest is in those before it. */
function* formerManifests(production: Production, current?: InstalledRelease): Generator<unknown> {
  for (const { state, token } of production.list().toReversed()) {
    const file = join(state, "manifest.json");
    if (token !== current?.token && existsSync(file)) yield readJson(file);
  }
}

function modelsIn(files: ProjectFiles): readonly SemanticModel[] {
  return tabularKind.find(files).map((found) => tabularKind.open(files, found.folder, found.reports));
}

function loadersOf(root: string, layout: ProjectLayout): readonly LoaderInput[] {
  return readLoaders(layout, (path) =>
    existsSync(join(root, path)) ? readFileSync(join(root, path), "utf8") : undefined,
  );
}

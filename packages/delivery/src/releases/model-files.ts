import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Finding, ModelChecks, ProjectFiles, ProjectLayout } from "@throughline/contracts";
import { type SemanticModel, tabularKind } from "@throughline/semantic-model";

/** The text files of the semantic models and reports of a project, by path. Local settings of the desktop tool stay out. */
export function readModelFiles(root: string, layout: ProjectLayout): ProjectFiles {
  const files = new Map<string, string>();
  for (const model of layout.semanticModels) {
    for (const folder of [model.folder, ...model.reports]) collect(root, folder, files);
    const baseline = model.checks?.baseline;
    if (baseline !== undefined && existsSync(join(root, baseline))) {
      files.set(baseline, readFileSync(join(root, baseline), "utf8"));
    }
  }
  return files;
}

/** Everything that was published with a release. */
export function readModelFolder(folder: string): ProjectFiles {
  const files = new Map<string, string>();
  if (existsSync(folder)) for (const name of readdirSync(folder)) collect(folder, name, files);
  return files;
}

function collect(root: string, folder: string, files: Map<string, string>): void {
  if (!existsSync(join(root, folder))) return;
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory() && entry.name !== ".pbi") collect(root, path, files);
    else if (entry.isFile() && /\.(tmdl|json|pbism|pbir|platform|bim)$|^\.platform$/.test(entry.name)) {
      files.set(path, readFileSync(join(root, path), "utf8"));
    }
  }
}

/** Writes texts below a folder, by path. */
export function writeTexts(folder: string, files: ProjectFiles): void {
  for (const [path, text] of files) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

/** Opens all semantic models of a project from files already read. */
export function openModels(files: ProjectFiles, layout: ProjectLayout): readonly SemanticModel[] {
  return layout.semanticModels.map((model) => tabularKind.open(files, model.folder, model.reports));
}

/** By model, which never changes, and by the settings of its checks. */
const checked = new WeakMap<SemanticModel, Map<string, Promise<readonly Finding[]>>>();

/** What is wrong with the semantic models of a project, in the order of its layout, as it wants them checked. */
export async function checkModels(
  models: readonly SemanticModel[],
  layout: ProjectLayout,
): Promise<readonly Finding[]> {
  const found = await Promise.all(models.map((model, i) => checkOnce(model, layout.semanticModels[i]?.checks)));
  return found.flat();
}

/** A release is verified by what was checked before, and is what the next change is held against. */
function checkOnce(model: SemanticModel, checks: ModelChecks | undefined): Promise<readonly Finding[]> {
  const known = checked.get(model) ?? new Map<string, Promise<readonly Finding[]>>();
  checked.set(model, known);
  const key = JSON.stringify(checks ?? null);
  const findings = known.get(key) ?? checkNow(model, checks);
  known.set(key, findings);
  return findings;
}

async function checkNow(model: SemanticModel, checks: ModelChecks | undefined): Promise<readonly Finding[]> {
  return [...model.check(checks), ...(await model.checkQueries(checks))];
}

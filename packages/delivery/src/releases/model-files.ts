import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Finding, ProjectFiles, ProjectLayout } from "@throughline/contracts";
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

/** What is wrong with the semantic models of a project, in the order of its layout, as it wants them checked. */
export async function checkModels(
  models: readonly SemanticModel[],
  layout: ProjectLayout,
): Promise<readonly Finding[]> {
  const found = await Promise.all(
    models.map(async (model, i) => {
      const checks = layout.semanticModels[i]?.checks;
      return [...model.check(checks), ...(await model.checkQueries(checks))];
    }),
  );
  return found.flat();
}

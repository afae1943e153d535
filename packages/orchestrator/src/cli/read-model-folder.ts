import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import type { Finding, ModelChecks } from "@throughline/contracts";
import { type ModelWorkbench, tabularKind } from "@throughline/semantic-model";
import { findProject, projectRoot } from "../config/project.ts";
import { fail } from "../errors/failures.ts";

/** Files of a model or a report. What desktop tools keep for themselves beside them is not read. */
const MODEL_FILE = /\.(?:tmdl|json|bim|pbism|pbir|platform)$/u;
const SKIPPED = /^(?:\.git|\.pbi|\.throughline|node_modules|target|dbt_packages|__pycache__|\.?venv)$/u;
/** In bytes. A larger file is named and not read. */
const LARGEST = 64 * 1024 * 1024;

/** A model on disk, opened with the reports that show it. */
export interface OpenedModel {
  /** What paths of findings and changes are relative to. */
  readonly root: string;
  readonly folder: string;
  readonly files: ReadonlyMap<string, string>;
  readonly workbench: ModelWorkbench;
  /** What could not even be read. */
  readonly unread: readonly Finding[];
  /** As the project around it wants it checked, where there is one. */
  readonly checks?: ModelChecks;
}

/**
 * Opens the one semantic model in a folder: a project's, a PBIP folder, or the model's own, whose reports stand beside it.
 * Fails when there is none, or several.
 */
export function readModelFolder(asked: string): OpenedModel {
  const start = resolve(asked);
  if (!existsSync(start)) throw fail("usage.wrong", { problem: `reading ${asked}: there is no such folder` });
  if (!statSync(start).isDirectory()) throw fail("usage.wrong", { problem: `reading ${asked}: this is no folder` });
  const isModel = existsSync(join(start, "definition")) || existsSync(join(start, "model.bim"));
  const root = isModel ? dirname(start) : start;
  const files = new Map<string, string>();
  const unread: Finding[] = [];
  if (isModel) {
    for (const name of readdirSync(root)) {
      const isReport = existsSync(join(root, name, "definition.pbir"));
      if (name === basename(start) || isReport) collect(root, name, files, unread);
    }
  } else collect(root, "", files, unread);
  const models = tabularKind.find(files).filter(({ folder }) => !isModel || folder === basename(start));
  const [found, another] = models;
  if (!found || !tabularKind.workbench) {
    throw fail("usage.wrong", { problem: `reading ${asked}: there is no semantic model in it` });
  }
  if (another) {
    const names = models.map(({ folder }) => folder).join(", ");
    throw fail("usage.wrong", { problem: `reading ${asked}: there are several semantic models, name one of ${names}` });
  }
  const checks = projectChecks(root, found.folder, files);
  const workbench = tabularKind.workbench(files, found.folder, found.reports);
  return { root, folder: found.folder, files, workbench, unread, ...(checks && { checks }) };
}

function collect(root: string, folder: string, files: Map<string, string>, unread: Finding[]): void {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      if (!SKIPPED.test(entry.name)) collect(root, path, files, unread);
    } else if (entry.isFile() && MODEL_FILE.test(entry.name)) {
      const { size } = statSync(join(root, path));
      if (size <= LARGEST) files.set(path.normalize("NFC"), readFileSync(join(root, path), "utf8"));
      else {
        const message = `this file has ${Math.round(size / 1e6)} MB and is not read`;
        unread.push({ code: "file-too-large", severity: "error", file: path, line: 1, column: 1, message });
      }
    }
  }
}

/** The settings of the project around a model. Its baseline is read with its files. */
function projectChecks(root: string, folder: string, files: Map<string, string>): ModelChecks | undefined {
  const at = projectRoot(root);
  if (at === undefined) return undefined;
  const project = findProject(at);
  const own = project.layout.semanticModels.find((model) => join(at, model.folder) === join(root, folder));
  const baseline = own?.checks?.baseline;
  if (baseline !== undefined && existsSync(join(at, baseline))) {
    files.set(baseline, readFileSync(join(at, baseline), "utf8"));
  }
  return own?.checks;
}

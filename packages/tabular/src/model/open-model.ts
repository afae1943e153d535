import { type Report, readReport } from "../pbir/report.ts";
import { tooLarge } from "../text/largest-file.ts";
import { parseTmdl } from "../tmdl/parse.ts";
import type { TmdlDocument } from "../tmdl/syntax.ts";
import { readBim } from "../tmsl/read-bim.ts";
import type { Model, ModelFile } from "./model.ts";
import { readModel } from "./read-model.ts";

/** A semantic model with the reports that show it, read from the texts of a project. */
export interface TabularProject {
  readonly folder: string;
  readonly model: Model;
  readonly reports: readonly Report[];
}

/**
 * Opens a folder such as `powerbi/Sales.SemanticModel`, whose model is in TMDL or in `model.bim`. Given the project as it
 * was before, only what changed is read.
 */
export function openTabular(
  texts: ReadonlyMap<string, string>,
  folder: string,
  reportFolders: readonly string[],
  before?: TabularProject,
): TabularProject {
  const known = new Map(before?.model.files.map((file) => [file.path, file]));
  const files: ModelFile[] = [];
  for (const [path, text] of texts) {
    if (!path.startsWith(`${folderPrefix(folder)}definition/`) || !path.toLowerCase().endsWith(".tmdl")) continue;
    const same = known.get(path);
    files.push(same?.document.text === text ? same : { path, document: readTmdl(text) });
  }
  const bim = `${folderPrefix(folder)}model.bim`;
  const json = files.length === 0 ? texts.get(bim) : undefined;
  if (json !== undefined) {
    const same = known.get(bim);
    files.push(same?.source?.text === json ? same : readBimFile(bim, json));
  }
  files.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  const reports = reportFolders.map((report) => {
    const old = before?.reports.find((candidate) => candidate.folder === report);
    return old && isUnchanged(old, texts) ? old : readReport(report, texts);
  });
  return { folder, model: readModel(files), reports };
}

function readTmdl(text: string): TmdlDocument {
  const problem = tooLarge(text);
  return problem ? { ...parseTmdl(""), text, diagnostics: [problem] } : parseTmdl(text);
}

/** A model in one JSON file, of tools older than TMDL. It is read and checked; edits are refused for want of a place. */
function readBimFile(path: string, text: string): ModelFile {
  if (tooLarge(text)) return { path, document: readTmdl(text) };
  const { tmdl, place, problem } = readBim(text);
  const document = parseTmdl(tmdl);
  const diagnostics = problem ? [...document.diagnostics, problem] : document.diagnostics;
  return { path, document: { ...document, diagnostics }, source: { text, place } };
}

/** The beginning of the paths of a folder's files; the folder asked for itself is "" or ".". */
export function folderPrefix(folder: string): string {
  return folder === "" || folder === "." ? "" : `${folder}/`;
}

function isUnchanged(report: Report, texts: ReadonlyMap<string, string>): boolean {
  return report.diagnostics.length === 0 && report.files.every((file) => texts.get(file.path) === file.text);
}

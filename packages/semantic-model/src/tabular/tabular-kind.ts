import type { ProjectFiles } from "@throughline/contracts";
import { folderPrefix, jsonPath, jsonText, parseJson } from "@throughline/tabular";
import type { SemanticModelKind } from "../semantic-model.ts";
import { openedOnce } from "./opened-models.ts";
import { tabularModel } from "./tabular-model.ts";
import { tabularWorkbench } from "./tabular-workbench.ts";

/** Power BI projects (PBIP): TMDL models with PBIR reports, whatever their folders are called. */
export const tabularKind: SemanticModelKind = {
  name: "tabular",
  find(files) {
    const reports = findReports(files);
    return modelFolders(files).map((folder) => {
      const name = modelName(files, folder);
      const own = reports.filter((report) => report.model === folder || report.published === name);
      return { folder, name, reports: own.map((report) => report.folder) };
    });
  },
  open: (files, folder, reports) =>
    openedOnce(files, [folder, ...reports], (kept) => tabularModel(kept, folder, reports, modelName(files, folder))),
  workbench: (files, folder, reports) => tabularWorkbench(files, folder, reports, modelName(files, folder)),
};

/** A model's folder has `definition.pbism`, or at least TMDL files or a `model.bim` where such a folder has them. */
function modelFolders(files: ProjectFiles): string[] {
  const folders = new Set<string>();
  for (const path of files.keys()) {
    const match = /^(?:(.*)\/)?(?:definition\.pbism|model\.bim|definition\/(?:model|database)\.tmdl)$/u.exec(path);
    if (match) folders.add(match[1] ?? "");
  }
  return [...folders].sort();
}

interface FoundReport {
  readonly folder: string;
  /** The model's folder, where the report names that. */
  readonly model?: string;
  /** The model's name where it is published, for a report that names a connection. */
  readonly published?: string;
}

function findReports(files: ProjectFiles): FoundReport[] {
  const reports: FoundReport[] = [];
  for (const [path, text] of files) {
    const match = /^(?:(.*)\/)?definition\.pbir$/u.exec(path);
    if (!match) continue;
    const folder = match[1] ?? "";
    const { root } = parseJson(text);
    const target = jsonText(jsonPath(root, "datasetReference", "byPath", "path"));
    const connection = jsonText(jsonPath(root, "datasetReference", "byConnection", "connectionString"));
    const published = /(?:^|;)\s*initial catalog\s*=\s*"?([^;"]+)/iu.exec(connection ?? "")?.[1]?.trim();
    reports.push({
      folder,
      ...(target !== undefined && { model: resolve(folder, target) }),
      ...(published !== undefined && { published }),
    });
  }
  return reports.sort((a, b) => (a.folder < b.folder ? -1 : 1));
}

function resolve(folder: string, target: string): string {
  const parts = folder === "" ? [] : folder.split("/");
  for (const part of target.replaceAll("\\", "/").split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  }
  return parts.join("/");
}

function modelName(files: ProjectFiles, folder: string): string {
  const { root } = parseJson(files.get(`${folderPrefix(folder)}.platform`) ?? "");
  const own = folder
    .split("/")
    .at(-1)
    ?.replace(/\.(?:SemanticModel|Dataset)$/u, "");
  return jsonText(jsonPath(root, "metadata", "displayName")) ?? (own === undefined || own === "" ? "model" : own);
}

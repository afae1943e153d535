import type { ProjectFiles } from "@throughline/contracts";
import { folderPrefix, jsonPath, jsonText, parseJson } from "@throughline/tabular";
import type { SemanticModelKind } from "../semantic-model.ts";
import { tabularModel } from "./tabular-model.ts";

/** Power BI projects (PBIP): TMDL models with PBIR reports, whatever their folders are called. */
export const tabularKind: SemanticModelKind = {
  name: "tabular",
  find(files) {
    const reports = findReports(files);
    return modelFolders(files).map((folder) => ({
      folder,
      name: modelName(files, folder),
      reports: reports.filter((report) => report.model === folder).map((report) => report.folder),
    }));
  },
  open: (files, folder, reports) => tabularModel(files, folder, reports, modelName(files, folder)),
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

function findReports(files: ProjectFiles): { folder: string; model: string | undefined }[] {
  const reports: { folder: string; model: string | undefined }[] = [];
  for (const [path, text] of files) {
    const match = /^(?:(.*)\/)?definition\.pbir$/u.exec(path);
    if (!match) continue;
    const folder = match[1] ?? "";
    const { root } = parseJson(text);
    const target = jsonText(jsonPath(root, "datasetReference", "byPath", "path"));
    reports.push({ folder, model: target === undefined ? undefined : resolve(folder, target) });
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

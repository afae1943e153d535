import type { FileChange, Finding, ModelEdit, ProjectFiles } from "@throughline/contracts";
import { applyEdits, checkProject, folderPrefix, openTabular, type TabularProject } from "@throughline/tabular";
import type { SemanticModel } from "../semantic-model.ts";
import { editSteps } from "./apply-edit.ts";
import { describeVisuals, findDependents } from "./dependents.ts";
import { describeRelationships, describeTables } from "./describe-tables.ts";
import { evaluateMeasures } from "./evaluate-measures.ts";

/** A Power BI model with its reports, behind the seam. */
export function tabularModel(
  files: ProjectFiles,
  folder: string,
  reports: readonly string[],
  name: string,
  before?: TabularProject,
): SemanticModel {
  const project = openTabular(files, folder, reports, before);
  const visuals = describeVisuals(project);
  return {
    name,
    tables: describeTables(project.model),
    relationships: describeRelationships(project.model),
    visuals,
    check: () => [...unreadable(files, folder, project), ...checkProject(project)],
    edit: (edits) => editModel(files, project, edits, (after) => tabularModel(after, folder, reports, name, project)),
    dependents: (object) => findDependents(project, visuals, object),
    evaluate: (question, engine) => evaluateMeasures(project.model, question, engine),
  };
}

/** Edits see what the edits before them did. The first that cannot be made stops all: nothing is changed by halves. */
function editModel(
  files: ProjectFiles,
  start: TabularProject,
  edits: readonly ModelEdit[],
  open: (files: ProjectFiles) => SemanticModel,
): ReturnType<SemanticModel["edit"]> {
  const texts = new Map(files);
  let project = start;
  for (const edit of edits) {
    const result = editSteps(project, edit);
    if ("finding" in result) return { findings: [result.finding] };
    for (const step of result.steps) {
      for (const [path, changes] of step(project)) texts.set(path, applyEdits(texts.get(path) ?? "", changes));
      const reports = project.reports.map((report) => report.folder);
      project = openTabular(texts, project.folder, reports, project);
    }
  }
  const changes: FileChange[] = [];
  for (const [path, after] of texts) {
    const before = files.get(path) ?? null;
    if (before !== after) changes.push({ path, before, after });
  }
  return { model: open(texts), changes };
}

function unreadable(files: ProjectFiles, folder: string, project: TabularProject): Finding[] {
  if (project.model.files.length > 0) return [];
  const bim = `${folderPrefix(folder)}model.bim`;
  if (files.has(bim)) {
    return [
      {
        code: "model-format",
        severity: "error",
        file: bim,
        message: "this model is one model.bim file, which is not read",
        hint: "Save the project with TMDL: in Power BI Desktop, Options, Preview features, TMDL format.",
      },
    ];
  }
  const message = `there are no .tmdl files in ${folderPrefix(folder)}definition`;
  return [{ code: "model-format", severity: "error", message }];
}

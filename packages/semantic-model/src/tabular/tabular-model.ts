import type { FileChange, Finding, ModelChecks, ModelEdit, ProjectFiles } from "@throughline/contracts";
import {
  applyEdits,
  type CheckSettings,
  checkProject,
  checkProjectQueries,
  findingKinds,
  folderPrefix,
  type ModelFinding,
  openTabular,
  type TabularProject,
} from "@throughline/tabular";
import type { SemanticModel } from "../semantic-model.ts";
import { editSteps } from "./apply-edit.ts";
import { readBaseline } from "./baseline.ts";
import { describeDefinitions } from "./definitions.ts";
import { describeVisuals, findDependents } from "./dependents.ts";
import { describeRelationships, describeTables } from "./describe-tables.ts";
import { evaluateMeasures } from "./evaluate-measures.ts";
import { readOnlyFinding } from "./read-only.ts";
import { describeReportParts } from "./report-parts.ts";
import { describeUses } from "./uses.ts";

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
  let uses: SemanticModel["uses"] | undefined;
  let definitions: SemanticModel["definitions"] | undefined;
  return {
    name,
    tables: describeTables(project.model),
    relationships: describeRelationships(project.model),
    visuals,
    // Few ask for them, and reading every file of a report takes time.
    get reportParts() {
      return describeReportParts(files, project);
    },
    get uses() {
      uses ??= describeUses(project, visuals);
      return uses;
    },
    get definitions() {
      definitions ??= describeDefinitions(files, project, visuals);
      return definitions;
    },
    check: (checks) => [
      ...unreadable(folder, project),
      ...(checks ? unknownKinds(checks) : []),
      ...checkProject(project, settingsOf(files, checks)).map(keptPart),
    ],
    checkQueries: async (checks) => (await checkProjectQueries(project, settingsOf(files, checks))).map(keptPart),
    edit: (edits) => editModel(files, project, edits, (after) => tabularModel(after, folder, reports, name, project)),
    dependents: (object) => findDependents(project, visuals, object),
    evaluate: (question, engine) => evaluateMeasures(project.model, question, engine),
  };
}

/** What the contract keeps of a finding. A verdict covers its findings, and has to be the same when it is read again. */
function keptPart({ object: _, ...finding }: ModelFinding): Finding {
  return finding;
}

/** Edits see what the edits before them did. The first that cannot be made stops all: nothing is changed by halves. */
function editModel(
  files: ProjectFiles,
  start: TabularProject,
  edits: readonly ModelEdit[],
  open: (files: ProjectFiles) => SemanticModel,
): ReturnType<SemanticModel["edit"]> {
  const readOnly = readOnlyFinding(start);
  if (readOnly) return { findings: [readOnly] };
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

function unreadable(folder: string, project: TabularProject): Finding[] {
  if (project.model.files.length > 0) return [];
  const message = `there are no .tmdl files in ${folderPrefix(folder)}definition, and no model.bim beside it`;
  return [{ code: "model-format", severity: "error", message }];
}

function settingsOf(files: ProjectFiles, checks: ModelChecks | undefined): CheckSettings {
  if (!checks) return {};
  const known = checks.baseline === undefined ? undefined : files.get(checks.baseline);
  return {
    severities: checks.severities,
    bestPractices: checks.bestPractices,
    ...(known !== undefined && { baseline: new Set(readBaseline(known)) }),
  };
}

/** A misspelt code would switch nothing off, and nobody would see it. */
function unknownKinds({ severities }: ModelChecks): Finding[] {
  return Object.keys(severities)
    .filter((code) => !findingKinds.has(code))
    .map((code) => ({
      code: "model-checks",
      severity: "warning",
      message: `the settings name \`${code}\`, which no check finds`,
      hint: "`throughline model check --kinds` lists what they find.",
    }));
}

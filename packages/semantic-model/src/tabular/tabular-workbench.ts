import type { FileChange, Finding, ModelChecks, ProjectFiles } from "@throughline/contracts";
import {
  applyEdits,
  checkProject,
  checkProjectQueries,
  diffModels,
  type EditsByFile,
  findingKinds,
  formatDax,
  formatModel,
  type GraphNode,
  indexModel,
  lineIndex,
  type Model,
  modelGraph,
  nameProblem,
  type Origin,
  openTabular,
  parseDax,
  type Rename,
  renameEverywhere,
  type TabularProject,
} from "@throughline/tabular";
import type { ModelObject, ModelWorkbench, Rewritten, SemanticModel } from "../semantic-model.ts";
import { writeBaseline } from "./baseline.ts";
import { whyReadOnly } from "./read-only.ts";

/** A Power BI model at somebody's desk. Objects are named as in DAX: `Sales[Amount]`, `[Total]`, `'My Table'`. */
export function tabularWorkbench(
  files: ProjectFiles,
  folder: string,
  reports: readonly string[],
  model: SemanticModel,
): ModelWorkbench {
  const project = openTabular(files, folder, reports);
  return {
    model,
    kinds: [...findingKinds.values()],
    baseline: async (checks?: ModelChecks) => {
      const settings = checks ? { severities: checks.severities, bestPractices: checks.bestPractices } : {};
      return writeBaseline([...checkProject(project, settings), ...(await checkProjectQueries(project, settings))]);
    },
    format: () => rewrite(files, project, () => ({ edits: formatModel(project) })),
    rename: (object, name) => rewrite(files, project, () => renameByName(project, object, name)),
    find: (object) => findObject(project, object),
    differences: (others, otherFolder) => diffModels(project.model, openTabular(others, otherFolder, []).model),
  };
}

type Edits = { readonly edits: EditsByFile } | { readonly finding: Finding };

function rewrite(files: ProjectFiles, project: TabularProject, make: () => Edits): Rewritten {
  const readOnly = whyReadOnly(project);
  if (readOnly) return { finding: readOnly };
  const made = make();
  if ("finding" in made) return made;
  const changes = [...made.edits].flatMap(([path, edits]): FileChange[] => {
    const before = files.get(path) ?? "";
    const after = applyEdits(before, edits);
    return after === before ? [] : [{ path, before, after }];
  });
  return { changes };
}

function renameByName(project: TabularProject, written: string, name: string): Edits {
  const object = lookUp(project.model, written);
  if (!object) return { finding: noObject(project.model, written) };
  const problem =
    object.kind === "table"
      ? tableNameProblem(project.model, name)
      : nameProblem(project.model, { kind: object.kind, table: object.table }, name);
  if (problem !== undefined) {
    return {
      finding: { code: "name-not-possible", severity: "error", message: `\`${name}\` is no name here: ${problem}` },
    };
  }
  const rename: Rename =
    object.kind === "table"
      ? { kind: "table", from: object.table, to: name }
      : { kind: object.kind, table: object.table, from: object.name, to: name };
  return { edits: renameEverywhere(project, rename) };
}

function tableNameProblem(model: Model, name: string): string | undefined {
  if (name.trim() === "" || name !== name.trim()) return "a name must not be empty, nor begin or end with white space";
  return indexModel(model).table(name) ? `there is a table '${name}'` : undefined;
}

interface Found {
  readonly kind: "table" | "column" | "measure";
  readonly table: string;
  readonly name: string;
  readonly origin: Origin;
}

function lookUp(model: Model, written: string): Found | undefined {
  const index = indexModel(model);
  const { expression, diagnostics } = parseDax(written);
  const whole = index.table(written);
  if (whole) return { kind: "table", table: whole.name, name: "", origin: whole.origin };
  if (diagnostics.length > 0) return undefined;
  if (expression.kind === "table" || expression.kind === "name") {
    const table = index.table(expression.name);
    return table && { kind: "table", table: table.name, name: "", origin: table.origin };
  }
  if (expression.kind !== "field") return undefined;
  const column = expression.table && index.column(expression.table.name, expression.name);
  if (column) return { kind: "column", table: column.table, name: column.name, origin: column.origin };
  const measure = index.measure(expression.name);
  return measure && { kind: "measure", table: measure.table, name: measure.name, origin: measure.origin };
}

function noObject(model: Model, written: string): Finding {
  return {
    code: "object-unknown",
    severity: "error",
    message: `this model has no object ${written}`,
    hint: `Name it as in DAX: ${model.tables[0]?.name ?? "Table"}[Column], [Measure], or a table by its name.`,
  };
}

function findObject(project: TabularProject, written: string): ModelObject | undefined {
  const found = lookUp(project.model, written);
  if (!found) return undefined;
  const { kind, table, name, origin } = found;
  const index = indexModel(project.model);
  const graph = modelGraph(project);
  const node: GraphNode = { kind, table, name };
  const object =
    kind === "measure" ? index.measure(name) : kind === "column" ? index.column(table, name) : index.table(table);
  const expression = object && "expression" in object ? object.expression?.text : undefined;
  const format = object && "formatString" in object ? object.formatString : undefined;
  const { line } = lineIndex(origin.file.document.text).position(origin.node.header.start);
  return {
    object: label(node),
    place: { file: origin.file.path, line },
    ...(expression !== undefined && { definition: formatDax(expression) }),
    ...(object?.description !== undefined && { description: object.description }),
    ...(format !== undefined && { format }),
    needs: graph.needs(node).map(label).sort(),
    neededBy: graph.neededBy(node).map(label).sort(),
  };
}

function label({ kind, table, name }: GraphNode): string {
  if (kind === "visual") return `visual ${table === "" ? "" : `${table}: `}${name}`;
  return `${kind} ${table}${name === "" ? "" : table === "" ? name : `[${name}]`}`;
}

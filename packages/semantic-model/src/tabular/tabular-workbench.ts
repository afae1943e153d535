import type { FileChange, Finding, ModelChecks, ProjectFiles } from "@throughline/contracts";
import {
  checkProject,
  checkProjectQueries,
  diffModels,
  type FileEdits,
  findingKinds,
  formatDax,
  formatModel,
  type GraphNode,
  indexModel,
  lineIndex,
  type Model,
  modelGraph,
  type ObjectName,
  type Origin,
  openTabular,
  originsOf,
  parseDax,
  renameInModel,
  type TabularProject,
  withEdits,
} from "@throughline/tabular";
import type { ModelObject, ModelWorkbench, Rewritten } from "../semantic-model.ts";
import { writeBaseline } from "./baseline.ts";
import { objectInWords } from "./object-in-words.ts";
import { placedDifference } from "./placed-difference.ts";
import { readOnlyFinding, refusalFinding } from "./read-only.ts";
import { tabularModel } from "./tabular-model.ts";

/**
 * A Power BI model at somebody's desk. Objects are named as in DAX: `Sales[Amount]`, `[Total]`, `'My Table'`; others by
 * their kind: `hierarchy Dates[Calendar]`, `role Basel`.
 */
export function tabularWorkbench(
  files: ProjectFiles,
  folder: string,
  reports: readonly string[],
  name: string,
): ModelWorkbench {
  const project = openTabular(files, folder, reports);
  return {
    model: tabularModel(files, folder, reports, name, project),
    kinds: [...findingKinds.values()],
    baseline: async (checks?: ModelChecks) => {
      const settings = checks ? { severities: checks.severities, bestPractices: checks.bestPractices } : {};
      return writeBaseline([...checkProject(project, settings), ...(await checkProjectQueries(project, settings))]);
    },
    format: () => rewrite(files, project, () => ({ edits: formatModel(project), created: new Map(), removed: [] })),
    rename: (object, name) => rewrite(files, project, () => renameByName(project, object, name)),
    find: (object) => findObject(project, object),
    differences: (others, otherFolder) =>
      diffModels(project.model, openTabular(others, otherFolder, []).model).map(placedDifference),
  };
}

function rewrite(files: ProjectFiles, project: TabularProject, make: () => Rewriting): Rewritten {
  const readOnly = readOnlyFinding(project);
  if (readOnly) return { finding: readOnly };
  const made = make();
  if ("finding" in made) return made;
  const texts = withEdits(files, made);
  const paths = [...made.edits.keys(), ...made.created.keys(), ...made.removed];
  const changes = [...new Set(paths)].flatMap((path): FileChange[] => {
    const [before = null, after = null] = [files.get(path), texts.get(path)];
    return after === before ? [] : [{ path, before, after }];
  });
  return { changes };
}

type Rewriting = FileEdits | { readonly finding: Finding };

function renameByName(project: TabularProject, written: string, name: string): Rewriting {
  const found = lookUp(project.model, written);
  const object = found ? nameOf(found) : objectInWords(written);
  if (!object || originsOf(project.model, object).length === 0) return { finding: noObject(project.model, written) };
  const made = renameInModel(project, { ...object, from: object.name, to: name });
  if (!("refused" in made)) return made;
  const { message, ...refused } = made.refused;
  const isName = refused.code === "name-not-possible";
  return {
    finding: refusalFinding({ ...refused, message: isName ? `\`${name}\` is no name here: ${message}` : message }),
  };
}

function nameOf({ kind, table, name }: Found): ObjectName {
  return kind === "table" ? { kind, name: table } : { kind, table, name };
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
    hint: `Name it as in DAX: ${model.tables[0]?.name ?? "Table"}[Column], [Measure], or a table by its name; other objects by their kind: role Basel.`,
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

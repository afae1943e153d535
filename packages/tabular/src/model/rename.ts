import type { DaxReference } from "../dax/bind.ts";
import { daxBracket, daxTable } from "../dax/write.ts";
import { writeJsonPart } from "../pbir/json-text.ts";
import { type FieldRename, renameInReport } from "../pbir/rename.ts";
import { nameKey, sameName } from "../text/same-name.ts";
import type { Span } from "../text/span.ts";
import type { TextEdit } from "../text/text-edit.ts";
import { renameObject } from "../tmdl/edit.ts";
import { quoteTmdlName } from "../tmdl/name.ts";
import { bindModel } from "./bind-model.ts";
import { linguisticNames } from "./linguistic-names.ts";
import type { Model, Origin, PathProperty } from "./model.ts";
import { indexModel } from "./model-index.ts";
import type { TabularProject } from "./open-model.ts";
import { bindReportMeasures } from "./report-dax.ts";

/** What gets another name. */
export type Rename = FieldRename;

/** Edits by file. Only names change: the declaration's, and every reference's in DAX, TMDL and reports. */
export type EditsByFile = ReadonlyMap<string, readonly TextEdit[]>;

export function renameEverywhere(project: TabularProject, rename: Rename): EditsByFile {
  const edits = new Map<string, TextEdit[]>();
  const add = (path: string, edit: TextEdit | undefined): void => {
    if (!edit) return;
    const list = edits.get(path);
    if (list) list.push(edit);
    else edits.set(path, [edit]);
  };
  for (const { file, node } of declarations(project.model, rename)) add(file.path, renameObject(node, rename.to));
  renameInDax(project.model, rename, add);
  renameInProperties(project.model, rename, add);
  for (const origin of namedElsewhere(project.model, rename)) {
    add(origin.file.path, renameObject(origin.node, rename.to));
  }
  for (const culture of project.model.cultures) {
    if (!culture.linguisticMetadata) continue;
    for (const edit of linguisticNames(culture.linguisticMetadata, rename)) {
      add(culture.linguisticMetadata.file.path, edit);
    }
  }
  for (const report of project.reports) {
    for (const file of report.files) for (const edit of renameInReport(file, rename)) add(file.path, edit);
  }
  renameInReportMeasures(project, rename, add);
  return edits;
}

type Add = (path: string, edit: TextEdit | undefined) => void;

function declarations(model: Model, rename: Rename): readonly Origin[] {
  const index = indexModel(model);
  if (rename.kind === "table") return index.table(rename.from)?.origins ?? [];
  if (rename.kind === "column") {
    const column = index.column(rename.table, rename.from);
    return column ? [column.origin] : [];
  }
  const measure = index.measure(rename.from);
  return measure ? [measure.origin] : [];
}

function renameInDax(model: Model, rename: Rename, add: Add): void {
  for (const { expression, bound } of bindModel(model)) {
    const { path, document } = expression.file;
    for (const reference of bound.references) add(path, renameReference(reference, rename, document.text));
  }
}

/** The new text of one name in DAX, if it names what gets another name. `text` is the file it stands in. */
function renameReference(reference: DaxReference, rename: Rename, text: string): TextEdit | undefined {
  if (rename.kind === "table") {
    if (!sameName(reference.table, rename.from)) return undefined;
    const span = reference.kind === "table" ? reference.span : reference.tableSpan;
    return span && { span, text: writeTable(text.slice(span.start, span.end), rename.to) };
  }
  const isMeant =
    reference.kind === rename.kind &&
    sameName(reference.name, rename.from) &&
    (rename.kind === "measure" || sameName(reference.table, rename.table));
  return isMeant ? { span: reference.span, text: daxBracket(rename.to) } : undefined;
}

/** The DAX of a report's own measures, and the names beside it: the table each is shown in, the measures it lists. */
function renameInReportMeasures(project: TabularProject, rename: Rename, add: Add): void {
  for (const { report, measure, references } of bindReportMeasures(project)) {
    const text = report.files.find(({ path }) => path === measure.path)?.text ?? "";
    for (const reference of references) {
      const edit = renameReference(reference, rename, text);
      add(measure.path, edit && { span: edit.span, text: writeJsonPart(edit.text) });
    }
  }
  for (const measure of project.reports.flatMap(({ measures }) => measures)) {
    const addName = (span: Span): void => add(measure.path, { span, text: JSON.stringify(rename.to) });
    if (rename.kind === "table" && sameName(measure.table, rename.from)) addName(measure.tableSpan);
    for (const listed of measure.listed) {
      if (rename.kind === "table" && sameName(listed.table, rename.from)) addName(listed.tableSpan);
      if (rename.kind === "measure" && !listed.isOwn && sameName(listed.name, rename.from)) addName(listed.nameSpan);
    }
  }
}

/** Keeps a table without quotes where it was written so and the new name allows it. */
function writeTable(before: string, to: string): string {
  return !before.startsWith("'") && /^[A-Za-z_][A-Za-z0-9_]*$/u.test(to) ? to : daxTable(to);
}

/** Properties that name a column: relationship ends, sort-by, levels, groups of columns. */
function renameInProperties(model: Model, rename: Rename, add: Add): void {
  if (rename.kind === "measure") return;
  for (const { path, homeTable } of pathProperties(model)) {
    const [first, second] = path.parts;
    const table = second ? first : undefined;
    const column = second ?? first;
    const { file } = path.origin;
    if (rename.kind === "table") {
      if (table && sameName(table.value, rename.from)) {
        add(file.path, { span: table.span, text: quoteTmdlName(rename.to) });
      }
    } else if (column && sameName(column.value, rename.from) && sameName(table?.value ?? homeTable, rename.table)) {
      add(file.path, { span: column.span, text: quoteTmdlName(rename.to) });
    }
  }
}

function* pathProperties(model: Model): Generator<{ path: PathProperty; homeTable: string }> {
  for (const relationship of model.relationships) {
    if (relationship.from) yield { path: relationship.from, homeTable: "" };
    if (relationship.to) yield { path: relationship.to, homeTable: "" };
  }
  for (const table of model.tables) {
    const homeTable = table.name;
    for (const column of table.columns) {
      if (column.sortByColumn) yield { path: column.sortByColumn, homeTable };
      for (const path of column.groupByColumns) yield { path, homeTable };
    }
    for (const hierarchy of table.hierarchies) {
      for (const level of hierarchy.levels) if (level.column) yield { path: level.column, homeTable };
    }
  }
}

/** Other declarations that carry the same name: `ref table`, row filters, perspectives, translations. */
function* namedElsewhere(model: Model, rename: Rename): Generator<Origin> {
  if (rename.kind === "table") {
    for (const { kind, name, origin } of model.references) {
      if (kind === "table" && sameName(name, rename.from)) yield origin;
    }
    for (const role of model.roles) {
      for (const permission of role.permissions) if (sameName(permission.table, rename.from)) yield permission.origin;
    }
  }
  const wanted = rename.kind;
  const perspectiveKind = `perspective${wanted.charAt(0).toUpperCase()}${wanted.slice(1)}`;
  const isMeant = (member: { table: string; name: string }): boolean =>
    sameName(member.name, rename.from) && (rename.kind === "table" || sameName(member.table, rename.table));
  for (const perspective of model.perspectives) {
    for (const member of perspective.members) {
      if (member.kind === perspectiveKind && isMeant(member)) yield member.origin;
    }
  }
  for (const culture of model.cultures) {
    for (const translation of culture.translations) {
      if (translation.kind === wanted && isMeant(translation)) yield translation.origin;
    }
  }
}

/** Why an object cannot get a name, if it cannot. */
export function nameProblem(
  model: Model,
  object: { kind: "measure" | "column"; table: string },
  name: string,
): string | undefined {
  if (name.trim() === "") return "a name must not be empty";
  if (name !== name.trim()) return "a name must not begin or end with white space";
  if (/[\u0000-\u001f\u007f]/u.test(name)) return "a name must not have control characters";
  const index = indexModel(model);
  const column = index.column(object.table, name);
  if (column) return `table '${column.table}' has a column [${column.name}]`;
  const measure = index.measure(name);
  if (measure && (object.kind === "measure" || nameKey(measure.table) === nameKey(object.table))) {
    return `table '${measure.table}' has a measure [${measure.name}]`;
  }
  return undefined;
}

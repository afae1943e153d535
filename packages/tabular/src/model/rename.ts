import { bindDax, type DaxReference } from "../dax/bind.ts";
import { parseDax } from "../dax/parse.ts";
import { daxBracket, daxTableLike } from "../dax/write.ts";
import { renameFilterValues } from "../pbir/filter-values.ts";
import { writeJsonPart } from "../pbir/json-text.ts";
import { type FieldRename, renameInReport } from "../pbir/rename.ts";
import { nameKey, sameName } from "../text/same-name.ts";
import type { Span } from "../text/span.ts";
import type { TextEdit } from "../text/text-edit.ts";
import { renameObject } from "../tmdl/edit.ts";
import { quoteTmdlName } from "../tmdl/name.ts";
import { bindModel } from "./bind-model.ts";
import { columnPaths } from "./column-paths.ts";
import { EditList, type EditsByFile } from "./edit/file-edits.ts";
import { translationsOf } from "./edit/listed-names.ts";
import { originsOf, type Rename } from "./edit/object-name.ts";
import { renameCalls, renameItemTexts } from "./edit/rename-in-dax.ts";
import { renameInM } from "./edit/rename-in-m.ts";
import { renameInVariations } from "./edit/rename-in-variations.ts";
import { linguisticNames } from "./linguistic-names.ts";
import type { Model, Origin, PathProperty } from "./model.ts";
import { indexModel } from "./model-index.ts";
import type { TabularProject } from "./open-model.ts";
import { pathProperty } from "./property.ts";
import { bindReportMeasures } from "./report-dax.ts";

/** Only names change: the declaration's, and every reference's in DAX, M, TMDL and reports. */
export function renameEverywhere(project: TabularProject, rename: Rename): EditsByFile {
  const { model, reports } = project;
  const list = new EditList();
  const add: Add = (path, edit) => list.add(path, edit);
  const named = { ...rename, name: rename.from };
  for (const { file, node } of [
    ...originsOf(model, named),
    ...namedElsewhere(model, rename),
    ...translationsOf(model, named),
  ]) {
    add(file.path, renameObject(node, rename.to));
  }
  if (rename.kind === "function") renameCalls(project, rename, add);
  if (rename.kind === "calculation-item") {
    renameItemTexts(project, rename, add);
    for (const file of reports.flatMap(({ files }) => files)) {
      for (const edit of renameFilterValues(file, rename)) add(file.path, edit);
    }
  }
  if (rename.kind === "expression" || rename.kind === "table") renameInM(model, rename, add);
  renameInVariations(model, rename, add);
  if (!isOfField(rename)) return list.edits;
  renameInDax(model, rename, add);
  renameInProperties(model, rename, add);
  for (const { linguisticMetadata } of model.cultures) {
    if (!linguisticMetadata) continue;
    for (const edit of linguisticNames(linguisticMetadata, rename)) add(linguisticMetadata.file.path, edit);
  }
  for (const file of reports.flatMap(({ files }) => files)) {
    for (const edit of renameInReport(file, rename)) add(file.path, edit);
  }
  renameInReportMeasures(project, rename, add);
  return list.edits;
}

/** Takes an edit of a file, if there is one. */
type Add = (path: string, edit: TextEdit | undefined) => void;

function isOfField(rename: Rename): rename is FieldRename {
  return ["table", "column", "measure", "hierarchy", "level"].includes(rename.kind);
}

function renameInDax(model: Model, rename: FieldRename, add: Add): void {
  for (const { expression, bound } of bindModel(model)) {
    const { path, document } = expression.file;
    for (const reference of bound.references) add(path, renameReference(reference, rename, document.text));
  }
}

/** The new text of one name in DAX, if it names what gets another name. `text` is the file it stands in. */
function renameReference(reference: DaxReference, rename: FieldRename, text: string): TextEdit | undefined {
  if (rename.kind === "table") {
    if (!sameName(reference.table, rename.from)) return undefined;
    const span = reference.kind === "table" ? reference.span : reference.tableSpan;
    return span && { span, text: daxTableLike(text.slice(span.start, span.end), rename.to) };
  }
  const isMeant =
    reference.kind === rename.kind &&
    sameName(reference.name, rename.from) &&
    (rename.kind === "measure" || sameName(reference.table, rename.table));
  return isMeant ? { span: reference.span, text: daxBracket(rename.to) } : undefined;
}

/** The DAX of a report's own measures, and the names beside it: the table each is shown in, the measures it lists. */
function renameInReportMeasures(project: TabularProject, rename: FieldRename, add: Add): void {
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

/** Properties that name a column: relationship ends, sort-by, levels, groups of columns, aggregations, calendars. */
function renameInProperties(model: Model, rename: FieldRename, add: Add): void {
  if (rename.kind !== "table" && rename.kind !== "column") return;
  if (rename.kind === "table") renameBaseTables(model, rename, add);
  renameInSourceColumns(model, rename, add);
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

/** `sourceColumn: Sales[City]`, as columns of calculated tables name the column they come from. */
function renameInSourceColumns(model: Model, rename: FieldRename, add: Add): void {
  const index = indexModel(model);
  for (const { columns, partitions } of model.tables) {
    if (!partitions.some(({ kind }) => nameKey(kind) === "calculated")) continue;
    for (const { origin } of columns) {
      const { file, node } = origin;
      const value = node.children.find(({ keyword }) => keyword === "sourceColumn")?.value;
      const written = value ? file.document.text.slice(value.span.start, value.span.end) : "";
      if (!value || !/^[^[].*\]$/u.test(written)) continue;
      const { references } = bindDax(parseDax(written, value.span.start).expression, index.scope());
      for (const reference of references) add(file.path, renameReference(reference, rename, file.document.text));
    }
  }
}

/** `baseTable`, which an aggregation that counts rows names. */
function renameBaseTables(model: Model, rename: FieldRename, add: Add): void {
  for (const { file, node } of model.tables.flatMap(({ columns }) => columns.map(({ origin }) => origin))) {
    for (const alternate of node.children.filter(({ keyword }) => keyword === "alternateOf")) {
      const [name] = pathProperty({ file, node: alternate }, "baseTable")?.parts ?? [];
      if (name && sameName(name.value, rename.from)) {
        add(file.path, { span: name.span, text: quoteTmdlName(rename.to) });
      }
    }
  }
}

function* pathProperties(model: Model): Generator<{ path: PathProperty; homeTable: string }> {
  yield* columnPaths(model);
  for (const relationship of model.relationships) {
    if (relationship.from) yield { path: relationship.from, homeTable: "" };
    if (relationship.to) yield { path: relationship.to, homeTable: "" };
  }
  for (const table of model.tables) {
    const homeTable = table.name;
    for (const column of table.columns) {
      if (column.sortByColumn) yield { path: column.sortByColumn, homeTable };
    }
    for (const hierarchy of table.hierarchies) {
      for (const level of hierarchy.levels) if (level.column) yield { path: level.column, homeTable };
    }
  }
}

/** Other declarations that carry the same name: `ref table`, row filters, perspectives. */
function* namedElsewhere(model: Model, rename: Rename): Generator<Origin> {
  for (const { kind, name, origin } of model.references) {
    const isKind = kind === rename.kind || (rename.kind === "culture" && kind === "cultureInfo");
    if (isKind && sameName(name, rename.from)) yield origin;
  }
  if (rename.kind === "table") {
    for (const role of model.roles) {
      for (const permission of role.permissions) if (sameName(permission.table, rename.from)) yield permission.origin;
    }
  }
  const perspectiveKind = `perspective${rename.kind.charAt(0).toUpperCase()}${rename.kind.slice(1)}`;
  for (const { members } of model.perspectives) {
    for (const { kind, table, name, origin } of members) {
      const isThere = !("table" in rename) || sameName(table, rename.table);
      if (kind === perspectiveKind && sameName(name, rename.from) && isThere) yield origin;
    }
  }
}

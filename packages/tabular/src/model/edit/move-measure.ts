import type { DaxReference } from "../../dax/bind.ts";
import { walkDax } from "../../dax/syntax.ts";
import { daxTable, daxTableLike } from "../../dax/write.ts";
import { writeJsonPart } from "../../pbir/json-text.ts";
import { moveInReport } from "../../pbir/move-measure.ts";
import { nameKey, sameName } from "../../text/same-name.ts";
import { shiftSpan } from "../../text/span.ts";
import { applyEdits, type TextEdit } from "../../text/text-edit.ts";
import { insertBefore, insertLines, placeUnder, removeObject } from "../../tmdl/edit.ts";
import type { TmdlDocument, TmdlNode } from "../../tmdl/syntax.ts";
import { type BoundText, bindModel } from "../bind-model.ts";
import { parseExpression } from "../dax-text.ts";
import { moveLinguistic } from "../linguistic-names.ts";
import type { Expression, Measure, Origin, Table } from "../model.ts";
import { indexModel } from "../model-index.ts";
import type { TabularProject } from "../open-model.ts";
import { bindReportMeasures } from "../report-dax.ts";
import { EditList, type EditResult, refuse } from "./file-edits.ts";
import { moveListed } from "./move-listed.ts";
import { unlessReadOnly } from "./read-only.ts";

/**
 * Puts a measure into another table, with its description, properties and annotations as they are, after the last measure
 * there or before one. Whatever names it with its table follows. In its own DAX, columns of the old table that stood without
 * a table get it in front, since they would mean nothing in the new one.
 */
export function moveMeasure(
  project: TabularProject,
  name: string,
  toTable: string,
  { before }: { readonly before?: string } = {},
): EditResult {
  return unlessReadOnly(project, () => {
    const index = indexModel(project.model);
    const measure = index.measure(name);
    const table = index.table(toTable);
    if (!measure) return refuse("object-unknown", `there is no measure [${name}]`);
    if (!table) return refuse("object-unknown", `there is no table '${toTable}'`);
    if (sameName(measure.table, table.name)) {
      return refuse("edit-not-possible", `measure [${measure.name}] is in table '${table.name}' already`);
    }
    const column = index.column(table.name, measure.name);
    if (column) return refuse("name-not-possible", `table '${table.name}' has a column [${column.name}]`);
    const next = before === undefined ? undefined : table.measures.find((other) => sameName(other.name, before));
    if (before !== undefined && !next)
      return refuse("object-unknown", `table '${table.name}' has no measure [${before}]`);
    const ambiguous = ambiguousName(project, measure, table);
    if (ambiguous !== undefined) {
      const message = `[${ambiguous}] may be a column of '${measure.table}' or one that the measure's DAX makes`;
      return refuse("edit-not-possible", message, { hint: "Write its table in front of it first." });
    }
    const list = new EditList();
    moveText(project, measure, table, next, list);
    followInDax(project, measure, table, list);
    moveListed(project.model, measure, table.name, list);
    for (const { linguisticMetadata } of project.model.cultures) {
      if (!linguisticMetadata) continue;
      const { path } = linguisticMetadata.file;
      for (const edit of moveLinguistic(linguisticMetadata, measure, table.name)) list.add(path, edit);
    }
    for (const { files, measures } of project.reports) {
      for (const file of files) {
        for (const edit of moveInReport(file, measure, table.name)) list.add(file.path, edit);
      }
      for (const { path, listed } of measures) {
        for (const { isOwn, name: used, tableSpan } of listed) {
          if (!isOwn && sameName(used, measure.name))
            list.add(path, { span: tableSpan, text: JSON.stringify(table.name) });
        }
      }
    }
    return list.done();
  });
}

function moveText(
  project: TabularProject,
  measure: Measure,
  table: Table,
  next: Measure | undefined,
  list: EditList,
): void {
  const { file: from, node } = measure.origin;
  const own = ownEdits(project, measure, table).map((edit) => ({
    ...edit,
    span: shiftSpan(edit.span, -node.block.start),
  }));
  const text = applyEdits(from.document.text.slice(node.block.start, node.block.end), own);
  const lines = text.replace(/\r?\n$/u, "").split(/\r?\n/u);
  list.add(from.path, removeObject(from.document, node));
  const parent = next?.origin ?? table.origins.find((part) => part.node.children.some(isMeasure)) ?? table.origin;
  const { path, document } = parent.file;
  const written = restyled(lines, from.document, document);
  const edit = next
    ? insertBefore(document, parent.node, written)
    : insertLines(document, placeUnder(document, parent.node, "measure", []), written);
  list.add(path, edit);
}

function isMeasure({ keyword, name, isRef }: TmdlNode): boolean {
  return keyword === "measure" && name !== undefined && !isRef;
}

/** Lines as the other file indents, where it does so in another way. */
function restyled(lines: readonly string[], from: TmdlDocument, to: TmdlDocument): readonly string[] {
  const [old, now] = [from.style.indent, to.style.indent];
  if (old === now) return lines;
  return lines.map((line) => {
    let levels = 0;
    while (line.startsWith(old, levels * old.length)) levels++;
    return now.repeat(levels) + line.slice(levels * old.length);
  });
}

/** In the measure's own DAX: its new table, and the old one in front of columns that had their meaning from it. */
function ownEdits(project: TabularProject, measure: Measure, table: Table): TextEdit[] {
  const edits: TextEdit[] = [];
  for (const { expression, bound } of ownTexts(project, measure)) {
    for (const reference of bound.references) {
      if (reference.kind === "column" && needsTable(reference, measure, table)) {
        edits.push({
          span: { start: reference.span.start, end: reference.span.start },
          text: daxTable(reference.table),
        });
      }
      const edit = retabled(reference, measure, table, expression.file.document.text);
      if (edit) edits.push(edit);
    }
  }
  return edits;
}

type ColumnUse = DaxReference & { readonly kind: "column" | "measure" };

/** Whether a column without a table would mean nothing, or another one, in the new table. */
function needsTable(column: ColumnUse, measure: Measure, table: Table): boolean {
  if (column.tableSpan) return false;
  return sameName(column.table, measure.table) || table.columns.some(({ name }) => sameName(name, column.name));
}

/** A name that may be a column of the old table, or one that the DAX makes itself: nobody can tell which to keep. */
function ambiguousName(project: TabularProject, measure: Measure, table: Table): string | undefined {
  for (const { expression, bound } of ownTexts(project, measure)) {
    const made = [...walkDax(parseExpression(expression).expression)].flatMap((part) =>
      part.kind === "text" ? [nameKey(part.value)] : [],
    );
    for (const reference of bound.references) {
      if (reference.kind !== "column" || !needsTable(reference, measure, table)) continue;
      if (made.some((text) => text === nameKey(reference.name) || text.endsWith(`[${nameKey(reference.name)}]`)))
        return reference.name;
    }
  }
  return undefined;
}

function ownTexts({ model }: TabularProject, { origin }: Measure): readonly BoundText[] {
  return bindModel(model).filter(({ expression }) => isWithin(origin, expression));
}

function isWithin({ file, node }: Origin, expression: Expression): boolean {
  return expression.file === file && node.block.start <= expression.start && expression.start < node.block.end;
}

/** `Sales[Total]` with the new table. `text` is that of the file. */
function retabled(reference: DaxReference, measure: Measure, table: Table, text: string): TextEdit | undefined {
  if (reference.kind !== "measure" || !reference.tableSpan || !sameName(reference.name, measure.name)) return undefined;
  const span = reference.tableSpan;
  return { span, text: daxTableLike(text.slice(span.start, span.end), table.name) };
}

function followInDax(project: TabularProject, measure: Measure, table: Table, list: EditList): void {
  for (const { expression, bound } of bindModel(project.model)) {
    if (isWithin(measure.origin, expression)) continue;
    const { path, document } = expression.file;
    for (const reference of bound.references) list.add(path, retabled(reference, measure, table, document.text));
  }
  for (const { report, measure: user, references } of bindReportMeasures(project)) {
    const text = report.files.find(({ path }) => path === user.path)?.text ?? "";
    for (const reference of references) {
      const edit = retabled(reference, measure, table, text);
      list.add(user.path, edit && { ...edit, text: writeJsonPart(edit.text) });
    }
  }
}

import type { ColumnType, DisplayProperties, Finding, ModelEdit } from "@throughline/contracts";
import {
  addObject,
  addToModel,
  type Column,
  columnSource,
  type EditResult,
  type EditsByFile,
  indexModel,
  lineIndex,
  type Measure,
  mentionsOf,
  type NewProperty,
  type Origin,
  property,
  quoteTmdlName,
  removeFromModel,
  removeObject,
  removeProperty,
  renameInModel,
  setDescription,
  setExpression,
  setProperty,
  type Table,
  type TabularProject,
  type TextEdit,
  tableRelation,
} from "@throughline/tabular";
import { DEPRECATED } from "./deprecated.ts";
import { writeFormula } from "./write-formula.ts";

/** What one edit changes, as steps that follow one another: each is computed on the files as the one before left them. */
export type EditSteps =
  | { readonly steps: readonly ((project: TabularProject) => EditsByFile)[] }
  | { readonly finding: Finding };

/** Turns an edit of the seam into text edits of TMDL and report files, or says why it cannot be made. */
export function editSteps(project: TabularProject, edit: ModelEdit): EditSteps {
  switch (edit.kind) {
    case "add-measure":
      return addMeasure(project, edit);
    case "change-measure": {
      const measure = findMeasure(project, edit.measure.measure);
      if (!measure) return noMeasure(edit.measure.measure);
      const written = writeFormula(indexModel(project.model), edit.formula);
      if ("problem" in written) return refuse("formula-not-possible", written.problem, measure.origin);
      return one(measure.origin, (document) => setExpression(document, measure.origin.node, written.dax));
    }
    case "remove-measure": {
      const measure = findMeasure(project, edit.measure.measure);
      if (!measure) return noMeasure(edit.measure.measure);
      const { table, name } = measure;
      return done(removeFromModel(project, { kind: "measure", table, name }, { force: true }), measure.origin);
    }
    case "rename-measure": {
      const measure = findMeasure(project, edit.measure.measure);
      if (!measure) return noMeasure(edit.measure.measure);
      const renaming = { kind: "measure", table: measure.table, from: measure.name, to: edit.name } as const;
      return done(renameInModel(project, renaming), measure.origin);
    }
    case "add-column":
      return addColumn(project, edit);
    case "rename-column": {
      const column = indexModel(project.model).column(edit.column.table, edit.column.column);
      if (!column) return noColumn(edit.column.table, edit.column.column);
      const renaming = { kind: "column", table: column.table, from: column.name, to: edit.name } as const;
      const renamed = done(renameInModel(project, renaming), column.origin);
      if ("finding" in renamed || edit.sourceColumn === undefined) return renamed;
      const { sourceColumn } = edit;
      return {
        steps: [...renamed.steps, (current) => rereadFrom(current, column.table, edit.name, sourceColumn)],
      };
    }
    case "retype-column": {
      const { table, column: name } = edit.column;
      const column = indexModel(project.model).column(table, name);
      if (!column) return noColumn(table, name);
      if (edit.type === "unknown") return refuse("type-not-possible", `column [${name}] needs a type`, column.origin);
      const type = dataTypes[edit.type];
      return one(column.origin, (document) => setProperty(document, column.origin.node, "dataType", type));
    }
    case "describe-measure": {
      const measure = findMeasure(project, edit.measure.measure);
      if (!measure) return noMeasure(edit.measure.measure);
      return display(project, edit.display, (current) => findMeasure(current, measure.name));
    }
    case "describe-column": {
      const { table, column: name } = edit.column;
      if (!indexModel(project.model).column(table, name)) return noColumn(table, name);
      return display(project, edit.display, (current) => indexModel(current.model).column(table, name));
    }
    case "describe-table": {
      if (!indexModel(project.model).table(edit.table)) return noTable(edit.table);
      return display(project, edit.display, (current) => indexModel(current.model).table(edit.table));
    }
  }
}

function addMeasure(project: TabularProject, edit: ModelEdit & { kind: "add-measure" }): EditSteps {
  const index = indexModel(project.model);
  const table = index.table(edit.table);
  if (!table) return noTable(edit.table);
  const written = writeFormula(index, edit.formula);
  if ("problem" in written) return refuse("formula-not-possible", written.problem, table.origin);
  const { description, format, folder, hidden } = edit.display;
  const properties = [
    ...(hidden ? [["isHidden", true] as const] : []),
    ...given("formatString", format),
    ...given("displayFolder", folder),
  ];
  const measure = { kind: "measure", name: edit.name, expression: written.dax, properties } as const;
  const made = addToModel(project, { ...measure, ...(description && { description }) }, { table: table.name });
  return done(made, table.origin);
}

const dataTypes: Record<ColumnType, string> = {
  string: "string",
  integer: "int64",
  decimal: "decimal",
  double: "double",
  boolean: "boolean",
  date: "dateTime",
  datetime: "dateTime",
  unknown: "string",
};

function addColumn(project: TabularProject, edit: ModelEdit & { kind: "add-column" }): EditSteps {
  const index = indexModel(project.model);
  const table = index.table(edit.table);
  if (!table) return noTable(edit.table);
  if (edit.type === "unknown") {
    return refuse("type-not-possible", `column [${edit.name}] needs a type`, table.origin);
  }
  const hidden = queryHides(project, table, edit.sourceColumn);
  if (hidden) return refuse("query-hides-column", hidden, table.origin);
  const { description, format, folder, sortBy } = edit.display;
  if (sortBy && !index.column(table.name, sortBy)) return noColumn(table.name, sortBy);
  const marksSummarizing = table.columns.some((column) => column.annotations.has("SummarizationSetBy"));
  const defaultFormat = edit.type === "date" ? "Short Date" : edit.type === "integer" ? "0" : undefined;
  const annotations: [string, string][] = marksSummarizing ? [["SummarizationSetBy", "Automatic"]] : [];
  if (edit.type === "date") annotations.push(["UnderlyingDateTimeDataType", "Date"]);
  const made = addToModel(
    project,
    {
      kind: "column",
      name: edit.name,
      ...(description && { description }),
      dataType: dataTypes[edit.type],
      properties: [
        ...(edit.display.hidden ? [["isHidden", true] as const] : []),
        ...given("formatString", format ?? defaultFormat),
        ...given("displayFolder", folder),
        ["summarizeBy", "none"],
      ],
      sourceColumn: edit.sourceColumn,
      ...(sortBy && { sortByColumn: sortBy }),
      annotations,
    },
    { table: table.name },
  );
  return done(made, table.origin);
}

/** A column the table's query leaves out can be in the warehouse and still not reach the model. */
function queryHides(project: TabularProject, table: Table, sourceColumn: string): string | undefined {
  const source = tableRelation(project.model, table);
  const last = source.steps.findLast((step) => step.kind === "select");
  if (last?.kind !== "select") return undefined;
  return last.columns.some((column) => column.value === sourceColumn)
    ? undefined
    : `the query of table '${table.name}' chooses its columns by name, and \`${sourceColumn}\` is not among them`;
}

/** Follows a rename in the warehouse: in the query where it names the column, else in `sourceColumn`. */
function rereadFrom(project: TabularProject, table: string, name: string, sourceColumn: string): EditsByFile {
  const index = indexModel(project.model);
  const owner = index.table(table);
  const column = index.column(table, name);
  if (!owner || !column) return new Map();
  const before = columnSource(project.model, owner, column)?.name ?? column.sourceColumn ?? "";
  const { tokens, renamed } = mentionsOf(tableRelation(project.model, owner), before);
  const partition = owner.partitions[0]?.source;
  const edits = new Map<string, TextEdit[]>();
  const inOwnQuery = tokens.filter(
    ({ start, end }) => partition?.file.document.text.slice(start, end) === quoteM(before),
  );
  if (partition && inOwnQuery.length > 0) {
    edits.set(
      partition.file.path,
      inOwnQuery.map(({ start, end }) => ({ span: { start, end }, text: quoteM(sourceColumn) })),
    );
  }
  if (!renamed) {
    const { file, node } = column.origin;
    const edit = setProperty(file.document, node, "sourceColumn", sourceColumn);
    if (edit) edits.set(file.path, [...(edits.get(file.path) ?? []), edit]);
  }
  return edits;
}

function quoteM(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

type Described = Table | Column | Measure;

/** One property after the other, each on the text the one before left, so that their places cannot collide. */
function display(
  project: TabularProject,
  properties: DisplayProperties,
  find: (project: TabularProject) => Described | undefined,
): EditSteps {
  const target = find(project);
  const sortBy = properties.sortBy;
  if (sortBy && target && "table" in target && !indexModel(project.model).column(target.table, sortBy)) {
    return noColumn(target.table, sortBy);
  }
  const steps: ((current: TabularProject) => EditsByFile)[] = [];
  const step = (edit: (origin: Origin) => TextEdit | undefined): void => {
    steps.push((current) => {
      const origin = find(current)?.origin;
      const made = origin && edit(origin);
      return new Map(origin && made ? [[origin.file.path, [made]]] : []);
    });
  };
  const set = (keyword: string, value: string | null | undefined, isName = false): void => {
    if (value === undefined) return;
    step(({ file, node }) =>
      value === null || value === ""
        ? removeProperty(file.document, node, keyword)
        : setProperty(file.document, node, keyword, isName ? quoteTmdlName(value) : value),
    );
  };
  const { description, hidden } = properties;
  if (description !== undefined) step(({ file, node }) => setDescription(file.document, node, description || null));
  set("formatString", properties.format);
  set("displayFolder", properties.folder);
  if (hidden === true) {
    step((origin) =>
      property(origin, "isHidden")?.toLowerCase() === "true"
        ? undefined
        : setProperty(origin.file.document, origin.node, "isHidden", true),
    );
  }
  if (hidden === false) step(({ file, node }) => removeProperty(file.document, node, "isHidden"));
  set("sortByColumn", sortBy, true);
  if (properties.deprecated !== undefined) step((origin) => deprecate(origin, properties.deprecated === true));
  return { steps };
}

function deprecate({ file, node }: Origin, wanted: boolean): TextEdit | undefined {
  const written = node.children.find((child) => child.keyword === "annotation" && child.name?.value === DEPRECATED);
  if (!wanted) return written && removeObject(file.document, written);
  if (written) return undefined;
  const annotation = { keyword: "annotation", name: DEPRECATED, expression: "true", properties: [] };
  return addObject(file.document, node, annotation, []);
}

function one(origin: Origin, edit: (document: Origin["file"]["document"]) => TextEdit | undefined): EditSteps {
  const made = edit(origin.file.document);
  return { steps: [() => new Map(made ? [[origin.file.path, [made]]] : [])] };
}

/** What an edit of the model comes to. None of these makes files or takes them away. */
function done(made: EditResult, origin: Origin): EditSteps {
  if ("refused" in made) return refuse(made.refused.code, made.refused.message, origin);
  return { steps: [() => made.edits] };
}

function given(keyword: string, value: string | null | undefined): NewProperty[] {
  return value === undefined || value === null || value === "" ? [] : [[keyword, value]];
}

function findMeasure(project: TabularProject, name: string): Measure | undefined {
  return indexModel(project.model).measure(name);
}

function refuse(code: string, message: string, { file, node }: Origin): EditSteps {
  const { line, column } = lineIndex(file.document.text).position(node.header.start);
  return { finding: { code, severity: "error", file: file.path, line, column, message } };
}

function noMeasure(name: string): EditSteps {
  return { finding: { code: "unknown-measure", severity: "error", message: `there is no measure [${name}]` } };
}

function noColumn(table: string, name: string): EditSteps {
  return { finding: { code: "unknown-column", severity: "error", message: `there is no column '${table}'[${name}]` } };
}

function noTable(name: string): EditSteps {
  return { finding: { code: "unknown-table", severity: "error", message: `there is no table '${name}'` } };
}

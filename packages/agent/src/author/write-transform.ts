import type { Intent, NewColumn, ProjectLayout, WarehouseFacts } from "@throughline/contracts";
import { addSelectItem } from "../dbt/add-select-item.ts";
import { type DbtModel, type DbtProject, type DbtSeed, describedColumn, readDbtProject } from "../dbt/dbt-project.ts";
import { derivationInputs, derivationSql } from "../dbt/derivation-sql.ts";
import { addColumnEntry, addColumnTest, setDescription } from "../dbt/edit-properties.ts";
import { sameName } from "../dbt/final-select.ts";
import { readProperties } from "../dbt/properties.ts";
import { renameOutput } from "../dbt/rename-output.ts";
import { applyTextEdits, type TextEdit } from "../dbt/text-edit.ts";
import { fail } from "../failures.ts";
import type { ChangeSet } from "./change-set.ts";
import { describeNewColumn } from "./describe-new-column.ts";
import { writeExposure } from "./write-exposure.ts";
import { writeSourceField } from "./write-source-field.ts";

/** Writes an intent's part in the dbt project. */
export function writeTransform(
  intent: Intent,
  changes: ChangeSet,
  layout: ProjectLayout,
  facts?: WarehouseFacts,
): void {
  if (layout.transform === undefined) return;
  const { folder } = layout.transform;
  const open = (): DbtProject => {
    const project = readDbtProject(changes.files, folder);
    if (project !== undefined) return project;
    throw fail("author.cannot-write", { what: `the dbt project in ${folder}`, problem: "it has no dbt_project.yml" });
  };
  switch (intent.kind) {
    case "add-measure":
      for (const column of intent.columns) writeNewColumn(column, open(), changes);
      return;
    case "add-column":
      writeNewColumn(intent.column, open(), changes);
      return;
    case "rename-column":
      if (intent.column !== undefined) {
        const result = renameOutput(open(), intent.column, intent.name, facts);
        if ("problem" in result)
          throw fail("author.cannot-write", {
            what: `the new name of ${intent.column.model}.${intent.column.column}`,
            problem: result.problem,
          });
        for (const [path, text] of result.texts) changes.put(path, text);
      }
      return;
    case "add-test": {
      const { model, column } = intent.column;
      editColumn(open(), changes, model, column, (file, node) => addColumnTest(file, node, intent.test));
      return;
    }
    case "describe":
      writeDescription(intent, open(), changes);
      return;
    case "sync":
      for (const edit of intent.edits) {
        if (edit.kind === "describe-model") describeModel(edit, open(), changes);
        if (edit.kind === "expose") writeExposure(edit, open(), changes);
      }
      return;
    case "add-source-field":
      writeSourceField(intent, open, changes, facts);
      return;
    default:
  }
}

function nodeNamed(project: DbtProject, name: string): DbtModel | DbtSeed {
  const node = [...project.models, ...project.seeds].find((other) => other.name === name);
  if (node !== undefined) return node;
  throw fail("author.cannot-write", { what: `the dbt model ${name}`, problem: "the project has no such model" });
}

/** Adds a computed column to a model's SQL and, where the model is described, to its properties. */
function writeNewColumn(added: NewColumn, project: DbtProject, changes: ChangeSet): void {
  const model = nodeNamed(project, added.model);
  if (!("sql" in model))
    throw fail("author.cannot-write", { what: added.model, problem: "a seed has no columns that are computed" });
  const { derivation, dataType } = added;
  const inputs = derivationInputs(derivation);
  const result = addSelectItem(model.sql, {
    name: added.column,
    inputs,
    write: (sqlOf, style) => derivationSql(derivation, dataType, sqlOf, style),
  });
  if ("problem" in result)
    throw fail("author.cannot-write", { what: `a column into ${model.file}`, problem: result.problem });
  changes.put(model.file, result.text);
  describeNewColumn(model, changes, added, inputs.at(-1));
}

function putEdits(changes: ChangeSet, path: string, edits: readonly TextEdit[]): void {
  changes.put(path, applyTextEdits(changes.files.get(path) ?? "", edits));
}

/** Edits a column's entry in its properties file; an entry that is not there is added first. */
function editColumn(
  project: DbtProject,
  changes: ChangeSet,
  modelName: string,
  column: string,
  edit: (
    ...at: Parameters<typeof addColumnTest> extends [infer File, infer Node, ...unknown[]] ? [File, Node] : never
  ) => TextEdit,
): void {
  const model = nodeNamed(project, modelName);
  if (model.properties === undefined)
    throw fail("author.cannot-write", {
      what: `the properties of ${modelName}`,
      problem: "no properties file describes this model",
      hint: `Add an entry for ${modelName} to a properties file (.yml) first.`,
    });
  const { path } = model.properties.file;
  const columnAt = ():
    | readonly [Parameters<typeof addColumnTest>[0], Parameters<typeof addColumnTest>[1]]
    | undefined => {
    const file = readProperties(path, changes.files.get(path) ?? "");
    const node = file.resources
      .find((resource) => resource.kind !== "source" && resource.name === modelName)
      ?.columns.find((other) => sameName(other.name, column));
    return node === undefined ? undefined : [file, node];
  };
  if (describedColumn(model, column) === undefined)
    putEdits(changes, path, [addColumnEntry(model.properties.file, model.properties.node, { name: column })]);
  const at = columnAt();
  if (at === undefined)
    throw fail("author.cannot-write", { what: path, problem: `the entry of ${modelName}.${column} cannot be found` });
  putEdits(changes, path, [edit(...at)]);
}

function writeDescription(intent: Intent & { kind: "describe" }, project: DbtProject, changes: ChangeSet): void {
  const { description } = intent.display;
  if (typeof description !== "string") return;
  const model = intent.column?.model ?? intent.model;
  if (model === undefined) return;
  describeModel({ model, column: intent.column?.column, description }, project, changes);
}

function describeModel(
  {
    model: name,
    column,
    description,
  }: { readonly model: string; readonly column?: string | undefined; readonly description: string },
  project: DbtProject,
  changes: ChangeSet,
): void {
  if (column !== undefined) {
    editColumn(project, changes, name, column, (file, node) => setDescription(file, node.node, description));
    return;
  }
  const model = nodeNamed(project, name);
  if (model.properties === undefined)
    throw fail("author.cannot-write", { what: name, problem: "no properties file describes this model" });
  const { file, node } = model.properties;
  putEdits(changes, file.path, [setDescription(file, node.node, description)]);
}

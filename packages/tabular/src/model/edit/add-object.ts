import { sameName } from "../../text/same-name.ts";
import { stableId } from "../../text/stable-id.ts";
import type { TextEdit } from "../../text/text-edit.ts";
import { addAtMargin, addObject, addReference, type NewObject } from "../../tmdl/edit.ts";
import type { TmdlNode } from "../../tmdl/syntax.ts";
import type { Model, ModelFile, Origin, PathProperty, Table } from "../model.ts";
import { indexModel } from "../model-index.ts";
import { folderPrefix, type TabularProject } from "../open-model.ts";
import { EditList, type EditResult, refuse } from "./file-edits.ts";
import { freePath, newFile } from "./file-style.ts";
import { lineageTags } from "./lineage.ts";
import { type NewModelObject, type NewRelationship, toTmdl } from "./new-object.ts";
import { hierarchyOf, nameProblem, type ObjectPlace } from "./object-name.ts";
import { unlessReadOnly } from "./read-only.ts";

/** The table an object goes into; the model itself where none is named. */
export interface Where {
  readonly table?: string;
}

/**
 * Adds an object where Power BI would write it: beside others of its kind, or in a file of its own that looks like the
 * others. Refuses a name that is taken, and names in it that nothing has.
 */
export function addToModel(project: TabularProject, object: NewModelObject, where: Where = {}): EditResult {
  return unlessReadOnly(project, () => {
    switch (object.kind) {
      case "measure":
      case "column":
      case "hierarchy":
      case "calculation-item":
        return addToTable(project, object, where);
      default:
        return addBesideTables(project, object);
    }
  });
}

type InTable = NewModelObject & { readonly kind: "measure" | "column" | "hierarchy" | "calculation-item" };
type AtModel = Exclude<NewModelObject, InTable>;

/** Power BI writes measures, then columns, then hierarchies, then partitions. */
const before: Record<InTable["kind"], readonly string[]> = {
  measure: [],
  column: ["measure"],
  hierarchy: ["column", "measure"],
  "calculation-item": [],
};

function addToTable(project: TabularProject, object: InTable, where: Where): EditResult {
  const { model } = project;
  const table = where.table === undefined ? undefined : indexModel(model).table(where.table);
  if (!table) return refuse("object-unknown", `there is no table '${where.table ?? ""}'`);
  const taken = nameProblem(model, { kind: object.kind, table: table.name }, object.name);
  if (taken !== undefined) return refuse("name-not-possible", taken, { file: table.origin.file.path });
  const missing = missingColumns(model, table.name, object);
  if (missing !== undefined) return refuse("object-unknown", `table '${table.name}' has no column [${missing}]`);
  const parent = parentIn(table, object);
  if (!parent) return refuse("edit-not-possible", `table '${table.name}' is no calculation group`);
  const { file, node } = parent;
  const written = toTmdl(object, table.name, lineageTags(model));
  const edits = new EditList();
  edits.add(file.path, addObject(file.document, node, written, before[object.kind]));
  return edits.done();
}

/** Of a table in several files, the part that has such objects already. */
function parentIn({ origin, origins, calculationGroup }: Table, { kind }: InTable): Origin | undefined {
  if (kind === "calculation-item") return calculationGroup?.origin;
  return origins.find(({ node }) => node.children.some((child) => child.keyword === kind)) ?? origin;
}

function missingColumns(model: Model, table: string, object: InTable): string | undefined {
  const has = (name: string): boolean => indexModel(model).column(table, name) !== undefined;
  if (object.kind === "column" && object.sortByColumn !== undefined) {
    return has(object.sortByColumn) ? undefined : object.sortByColumn;
  }
  if (object.kind !== "hierarchy") return undefined;
  return object.levels.map(({ name, column = name }) => column).find((column) => !has(column));
}

function addBesideTables(project: TabularProject, given: AtModel): EditResult {
  const { model } = project;
  const object = given.kind === "relationship" ? { ...given, name: given.name ?? idOf(model, given) } : given;
  const taken = nameProblem(model, { kind: object.kind }, object.name);
  if (taken !== undefined) return refuse("name-not-possible", taken);
  const missing = missingNames(model, object);
  if (missing !== undefined) return refuse("object-unknown", missing);
  if (object.kind === "relationship" && areRelated(model, object)) {
    return refuse("edit-not-possible", "these columns are related already");
  }
  const tmdl = toTmdl(object, "", lineageTags(model));
  const written = tmdl.keyword === "cultureInfo" ? { ...tmdl, keyword: cultureWord(model) } : tmdl;
  const edits = new EditList();
  const created = new Map<string, string>();
  const home = homes[object.kind];
  const beside = "file" in home ? findHome(project, home.file, written.keyword) : undefined;
  if (beside) edits.add(beside.file.path, addBeside(beside, written));
  else {
    const path =
      "file" in home
        ? `${folderPrefix(project.folder)}definition/${home.file}`
        : freePath(project, home.folder, object.name);
    created.set(path, newFile(project, path, written));
  }
  const reference = model.references.findLast(({ kind }) => kind === written.keyword);
  if (reference) {
    const { file, node } = reference.origin;
    edits.add(file.path, addReference(file.document, node, object.name));
  }
  return edits.done(created);
}

/** Kinds with a file for each object, and kinds that share one. */
const homes: Record<AtModel["kind"], { readonly folder: string } | { readonly file: string }> = {
  table: { folder: "tables" },
  role: { folder: "roles" },
  perspective: { folder: "perspectives" },
  culture: { folder: "cultures" },
  relationship: { file: "relationships.tmdl" },
  expression: { file: "expressions.tmdl" },
  function: { file: "functions.tmdl" },
};

interface Home {
  readonly file: ModelFile;
  /** The last of its kind there. */
  readonly last?: TmdlNode;
  /** `model`, where its objects stand in that. */
  readonly parent?: TmdlNode;
}

/** The usual file if it is there, else the one where the last of its kind is. */
function findHome({ folder, model }: TabularProject, name: string, keyword: string): Home | undefined {
  const path = `${folderPrefix(folder)}definition/${name}`;
  const usual = model.files.find((file) => file.path === path);
  for (const file of usual ? [usual] : [...model.files].reverse()) {
    const atMargin = file.document.nodes.findLast((node) => node.keyword === keyword && !node.isRef);
    if (atMargin) return { file, last: atMargin };
    for (const parent of file.document.nodes) {
      if (parent.keyword !== "model") continue;
      const last = parent.children.findLast((node) => node.keyword === keyword && !node.isRef);
      if (last) return { file, last, parent };
    }
  }
  return usual && { file: usual };
}

function addBeside({ file, last, parent }: Home, object: NewObject): TextEdit {
  return parent ? addObject(file.document, parent, object, []) : addAtMargin(file.document, object, last);
}

/** Older files say `culture`. */
function cultureWord(model: Model): string {
  const words = [
    ...model.cultures.map(({ origin }) => origin.node.keyword),
    ...model.references.map(({ kind }) => kind).filter((kind) => kind === "culture" || kind === "cultureInfo"),
  ];
  return words.includes("culture") && !words.includes("cultureInfo") ? "culture" : "cultureInfo";
}

function idOf(model: Model, { from, to }: NewRelationship): string {
  const parts = ["relationship", from.table, from.column, to.table, to.column];
  const problem = (id: string): boolean => nameProblem(model, { kind: "relationship" }, id) !== undefined;
  let id = stableId(...parts);
  for (let i = 2; problem(id); i++) id = stableId(...parts, String(i));
  return id;
}

/** From either side. */
function areRelated(model: Model, { from, to }: NewRelationship): boolean {
  const isAt = (path: PathProperty | undefined, end: NewRelationship["from"]): boolean =>
    sameName(path?.parts[0]?.value ?? "", end.table) && sameName(path?.parts[1]?.value ?? "", end.column);
  return model.relationships.some(
    (other) => (isAt(other.from, from) && isAt(other.to, to)) || (isAt(other.from, to) && isAt(other.to, from)),
  );
}

/** What the object names and the model does not have. */
function missingNames(model: Model, object: AtModel): string | undefined {
  const index = indexModel(model);
  const noTable = (table: string): string | undefined =>
    index.table(table) ? undefined : `there is no table '${table}'`;
  const noColumn = (table: string, column: string): string | undefined =>
    noTable(table) ?? (index.column(table, column) ? undefined : `table '${table}' has no column [${column}]`);
  const problems: (string | undefined)[] = [];
  if (object.kind === "relationship") {
    problems.push(...[object.from, object.to].map(({ table, column }) => noColumn(table, column)));
  } else if (object.kind === "role") {
    problems.push(...object.tablePermissions.map(({ table }) => noTable(table)));
  } else if (object.kind === "perspective") {
    for (const { table, columns = [], measures = [], hierarchies = [] } of object.tables) {
      problems.push(noTable(table), ...columns.map((column) => noColumn(table, column)));
      const noMeasure = measures.find((name) => !index.table(table)?.measures.some((one) => one.name === name));
      const noHierarchy = hierarchies.find((name) => !hierarchyOf(model, table, name));
      if (noMeasure !== undefined) problems.push(`table '${table}' has no measure [${noMeasure}]`);
      if (noHierarchy !== undefined) problems.push(`table '${table}' has no hierarchy ${noHierarchy}`);
    }
  } else if (object.kind === "table") {
    const names = new Set(object.columns.map(({ name }) => name));
    for (const { levels } of object.hierarchies ?? []) {
      for (const { name, column = name } of levels) {
        if (!names.has(column)) problems.push(`table '${object.name}' has no column [${column}]`);
      }
    }
    for (const { name } of object.measures ?? []) {
      const place: ObjectPlace = { kind: "measure", table: object.name };
      problems.push(
        names.has(name) ? `table '${object.name}' has a column [${name}]` : nameProblem(model, place, name),
      );
    }
  }
  return problems.find((problem) => problem !== undefined);
}

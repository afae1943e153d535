import { type DisplayProperties, editedTable, type ModelEdit } from "@throughline/contracts";
import { brokenReferences, type FakeDefinition, type FakeMeasure, type FakeTable } from "./fake-definition.ts";

type Edited = { readonly definition: FakeDefinition } | { readonly problem: string };

export function editDefinition(start: FakeDefinition, edits: readonly ModelEdit[]): Edited {
  let definition = start;
  for (const edit of edits) {
    const after = apply(definition, edit);
    if (typeof after === "string") return { problem: after };
    const isNew = edit.kind === "add-measure" || edit.kind === "change-measure";
    const [broken] = isNew ? brokenReferences(after).filter((key) => !brokenReferences(definition).includes(key)) : [];
    if (broken) return { problem: broken };
    definition = after;
  }
  return { definition };
}

/** The definition after one edit, or what is wrong with the edit. */
function apply(definition: FakeDefinition, edit: ModelEdit): FakeDefinition | string {
  const target = editedTable(edit);
  const table = definition.tables.find(({ name }) => name === target);
  if (!table) return `there is no table ${target}`;
  const change = (after: Partial<FakeTable>): FakeDefinition => ({
    ...definition,
    tables: definition.tables.map((own) => (own === table ? { ...own, ...after } : own)),
  });
  const measure = "measure" in edit ? table.measures.find(({ name }) => name === edit.measure.measure) : undefined;
  if ("measure" in edit && !measure) return `there is no measure ${edit.measure.measure}`;
  const column = "column" in edit ? table.columns.find(({ name }) => name === edit.column.column) : undefined;
  if ("column" in edit && !column) return `there is no column ${edit.column.column}`;
  const changeMeasure = (after: Partial<FakeMeasure>): FakeDefinition =>
    change({ measures: table.measures.map((own) => (own === measure ? { ...own, ...after } : own)) });
  if ("name" in edit) {
    const taken = [...table.columns, ...definition.tables.flatMap((own) => own.measures)].some(
      ({ name }) => name === edit.name,
    );
    if (edit.name.trim() === "" || taken) return `the name "${edit.name}" is empty or taken`;
  }
  switch (edit.kind) {
    case "add-measure": {
      const { name, formula } = edit;
      const added = described({ name, formula, hidden: false, synonyms: [] }, edit.display);
      return change({ measures: [...table.measures, added] });
    }
    case "change-measure":
      return changeMeasure({ formula: edit.formula });
    case "remove-measure":
      return change({ measures: table.measures.filter((own) => own !== measure) });
    case "rename-measure":
      return replaceNames(changeMeasure({ name: edit.name }), "measure", edit.measure, edit.name);
    case "add-column": {
      const { name, type, sourceColumn } = edit;
      const added = { name, type, sourceColumn, calculated: false, key: false, hidden: false, synonyms: [] };
      return change({ columns: [...table.columns, described(added, edit.display)] });
    }
    case "rename-column": {
      const source = edit.sourceColumn === undefined ? {} : { sourceColumn: edit.sourceColumn };
      const renamed = table.columns.map((own) => (own === column ? { ...own, name: edit.name, ...source } : own));
      return replaceNames(change({ columns: renamed }), "column", edit.column, edit.name);
    }
    case "retype-column":
      if (edit.type === "unknown") return `column ${edit.column.column} needs a type`;
      return change({ columns: table.columns.map((own) => (own === column ? { ...own, type: edit.type } : own)) });
    case "describe-measure":
      return change({ measures: table.measures.map((own) => (own === measure ? described(own, edit.display) : own)) });
    case "describe-column":
      return change({ columns: table.columns.map((own) => (own === column ? described(own, edit.display) : own)) });
    case "describe-table":
      return {
        ...definition,
        tables: definition.tables.map((own) => (own === table ? described(own, edit.display) : own)),
      };
  }
}

function described<T extends object>(object: T, display: DisplayProperties): T {
  const kept = Object.entries({ ...object, ...display }).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(kept) as T;
}

/** Every `{table, column}` or `{table, measure}` of the definition that means the object gets the new name. */
function replaceNames<T>(
  value: T,
  kind: "column" | "measure",
  old: { readonly table: string } & Partial<Record<"column" | "measure", string>>,
  to: string,
): T {
  if (Array.isArray(value)) return value.map((item) => replaceNames(item, kind, old, to)) as T;
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, replaceNames(inner, kind, old, to)] as const);
  const copy: Record<string, unknown> = Object.fromEntries(entries);
  if (copy["table"] === old.table && copy[kind] === old[kind]) copy[kind] = to;
  return copy as T;
}

import { daxFunctions } from "../../dax/functions.ts";
import { nameKey, sameName } from "../../text/same-name.ts";
import type { Hierarchy, Model, Origin } from "../model.ts";
import { indexModel } from "../model-index.ts";

/** What an object is and where it is, without its name. */
export type ObjectPlace =
  | { readonly kind: "table" }
  | { readonly kind: "expression" }
  | { readonly kind: "relationship" | "role" | "perspective" | "culture" | "function" }
  | { readonly kind: "column" | "measure" | "hierarchy" | "calculation-item"; readonly table: string }
  | { readonly kind: "level"; readonly table: string; readonly hierarchy: string };

/** One object of a model. A calculated column is a column, a parameter an expression. */
export type ObjectName = ObjectPlace & { readonly name: string };

/** What gets another name: `from` is the one it has. */
export type Rename = ObjectPlace & { readonly from: string; readonly to: string };

/** As people name it: `measure [Total]`, `column Sales[Amount]`, `role Basel`. */
export function labelOf(object: ObjectName): string {
  const kind = object.kind === "calculation-item" ? "calculation item" : object.kind;
  if (object.kind === "measure") return `measure [${object.name}]`;
  if (object.kind === "level") return `level ${object.table}[${object.hierarchy}][${object.name}]`;
  return "table" in object ? `${kind} ${object.table}[${object.name}]` : `${kind} ${object.name}`;
}

/** Where an object is declared; a table may be in several files. Empty where there is none of that name. */
export function originsOf(model: Model, object: ObjectName): readonly Origin[] {
  if (object.kind === "table") return indexModel(model).table(object.name)?.origins ?? [];
  const found = siblingsOf(model, object).find(({ name }) => sameName(name, object.name));
  return found ? [found.origin] : [];
}

interface Named {
  readonly name: string;
  readonly origin: Origin;
}

/** The objects among which a name must be another's no more than once. */
function siblingsOf(model: Model, place: ObjectPlace): readonly Named[] {
  const index = indexModel(model);
  switch (place.kind) {
    case "table":
      return model.tables;
    case "relationship":
      return model.relationships;
    case "role":
      return model.roles;
    case "perspective":
      return model.perspectives;
    case "culture":
      return model.cultures;
    case "expression":
      return model.expressions;
    case "function":
      return model.functions;
    case "column":
      return index.table(place.table)?.columns ?? [];
    case "measure":
      return model.tables.flatMap((table) => table.measures);
    case "hierarchy":
      return index.table(place.table)?.hierarchies ?? [];
    case "calculation-item":
      return index.table(place.table)?.calculationGroup?.items ?? [];
    case "level":
      return hierarchyOf(model, place.table, place.hierarchy)?.levels ?? [];
  }
}

export function hierarchyOf(model: Model, table: string, name: string): Hierarchy | undefined {
  return indexModel(model)
    .table(table)
    ?.hierarchies.find((hierarchy) => sameName(hierarchy.name, name));
}

/** Why an object cannot get a name, if it cannot. */
export function nameProblem(model: Model, place: ObjectPlace, name: string): string | undefined {
  if (name.trim() === "") return "a name must not be empty";
  if (name !== name.trim()) return "a name must not begin or end with white space";
  if (/[\u0000-\u001f\u007f]/u.test(name)) return "a name must not have control characters";
  if (place.kind === "function") {
    if (!/^[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*$/u.test(name)) {
      return "a function's name has letters, digits, `_` and dots between words";
    }
    if (Object.hasOwn(daxFunctions, name.toUpperCase())) return `DAX has a function ${name.toUpperCase()}`;
  }
  return takenBy(model, place, name);
}

function takenBy(model: Model, place: ObjectPlace, name: string): string | undefined {
  const index = indexModel(model);
  if (place.kind === "measure" || place.kind === "column" || place.kind === "hierarchy") {
    const column = index.column(place.table, name);
    if (column) return `table '${column.table}' has a column [${column.name}]`;
  }
  if (place.kind === "measure" || place.kind === "column") {
    const measure = index.measure(name);
    if (measure && (place.kind === "measure" || nameKey(measure.table) === nameKey(place.table))) {
      return `table '${measure.table}' has a measure [${measure.name}]`;
    }
  }
  // Names of queries are one set: tables are made by queries as well.
  const table = place.kind === "expression" ? index.table(name) : undefined;
  if (table) return `there is a table '${table.name}'`;
  const hierarchy = place.kind === "column" ? hierarchyOf(model, place.table, name) : undefined;
  if (hierarchy) return `table '${hierarchy.table}' has a hierarchy ${hierarchy.name}`;
  const same = siblingsOf(model, place).find((sibling) => sameName(sibling.name, name));
  return (
    same &&
    (place.kind === "table" ? `there is a table '${name}'` : `there is a ${labelOf({ ...place, name: same.name })}`)
  );
}

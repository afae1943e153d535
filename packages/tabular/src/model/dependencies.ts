import { nameKey } from "../text/same-name.ts";
import { bindModel } from "./bind-model.ts";
import type { Model } from "./model.ts";

/** An object others can depend on. */
export interface ObjectRef {
  readonly kind: "table" | "column" | "measure";
  readonly table: string;
  /** Empty for a table. */
  readonly name: string;
}

/** Who uses whom, directly: measures, calculated columns, calculated tables, sort-by. */
export interface Dependencies {
  /** What its value needs: not what only its format or its KPI needs. */
  uses(object: ObjectRef): readonly ObjectRef[];
  usedBy(object: ObjectRef): readonly ObjectRef[];
  /** Through any number of steps, without the object itself. */
  allUsedBy(object: ObjectRef): readonly ObjectRef[];
}

/** One text for one object, whatever case its name is written in. Measures are the model's, not their table's. */
export function objectKey(object: ObjectRef): string {
  return object.kind === "measure"
    ? `measure\n${nameKey(object.name)}`
    : `${object.kind}\n${nameKey(object.table)}\n${nameKey(object.name)}`;
}

const graphs = new WeakMap<Model, Dependencies>();

export function dependenciesOf(model: Model): Dependencies {
  const known = graphs.get(model);
  if (known) return known;
  const made = build(model);
  graphs.set(model, made);
  return made;
}

function build(model: Model): Dependencies {
  const uses = new Map<string, Map<string, ObjectRef>>();
  const usedBy = new Map<string, Map<string, ObjectRef>>();
  const link = (from: ObjectRef, to: ObjectRef, part: "value" | "detail"): void => {
    if (part === "value") put(uses, objectKey(from), to);
    put(usedBy, objectKey(to), from);
  };
  for (const { owner, part, bound } of bindModel(model)) {
    const users: ObjectRef[] =
      owner.kind === "measure" || owner.kind === "column"
        ? [{ kind: owner.kind, table: owner.table, name: owner.name }]
        : owner.kind === "table"
          ? [{ kind: "table", table: owner.name, name: "" }]
          : [];
    for (const user of users) {
      for (const reference of bound.references) {
        const name = reference.kind === "table" ? "" : reference.name;
        link(user, { kind: reference.kind, table: reference.table, name }, part);
      }
    }
  }
  for (const table of model.tables) {
    for (const column of table.columns) {
      const sortBy = column.sortByColumn?.parts.at(-1)?.value;
      if (sortBy === undefined) continue;
      const target = table.columns.find((candidate) => nameKey(candidate.name) === nameKey(sortBy));
      if (target) {
        const from = { kind: "column", table: table.name, name: column.name } as const;
        link(from, { kind: "column", table: table.name, name: target.name }, "value");
      }
    }
  }
  const usedByOf = (object: ObjectRef): ObjectRef[] => [...(usedBy.get(objectKey(object))?.values() ?? [])];
  return {
    uses: (object) => [...(uses.get(objectKey(object))?.values() ?? [])],
    usedBy: usedByOf,
    allUsedBy(object) {
      const found = new Map<string, ObjectRef>();
      const queue = [object];
      for (let next = queue.pop(); next; next = queue.pop()) {
        for (const user of usedByOf(next)) {
          if (found.has(objectKey(user)) || objectKey(user) === objectKey(object)) continue;
          found.set(objectKey(user), user);
          queue.push(user);
        }
      }
      return [...found.values()];
    },
  };
}

function put(map: Map<string, Map<string, ObjectRef>>, key: string, value: ObjectRef): void {
  const list = map.get(key) ?? new Map<string, ObjectRef>();
  list.set(objectKey(value), value);
  map.set(key, list);
}

import { sameName } from "../../text/same-name.ts";
import { removeDeclaration, removeObject } from "../../tmdl/edit.ts";
import type { Model, Origin } from "../model.ts";
import type { TabularProject } from "../open-model.ts";
import { EditList, type EditResult, refuse } from "./file-edits.ts";
import { translationsOf } from "./listed-names.ts";
import { labelOf, type ObjectName, originsOf } from "./object-name.ts";
import { unlessReadOnly } from "./read-only.ts";
import { usersOf } from "./users.ts";

/**
 * Takes an object away, with its file where it is alone in it, its `ref` line, and its places in perspectives and
 * translations. Refuses where others use it, naming them; with `force` they are left with nothing to use.
 */
export function removeFromModel(
  project: TabularProject,
  object: ObjectName,
  { force = false }: { readonly force?: boolean } = {},
): EditResult {
  return unlessReadOnly(project, () => {
    const { model } = project;
    const origins = originsOf(model, object);
    if (origins.length === 0) return refuse("object-unknown", `there is no ${labelOf(object)}`);
    const users = force ? [] : usersOf(project, object);
    if (users.length > 0) {
      const more = users.length > 3 ? `, and ${users.length - 3} more` : "";
      const message = `${labelOf(object)} is used by ${users.slice(0, 3).join(", ")}${more}`;
      const hint = "Change those first, or remove it by force and repair them.";
      return refuse("object-in-use", message, { users, hint });
    }
    const edits = new EditList();
    const removed: string[] = [];
    for (const { file, node } of origins) {
      if (file.document.nodes.length === 1 && file.document.nodes[0] === node) removed.push(file.path);
      else edits.add(file.path, removeObject(file.document, node));
    }
    for (const { file, node } of referenceLines(model, object)) {
      edits.add(file.path, removeDeclaration(file.document, node));
    }
    for (const { file, node } of [...perspectiveMembers(model, object), ...translationsOf(model, object)]) {
      edits.add(file.path, removeObject(file.document, node));
    }
    return edits.done(new Map(), removed);
  });
}

function* referenceLines(model: Model, object: ObjectName): Generator<Origin> {
  for (const { kind, name, origin } of model.references)
    if (isReference(kind, object.kind) && sameName(name, object.name)) yield origin;
}

function isReference(keyword: string, kind: ObjectName["kind"]): boolean {
  return keyword === kind || (kind === "culture" && keyword === "cultureInfo");
}

function* perspectiveMembers(model: Model, object: ObjectName): Generator<Origin> {
  const kind = `perspective${object.kind.charAt(0).toUpperCase()}${object.kind.slice(1)}`;
  for (const { members } of model.perspectives) {
    for (const member of members) {
      const isThere = !("table" in object) || sameName(member.table, object.table);
      if (member.kind === kind && sameName(member.name, object.name) && isThere) yield member.origin;
    }
  }
}

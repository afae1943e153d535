import type { TabularProject } from "../open-model.ts";
import { renameEverywhere } from "../rename.ts";
import { EditList, type EditResult, refuse } from "./file-edits.ts";
import { labelOf, nameProblem, originsOf, type Rename } from "./object-name.ts";
import { unlessReadOnly } from "./read-only.ts";
import { hiddenInM } from "./rename-in-m.ts";

/** Gives an object another name everywhere, or says why it cannot have it. The object's file keeps its name. */
export function renameInModel(project: TabularProject, rename: Rename): EditResult {
  return unlessReadOnly(project, () => {
    const { model } = project;
    const object = { ...rename, name: rename.from };
    if (originsOf(model, object).length === 0) return refuse("object-unknown", `there is no ${labelOf(object)}`);
    if (rename.from === rename.to) return new EditList().done();
    const isSame = rename.from.toLowerCase() === rename.to.toLowerCase();
    const taken = isSame ? undefined : nameProblem(model, rename, rename.to);
    if (taken !== undefined) return refuse("name-not-possible", taken);
    const hidden = rename.kind === "expression" || rename.kind === "table" ? hiddenInM(model, rename) : undefined;
    if (hidden !== undefined) return refuse("name-not-possible", hidden);
    return { edits: renameEverywhere(project, rename), created: new Map(), removed: [] };
  });
}

import type { SyncEdit } from "@throughline/contracts";
import { isMap } from "yaml";
import { type DbtProject, prefixOf } from "../dbt/dbt-project.ts";
import { addDependencies, exposureText } from "../dbt/edit-exposures.ts";
import { applyTextEdits } from "../dbt/text-edit.ts";
import { fail } from "../failures.ts";
import type { ChangeSet } from "./change-set.ts";

/** Tells dbt of a report: in its entry where there is one, else in `exposures.yml` beside the models. */
export function writeExposure(edit: SyncEdit & { kind: "expose" }, project: DbtProject, changes: ChangeSet): void {
  for (const file of project.properties) {
    const known = file.exposures.find(({ name }) => name === edit.name);
    if (!known || !isMap(known.node)) continue;
    const made = addDependencies(file.text, known.node, edit.models);
    if (made === undefined)
      throw fail("author.cannot-write", { what: `the exposure ${edit.name}`, problem: "its depends_on is no list" });
    changes.put(file.path, applyTextEdits(file.text, [made]));
    return;
  }
  const beside = project.properties.find(({ exposures }) => exposures.length > 0)?.path;
  const path = beside ?? `${prefixOf(project.folder)}${project.modelPaths[0] ?? "models"}/exposures.yml`;
  const before = changes.files.get(path);
  const text = before === undefined ? "version: 2\n\nexposures:\n" : before.replace(/\n*$/u, "\n");
  if (before !== undefined && !/^exposures:\s*$/mu.test(lastKey(before)))
    throw fail("author.cannot-write", { what: path, problem: "exposures are not the last thing in it" });
  changes.put(path, `${text}${exposureText(edit)}`);
}

function lastKey(text: string): string {
  return text.match(/^\S.*$/gmu)?.at(-1) ?? "";
}

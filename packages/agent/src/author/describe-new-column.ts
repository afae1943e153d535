import type { DbtModel } from "../dbt/dbt-project.ts";
import { addColumnEntry } from "../dbt/edit-properties.ts";
import { applyTextEdits } from "../dbt/text-edit.ts";
import { fail } from "../failures.ts";
import type { ChangeSet } from "./change-set.ts";

/** A contract needs the type; elsewhere it is written when the neighbours have one. */
export function describeNewColumn(
  model: DbtModel,
  changes: ChangeSet,
  added: { readonly column: string; readonly dataType: string; readonly description?: string },
  after: string | undefined,
): void {
  if (model.properties === undefined) {
    if (!model.contractEnforced) return;
    throw fail("author.cannot-write", { what: model.file, problem: "its contract is not in a properties file" });
  }
  const { file, node } = model.properties;
  if (node.columns.length === 0 && !model.contractEnforced) return;
  const needsType = model.contractEnforced || node.columns.some((column) => column.dataType !== undefined);
  const edit = addColumnEntry(file, node, {
    name: added.column,
    ...(needsType ? { dataType: added.dataType.toLowerCase() } : {}),
    ...(added.description === undefined ? {} : { description: added.description }),
    ...(after === undefined ? {} : { after }),
  });
  changes.put(file.path, applyTextEdits(changes.files.get(file.path) ?? "", [edit]));
}

import type { ModelColumnRef, WarehouseFacts } from "@throughline/contracts";
import type { DbtProject } from "./dbt-project.ts";

export function renameOutput(
  _project: DbtProject,
  _column: ModelColumnRef,
  _name: string,
  _facts?: WarehouseFacts,
): { texts: ReadonlyMap<string, string> } | { problem: string } {
  return { problem: "not yet" };
}

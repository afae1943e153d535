import type { Intent } from "@throughline/contracts";
import type { DbtProject } from "../dbt/dbt-project.ts";
import type { ChangeSet } from "./change-set.ts";

export function writeSourceField(
  _intent: Intent & { kind: "add-source-field" },
  _open: () => DbtProject,
  _changes: ChangeSet,
): void {}

import type { FileChange, Intent, ProjectFiles, ProjectLayout, WarehouseFacts } from "@throughline/contracts";
import { type ChangeSet, openChangeSet } from "./change-set.ts";
import { writeLoader } from "./write-loader.ts";
import { writeSemantic } from "./write-semantic.ts";
import { writeTransform } from "./write-transform.ts";

/**
 * Writes an intent as whole new file texts. Pure, and the same for the same project: a plan's diff is made by it, and the
 * author process writes the same bytes later. Throws a Failure when the change cannot be made as asked.
 */
export function writeChange(
  intent: Intent,
  files: ProjectFiles,
  layout: ProjectLayout,
  facts?: WarehouseFacts,
): readonly FileChange[] {
  const changes: ChangeSet = openChangeSet(files);
  writeLoader(intent, changes, layout, facts);
  writeTransform(intent, changes, layout, facts);
  writeSemantic(intent, changes, layout);
  return changes.list();
}

import type { Intent, ProjectLayout } from "@throughline/contracts";
import type { ChangeSet } from "./change-set.ts";

export function writeLoader(_intent: Intent, _changes: ChangeSet, _layout: ProjectLayout): void {}

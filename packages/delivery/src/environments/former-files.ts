import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { FileChange } from "@throughline/contracts";

/** Folders that tools make in a project; they are made anew. */
const MADE = /(^|\/)(target|logs)$/;

/** Copies a project's files to a folder as they were before a change. */
export function copyFormer(project: string, folder: string, changes: readonly FileChange[]): void {
  // Links as they are: made absolute they would lead to what is being copied.
  cpSync(project, folder, { recursive: true, verbatimSymlinks: true, filter: (path) => !MADE.test(path) });
  for (const { path, before } of changes) {
    const file = join(folder, path);
    if (before === null) {
      rmSync(file, { force: true });
      continue;
    }
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, before);
  }
}

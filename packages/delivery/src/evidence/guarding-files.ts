import { type FileChange, fileNode, type ProjectLayout } from "@throughline/contracts";
import { plainPython } from "../loader/plain-python.ts";
import type { Difference } from "./difference.ts";

/** Who may do what, and what a change needs. */
const GOVERNING = /^(throughline|policy)\.ya?ml$/;

/** What linters are told to look at, and to look away from. */
const LINTING = /(^|\/)(\.sqlfluff|\.sqlfluffignore|ruff\.toml|\.ruff\.toml|pyproject\.toml|setup\.cfg|tox\.ini)$/;

/**
 * Files that decide over changes or over the data to come, where they say something else: no copy that is built once shows what
 * they do. A first throughline.yml governs nothing yet.
 */
export function compareGuardingFiles(files: readonly FileChange[], layout: ProjectLayout): Difference[] {
  const pipelines = new Set(layout.loader?.pipelines.map(({ file }) => file));
  return files.flatMap(({ path, before, after }): Difference[] => {
    const differs = (code: string, what: string): Difference[] => [
      { nodes: [fileNode(path)], code, severity: "error", file: path, message: `${path} ${what}` },
    ];
    if (GOVERNING.test(path) && before !== null) return differs("policy.changed", "says otherwise who decides");
    if (LINTING.test(path)) return differs("lint.changed", "tells a linter something else");
    if (!pipelines.has(path) || before === null || after === null) return [];
    if (plainPython(before) === plainPython(after)) return [];
    return differs("loader.changed", "loads otherwise, now or the next time");
  });
}

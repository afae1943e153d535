import type { FileChange, ProjectFiles } from "@throughline/contracts";

/** Files as they are while a change is written: later steps see what earlier ones did. */
export interface ChangeSet {
  readonly files: ProjectFiles;
  put(path: string, text: string): void;
  /** What changed, by path; files that are as they were are left out. */
  list(): readonly FileChange[];
}

export function openChangeSet(original: ProjectFiles): ChangeSet {
  const files = new Map(original);
  return {
    files,
    put: (path, text) => files.set(path, text),
    list: () =>
      [...files]
        .filter(([path, after]) => original.get(path) !== after)
        .map(([path, after]) => ({ path, before: original.get(path) ?? null, after }))
        .sort((a, b) => (a.path < b.path ? -1 : 1)),
  };
}

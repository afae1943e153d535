import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { openTabular, type TabularProject } from "../index.ts";

export interface OpenedFolder {
  readonly texts: ReadonlyMap<string, string>;
  readonly project: TabularProject;
}

/** Opens the first semantic model of a folder with all reports beside it, by paths relative to the folder. */
export function openFolder(folder: string): OpenedFolder {
  const texts = new Map(
    globSync("**/*.{tmdl,json,bim}", { cwd: folder }).map((path) => [path, readFileSync(join(folder, path), "utf8")]),
  );
  const [model = ""] = globSync("**/*.SemanticModel", { cwd: folder });
  return { texts, project: openTabular(texts, model, globSync("**/*.Report", { cwd: folder })) };
}

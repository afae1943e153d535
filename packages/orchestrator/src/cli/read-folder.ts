import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";

const SKIPPED = /(^|\/)(\.git|\.throughline|node_modules|\.venv|venv|target|dbt_packages|__pycache__|\.pbi)(\/|$)/;
const TEXT_LIMIT = 2 * 1024 * 1024;

/** Files of semantic models and reports below a folder. */
export function modelFilesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => /\.(?:tmdl|bim|json|pbir|pbism)$/u.test(path) && !SKIPPED.test(path.replaceAll("\\", "/")))
    .map((path) => join(folder, path));
}

/** The text files below a folder, by path relative to its parent when `named`, so that the folder's own name is kept. */
export function readFolder(folder: string, named = true): Map<string, string> {
  const root = resolve(folder);
  const files = new Map<string, string>();
  for (const path of readdirSync(root, { recursive: true, encoding: "utf8" })) {
    const name = path.replaceAll("\\", "/");
    const file = join(root, path);
    if (SKIPPED.test(name)) continue;
    const stat = statSync(file, { throwIfNoEntry: false });
    if (!stat?.isFile() || stat.size > TEXT_LIMIT) continue;
    const content = readFileSync(file);
    if (!content.includes(0)) files.set(named ? `${basename(root)}/${name}` : name, content.toString("utf8"));
  }
  return files;
}

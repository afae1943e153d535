import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { git } from "./git.ts";

/**
 * Writes a commit's files to `<folder>/tree`, by an index of its own. A work tree of git's would leave its record in the
 * repository, where making and pruning several at once disturb each other; a clone would copy all history; `git archive`
 * would leave out what attributes say.
 */
export async function writeTree(repository: string, commit: string, folder: string): Promise<void> {
  const tree = join(folder, "tree");
  rmSync(tree, { recursive: true, force: true });
  mkdirSync(tree, { recursive: true });
  const index = join(folder, "index");
  const environment = { GIT_INDEX_FILE: index, GIT_WORK_TREE: tree };
  // A bare repository has no place for files until it is told one.
  const here = ["-c", "core.bare=false"];
  try {
    await git(repository, [...here, "read-tree", commit], { environment });
    await git(repository, [...here, "checkout-index", "--all", "--force"], { environment });
  } finally {
    rmSync(index, { force: true });
  }
}

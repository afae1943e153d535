import { existsSync } from "node:fs";
import type { Repository } from "../config/project.ts";
import { fail } from "../errors/failures.ts";
import { isAncestor } from "../git/ancestry.ts";
import { git, gitLine } from "../git/git.ts";
import type { Forge } from "./forge.ts";

const MAIN = "refs/heads/main";

/** The branch of the project that is its main: `main`, else `master`, else the one that is checked out. */
export async function mainBranch(repository: Repository): Promise<{ name: string; commit: string }> {
  for (const name of ["main", "master", repository.branch]) {
    const commit = await gitLine(repository.top, ["for-each-ref", "--format=%(objectname)", `refs/heads/${name}`]);
    if (commit !== "") return { name, commit };
  }
  return { name: repository.branch, commit: repository.head };
}

/** Makes the bare repository when there is none, with the project's main branch as its main. */
export async function ensureForge(forge: Forge, repository: Repository): Promise<void> {
  if (!existsSync(forge.repository)) await git(repository.top, ["init", "--quiet", "--bare", forge.repository]);
  // A process killed in between left a repository without a main.
  const main = await gitLine(forge.repository, ["for-each-ref", "--format=%(objectname)", MAIN]);
  if (main === "") await syncFromProject(forge, repository);
}

/**
 * Brings in what the project's main branch has that the forge's main does not; whatever else is checked out is nobody's word
 * yet. A branch behind is fine: its owner has not pulled. One that went another way is refused, because merging people's
 * commits is theirs to do.
 */
export async function syncFromProject(forge: Forge, repository: Repository): Promise<void> {
  const { name, commit } = await mainBranch(repository);
  const known = await gitLine(forge.repository, ["for-each-ref", "--format=%(objectname)", MAIN]);
  if (known === commit) return;
  await git(forge.repository, ["fetch", "--no-tags", repository.top, `+${commit}:refs/throughline/project`]);
  if (known === "") {
    await git(forge.repository, ["update-ref", MAIN, commit]);
    return;
  }
  if (await isAncestor(forge.repository, commit, known)) return;
  if (!(await isAncestor(forge.repository, known, commit))) {
    throw fail("project.diverged", { branch: name, forge: forge.repository });
  }
  await git(forge.repository, ["update-ref", MAIN, commit, known]);
}

/**
 * Brings the project's main branch up to the forge's main when nothing can be lost: it is checked out, behind, and its work
 * tree is clean. Returns whether it is up to date now.
 */
export async function updateProject(forge: Forge, repository: Repository): Promise<boolean> {
  const main = await forge.main();
  const branch = await mainBranch(repository);
  if (branch.commit === main) return true;
  await git(repository.top, ["fetch", "--no-tags", forge.repository, `+${MAIN}:refs/remotes/throughline/main`]);
  const checkedOut = await gitLine(repository.top, ["rev-parse", "--abbrev-ref", "HEAD"]);
  const dirty = await git(repository.top, ["status", "--porcelain", "--untracked-files=no"]);
  if (checkedOut !== branch.name || dirty.trim() !== "") return false;
  if (!(await isAncestor(repository.top, branch.commit, main))) return false;
  await git(repository.top, ["merge", "--quiet", "--ff-only", main]);
  return true;
}

import { existsSync } from "node:fs";
import type { Repository } from "../config/project.ts";
import { fail } from "../errors/failures.ts";
import { git, gitLine } from "../git/git.ts";
import type { Forge } from "./forge.ts";

const MAIN = "refs/heads/main";

/**
 * Makes the bare repository, and brings in what the project's branch has that it does not. A branch behind main is fine: its
 * owner has not pulled. One that went another way is refused, because merging people's commits is theirs to do.
 */
export async function syncFromProject(forge: Forge, repository: Repository): Promise<void> {
  if (!existsSync(forge.repository)) {
    await git(repository.top, ["init", "--quiet", "--bare", forge.repository]);
  }
  await git(forge.repository, [
    "fetch",
    "--quiet",
    "--no-tags",
    repository.top,
    `${repository.head}:refs/throughline/project`,
  ]);
  const known = await gitLine(forge.repository, ["for-each-ref", "--format=%(objectname)", MAIN]);
  if (known === repository.head) return;
  if (known === "") {
    await git(forge.repository, ["update-ref", MAIN, repository.head]);
    return;
  }
  const base = await gitLine(forge.repository, ["merge-base", known, repository.head]).catch(() => "");
  if (base === repository.head) return;
  if (base !== known) throw fail("project.diverged", { branch: repository.branch });
  await git(forge.repository, ["update-ref", MAIN, repository.head, known]);
}

/**
 * Brings the project's own branch up to main when nothing can be lost: it is behind, and its work tree is clean.
 * Returns whether it is up to date now.
 */
export async function updateProject(forge: Forge, repository: Repository): Promise<boolean> {
  const main = await forge.main();
  const head = await gitLine(repository.top, ["rev-parse", "HEAD"]);
  if (head === main) return true;
  const dirty = await git(repository.top, ["status", "--porcelain", "--untracked-files=no"]);
  await git(repository.top, [
    "fetch",
    "--quiet",
    "--no-tags",
    forge.repository,
    `${MAIN}:refs/remotes/throughline/main`,
  ]);
  const base = await gitLine(repository.top, ["merge-base", head, main]).catch(() => "");
  if (dirty.trim() !== "" || base !== head) return false;
  await git(repository.top, ["merge", "--quiet", "--ff-only", main]);
  return true;
}

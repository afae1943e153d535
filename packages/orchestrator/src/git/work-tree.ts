import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { git } from "./git.ts";

/** Puts a commit's files at `<folder>/tree`, as a detached work tree that the host made. */
export async function addWorkTree(repository: string, folder: string, commit: string): Promise<void> {
  await removeWorkTree(repository, folder);
  await git(repository, ["worktree", "add", "--quiet", "--force", "--detach", join(folder, "tree"), commit]);
}

/** Removes a folder with its work tree, and git's record of it. */
export async function removeWorkTree(repository: string, folder: string): Promise<void> {
  if (existsSync(folder)) rmSync(folder, { recursive: true, force: true });
  await git(repository, ["worktree", "prune"]);
}

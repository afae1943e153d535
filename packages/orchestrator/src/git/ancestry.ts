import { Failure } from "@throughline/contracts";
import { git } from "./git.ts";

/** Whether a commit is another's ancestor, or the same. */
export async function isAncestor(repository: string, ancestor: string, commit: string): Promise<boolean> {
  try {
    await git(repository, ["merge-base", "--is-ancestor", ancestor, commit]);
    return true;
  } catch (error) {
    if (error instanceof Failure) return false;
    throw error;
  }
}

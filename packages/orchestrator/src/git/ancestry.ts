import { Failure } from "@throughline/contracts";
import { git } from "./git.ts";
import { settled } from "./settled.ts";

/** Whether a commit is another's ancestor, or the same. A commit that the repository does not have is nobody's. */
export async function isAncestor(repository: string, ancestor: string, commit: string): Promise<boolean> {
  try {
    await requireAncestor(repository, [ancestor, commit]);
    return true;
  } catch (error) {
    if (error instanceof Failure) return false;
    throw error;
  }
}

const requireAncestor = settled(256, (repository, [ancestor = "", commit = ""]) =>
  git(repository, ["merge-base", "--is-ancestor", ancestor, commit]),
);

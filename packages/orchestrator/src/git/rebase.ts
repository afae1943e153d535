import { Failure } from "@throughline/contracts";
import { git, gitLine } from "./git.ts";

/**
 * The same change on another base, as one commit with the message and time of the old one; undefined when it does not come
 * out as the very same change: in conflict, or with other lines around it. "The same" is an empty range-diff: the two
 * diffs are equal but for line numbers (`git patch-id --verbatim`).
 */
export async function rebase(
  repository: string,
  patch: { readonly base: string; readonly commit: string },
  onto: string,
): Promise<string | undefined> {
  try {
    const tree = await gitLine(repository, ["merge-tree", "--write-tree", onto, patch.commit]);
    const message = await git(repository, ["log", "-1", "--format=%B", patch.commit]);
    const time = Number(await gitLine(repository, ["log", "-1", "--format=%ct", patch.commit]));
    const commit = await gitLine(repository, ["commit-tree", tree, "-p", onto, "-m", message.trimEnd()], { time });
    const before = await patchId(repository, patch.base, patch.commit);
    return before !== "" && before === (await patchId(repository, onto, commit)) ? commit : undefined;
  } catch (error) {
    // In conflict, or a git that cannot do it: the change is written anew.
    if (error instanceof Failure && error.code === "git.failed") return undefined;
    throw error;
  }
}

async function patchId(repository: string, base: string, commit: string): Promise<string> {
  const diff = await git(repository, ["diff-tree", "-p", "--no-ext-diff", "--no-textconv", base, commit]);
  return (await gitLine(repository, ["patch-id", "--verbatim"], { input: diff })).split(" ")[0] ?? "";
}

import { join } from "node:path";
import type { Project } from "../../config/project.ts";
import { fail } from "../../errors/failures.ts";
import { git, gitLine } from "../../git/git.ts";
import { treeOf } from "../../git/tree-files.ts";
import type { Store } from "../../stores/store.ts";
import type { Forge } from "../forge.ts";

const MAIN = "refs/heads/main";

/** Where git says a reference was that is to be new. */
const NOWHERE = "0".repeat(40);

/** A forge without a server: a bare repository beside the project, pull requests as records in the store. */
export function localForge(project: Pick<Project, "state">, store: Store): Forge {
  const repository = join(project.state, "forge.git");

  const main = () => gitLine(repository, ["rev-parse", "--verify", `${MAIN}^{commit}`]);

  const branch = async (name: string) =>
    (await gitLine(repository, ["for-each-ref", "--format=%(objectname)", `refs/heads/${name}`])) || undefined;

  /** Moves main in one step, and only from where the caller saw it. */
  async function moveMain(from: string, to: string): Promise<void> {
    await git(repository, ["update-ref", MAIN, to, from]);
  }

  const find = async (marker: string) => (await store.pullRequests()).find((candidate) => candidate.marker === marker);

  async function save(
    marker: string,
    change: (existing: Awaited<ReturnType<typeof find>>) => Parameters<Store["savePullRequest"]>[0],
  ) {
    return store.savePullRequest(change(await find(marker)));
  }

  return {
    name: "local",
    repository,
    main,
    branch,
    async pushBranch(name, commit, from) {
      try {
        await git(repository, ["update-ref", `refs/heads/${name}`, commit, from ?? NOWHERE]);
      } catch (error) {
        const now = await branch(name);
        if (now === commit) return;
        if (now === from) throw error;
        throw fail("branch.moved", { branch: name }, error);
      }
    },
    openPullRequest(marker, branch, head, text) {
      return save(marker, (existing) => ({
        state: "open",
        mergeCommit: null,
        ...existing,
        marker,
        branch,
        head,
        ...text,
      }));
    },
    pullRequest: find,
    async merge(marker, merge) {
      const at = await main();
      let commit = await mergeCommitOf(repository, at, merge);
      if (commit === undefined) {
        if (at !== merge.base) throw fail("merge.tree", { expected: merge.tree, found: await treeOf(repository, at) });
        commit = await gitLine(
          repository,
          ["commit-tree", merge.tree, "-p", merge.base, "-p", merge.head, "-m", merge.message],
          { time: merge.time },
        );
        await moveMain(merge.base, commit);
      }
      const merged = commit;
      await save(marker, (existing) => {
        if (!existing) throw new Error(`pull request ${marker} was merged before it was opened`);
        return { ...existing, state: "merged", mergeCommit: merged };
      });
      return commit;
    },
    async commitTree({ base, tree, message, time }) {
      const at = await main();
      if ((await treeOf(repository, at)) === tree) return at;
      const commit = await gitLine(repository, ["commit-tree", tree, "-p", base, "-m", message], { time });
      await moveMain(base, commit);
      return commit;
    },
  };
}

/** The merge a crashed attempt may have left: on main's first parents since the base, with this head and tree. */
async function mergeCommitOf(
  repository: string,
  main: string,
  merge: { base: string; head: string; tree: string },
): Promise<string | undefined> {
  if (main === merge.base) return undefined;
  const lines = (
    await git(repository, ["log", "--first-parent", "--format=%H %T %P", `${merge.base}..${main}`])
  ).trim();
  for (const line of lines === "" ? [] : lines.split("\n")) {
    const [commit = "", tree, ...parents] = line.split(" ");
    if (tree === merge.tree && parents[0] === merge.base && parents[1] === merge.head) return commit;
  }
  return undefined;
}

import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fail } from "../../errors/failures.ts";
import { requestBranch } from "../../forges/request-branch.ts";
import { git, gitLine } from "../../git/git.ts";
import { addWorkTree, removeWorkTree } from "../../git/work-tree.ts";
import type { RequestState } from "../../state/request-state.ts";
import { isOpen } from "../../state/status.ts";
import { requireRequest, takeOver } from "../../workflow/actions.ts";
import type { Context } from "../../workflow/context.ts";
import type { Command } from "../command.ts";
import { presentState } from "../present-state.ts";

/** Where a person's work tree of a request is. */
function folderOf(context: Context, id: string): string {
  return join(context.project.state, "worktrees", id);
}

/** The work tree itself; undefined when it is gone, or git no longer knows it. */
async function treeAt(context: Context, id: string): Promise<string | undefined> {
  const tree = join(folderOf(context, id), "tree");
  // A folder that is in no work tree of its own would answer for a repository further up.
  if (!existsSync(join(tree, ".git"))) return undefined;
  const known = await gitLine(tree, ["rev-parse", "--git-dir"]).catch(() => undefined);
  return known === undefined ? undefined : tree;
}

function branchOf(id: string): string {
  return `work/${id}`;
}

function refOf(id: string): string {
  return `refs/heads/${branchOf(id)}`;
}

async function hasBranch(repository: string, id: string): Promise<boolean> {
  return (await git(repository, ["for-each-ref", refOf(id)])) !== "";
}

/** A work tree of the request's branch, for a person to work in. A branch begins at what the request has come to. */
async function openFor(context: Context, id: string): Promise<string> {
  const state = await requireRequest(context, id);
  const folder = folderOf(context, id);
  if ((await treeAt(context, id)) === undefined) {
    const { repository } = context.forge;
    const commit = state.patch?.commit ?? state.plan?.base ?? (await context.forge.main());
    await addWorkTree(repository, folder, commit);
    // What a person has committed is theirs: an existing branch is never moved.
    const create = (await hasBranch(repository, id)) ? [] : ["-b"];
    await git(join(folder, "tree"), ["checkout", "--quiet", ...create, branchOf(id)]);
  }
  return join(folder, "tree", context.prefix);
}

/** Whether a work tree has anything that is nowhere else: a person's unsaved changes, or their commits. */
async function hasOwnWork(
  context: Context,
  tree: string,
  id: string,
  state: RequestState | undefined,
): Promise<boolean> {
  if ((await git(tree, ["status", "--porcelain"])).trim() !== "") return true;
  const known = [state?.patch?.commit, state?.plan?.base, await context.forge.main()].filter(
    (commit) => commit != null,
  );
  // The branch too: the person may be elsewhere at the moment.
  const tips = ["HEAD", ...((await hasBranch(tree, id)) ? [refOf(id)] : [])];
  return (await gitLine(tree, ["rev-list", "--count", ...tips, "--not", ...known])) !== "0";
}

export const handingOver: readonly Command[] = [
  {
    name: "take-over",
    parameters: "<id>",
    summary: "Give a request to a person: it stops, and a work tree with what there is opens",
    role: "requester",
    examples: ["throughline take-over r-1a2b3c4d5e"],
    async run({ open, person, parameters, output }) {
      const context = await open();
      const id = parameters[0] ?? "";
      const state = await takeOver(context, person(context.project), id);
      const folder = await openFor(context, id);
      output.answer({ ...presentState(state), worktree: folder }, () => `${id} is yours. Its work tree: ${folder}`);
      return 0;
    },
  },
  {
    name: "worktree",
    parameters: "<list|open|prune> [id]",
    summary: "Work trees of requests, for people",
    role: "viewer",
    examples: ["throughline worktree open r-1a2b3c4d5e", "throughline worktree prune"],
    async run({ open, parameters, output }) {
      const context = await open();
      const [action, id] = parameters;
      const root = join(context.project.state, "worktrees");
      const present = existsSync(root) ? readdirSync(root) : [];
      if (action === "list") {
        const list = present
          .map((request) => ({ request, folder: join(folderOf(context, request), "tree", context.prefix) }))
          .filter(({ folder }) => existsSync(folder));
        output.answer(
          list,
          () => list.map((entry) => `${entry.request}  ${entry.folder}`).join("\n") || "No work trees.",
        );
        return 0;
      }
      if (action === "open" && id !== undefined) {
        const folder = await openFor(context, id);
        const push = `git push . HEAD:${requestBranch(id)}`;
        output.answer(
          { request: id, folder, push },
          () => `${folder}\nTo change the request: commit there, and \`${push}\`.`,
        );
        return 0;
      }
      if (action === "prune") {
        const pruned: string[] = [];
        for (const request of present) {
          const state = await context.store.request(request);
          const tree = await treeAt(context, request);
          if ((state && isOpen(state.status)) || state?.status === "taken-over") continue;
          if (tree === undefined || (await hasOwnWork(context, tree, request, state))) continue;
          await removeWorkTree(context.forge.repository, folderOf(context, request));
          // Nothing of it is anybody's: opened again, it begins at what the request has come to by then.
          await git(context.forge.repository, ["update-ref", "-d", refOf(request)]);
          pruned.push(request);
        }
        output.answer({ pruned }, () => (pruned.length > 0 ? `Removed: ${pruned.join(", ")}` : "Nothing to remove."));
        return 0;
      }
      throw fail("usage.wrong", { problem: "worktree takes list, open <id> or prune" });
    },
  },
];

import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fail } from "../../errors/failures.ts";
import { git } from "../../git/git.ts";
import { addWorkTree, removeWorkTree } from "../../git/work-tree.ts";
import { isOpen } from "../../state/status.ts";
import { requireRequest, takeOver } from "../../workflow/actions.ts";
import type { Context } from "../../workflow/context.ts";
import type { Command } from "../command.ts";
import { presentState } from "../present-state.ts";

/** Where a person's work tree of a request is. */
function folderOf(context: Context, id: string): string {
  return join(context.project.state, "worktrees", id);
}

/** A work tree of the request's newest commit, on its branch's content, for a person to work in. */
async function openFor(context: Context, id: string): Promise<string> {
  const state = await requireRequest(context, id);
  const commit = state.patch?.commit ?? state.plan?.base ?? (await context.forge.main());
  const folder = folderOf(context, id);
  if (!existsSync(folder)) {
    await addWorkTree(context.forge.repository, folder, commit);
    await git(join(folder, "tree"), ["checkout", "--quiet", "-B", `work/${id}`]);
  }
  return join(folder, "tree", context.prefix);
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
        const list = present.map((request) => ({
          request,
          folder: join(folderOf(context, request), "tree", context.prefix),
        }));
        output.answer(
          list,
          () => list.map((entry) => `${entry.request}  ${entry.folder}`).join("\n") || "No work trees.",
        );
        return 0;
      }
      if (action === "open" && id !== undefined) {
        const folder = await openFor(context, id);
        output.answer({ request: id, folder }, () => folder);
        return 0;
      }
      if (action === "prune") {
        const pruned: string[] = [];
        for (const request of present) {
          const state = await context.store.request(request);
          const changed = await git(join(folderOf(context, request), "tree"), ["status", "--porcelain"]);
          // A person's unsaved work is never thrown away.
          if ((state && isOpen(state.status)) || state?.status === "taken-over" || changed.trim() !== "") continue;
          await removeWorkTree(context.forge.repository, folderOf(context, request));
          pruned.push(request);
        }
        output.answer({ pruned }, () => (pruned.length > 0 ? `Removed: ${pruned.join(", ")}` : "Nothing to remove."));
        return 0;
      }
      throw fail("usage.wrong", { problem: "worktree takes list, open <id> or prune" });
    },
  },
];

import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { removeWorkTree } from "../git/work-tree.ts";
import type { Context } from "./context.ts";

/**
 * Removes what killed processes left: environments and sandboxes of requests. Only the holder of the worker lease calls it,
 * before its first job, when nobody can be using them.
 */
export async function sweep(context: Pick<Context, "project" | "forge">): Promise<void> {
  for (const kind of ["environments", "sandboxes"]) {
    const folder = join(context.project.state, kind);
    if (!existsSync(folder)) continue;
    for (const name of readdirSync(folder).filter((entry) => entry.startsWith("r-"))) {
      await removeWorkTree(context.forge.repository, join(folder, name));
    }
  }
}

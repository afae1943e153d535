import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { discardCandidates } from "@throughline/delivery";
import { isOpen, STATUSES } from "../state/status.ts";
import type { Context } from "./context.ts";

/**
 * Removes what killed processes and ended requests left: environments, sandboxes, builds that will not be released. Only
 * the holder of the worker lease calls it, before its first job, when nobody can be using them.
 */
export async function sweep(context: Pick<Context, "project" | "store">): Promise<void> {
  const goingOn = await context.store.requests({ status: STATUSES.filter((s) => isOpen(s) || s === "failed") });
  const kept = goingOn.flatMap(({ verdict, movedVerdict }) =>
    [verdict, movedVerdict].filter((one) => one !== undefined),
  );
  discardCandidates(context.project.warehouse, new Set(kept.map((verdict) => verdict.id)));
  for (const kind of ["environments", "sandboxes"]) {
    const folder = join(context.project.state, kind);
    if (!existsSync(folder)) continue;
    for (const name of readdirSync(folder).filter((entry) => /^(r|throughline-box)-/.test(entry))) {
      remove(join(folder, name));
    }
  }
}

/** What the user of a box left, and closed to all others, is in nobody's way. */
function remove(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "EACCES" && code !== "EPERM") throw error;
  }
}

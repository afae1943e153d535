import { Production } from "@throughline/delivery";
import { git } from "../git/git.ts";
import { rawChanges } from "../git/tree-files.ts";
import type { Context } from "./context.ts";

/** What main has and production does not run yet: commits in words, and the project's files they change. */
export interface Unreleased {
  readonly commits: readonly string[];
  readonly files: readonly string[];
}

/** Commits that people pushed since the last release: whatever is released next carries them along. */
export async function unreleasedOn(
  context: Pick<Context, "project" | "prefix" | "forge">,
  base: string,
): Promise<Unreleased> {
  const production = new Production(context.project.warehouse).current();
  if (!production) return { commits: [], files: [] };
  const { repository } = context.forge;
  const changed = await rawChanges(repository, production.manifest.tree, base);
  if (changed.length === 0) return { commits: [], files: [] };
  const log = await git(repository, [
    "log",
    "--first-parent",
    "--format=%h %an: %s",
    `${production.manifest.commit}..${base}`,
  ]);
  const { prefix } = context;
  return {
    commits: log.split("\n").filter((line) => line !== ""),
    files: changed.filter((change) => change.path.startsWith(prefix)).map((change) => change.path.slice(prefix.length)),
  };
}

import type { NodeName } from "@throughline/contracts";
import { Production } from "@throughline/delivery";
import { git } from "../git/git.ts";
import { rawChanges } from "../git/tree-files.ts";
import type { Context } from "./context.ts";
import { declaredChanges } from "./declared-changes.ts";

/** What main has and production does not run yet: commits in words, and the project's files they change. */
export interface Unreleased {
  readonly commits: readonly string[];
  readonly files: readonly string[];
  /** What those commits say that they are meant to change, by name. */
  readonly declares: readonly NodeName[];
}

/** Commits that people pushed since the last release: whatever is released next carries them along. */
export async function unreleasedOn(
  context: Pick<Context, "project" | "prefix" | "forge">,
  base: string,
): Promise<Unreleased> {
  const production = new Production(context.project.warehouse).current();
  if (!production) return { commits: [], files: [], declares: [] };
  const { repository } = context.forge;
  const changed = await rawChanges(repository, production.manifest.tree, base);
  if (changed.length === 0) return { commits: [], files: [], declares: [] };
  const range = `${production.manifest.commit}..${base}`;
  const log = await git(repository, ["log", "--first-parent", "--format=%h %an: %s", range]);
  const { prefix } = context;
  return {
    commits: log.split("\n").filter((line) => line !== ""),
    files: changed.filter((change) => change.path.startsWith(prefix)).map((change) => change.path.slice(prefix.length)),
    declares: await declaredChanges(repository, [range]),
  };
}

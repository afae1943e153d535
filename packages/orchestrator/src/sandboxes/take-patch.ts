import { statSync } from "node:fs";
import { Failure } from "@throughline/contracts";
import { fail } from "../errors/failures.ts";
import { git, gitLine } from "../git/git.ts";
import { rawChanges } from "../git/tree-files.ts";

/** A bundle above this holds data, not a change to code. */
const BUNDLE_LIMIT = 20 * 1024 * 1024;
const REGULAR = "100644";

/**
 * Fetches an author's commits out of a bundle, with hooks off and fsck on, and refuses whatever a plan cannot ask for:
 * links, submodules, executables, changed modes, files outside the plan, a history that does not start at the base.
 * Returns the commit.
 */
export async function takePatch(
  repository: string,
  bundleFile: string,
  options: { base: string; reference: string; prefix: string; mayTouch: readonly string[] },
): Promise<string> {
  if (statSync(bundleFile).size > BUNDLE_LIMIT) throw fail("author.gate", { why: "the bundle is too big" });
  try {
    await git(repository, ["bundle", "verify", "--quiet", bundleFile]);
    await git(repository, ["fetch", "--quiet", "--no-tags", bundleFile, `+HEAD:${options.reference}`]);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw fail("author.gate", { why: `its objects are not sound: ${error.message}` }, error);
  }
  const commit = await gitLine(repository, ["rev-parse", "--verify", `${options.reference}^{commit}`]);
  // No common history at all is a failure of git, not an answer.
  const base = await gitLine(repository, ["merge-base", options.base, commit]).catch(() => "");
  if (base !== options.base || commit === options.base)
    throw fail("author.gate", { why: "it does not build on the base commit" });
  await requirePlanned(repository, { ...options, commit });
  return commit;
}

/** Refuses a commit that does to its base what a plan cannot ask for, or did not; else the files it changes, by project path. */
export async function requirePlanned(
  repository: string,
  options: { base: string; commit: string; prefix: string; mayTouch: readonly string[] },
): Promise<string[]> {
  const allowed = new Set(options.mayTouch.map((path) => `${options.prefix}${path}`));
  const changes = await rawChanges(repository, options.base, options.commit);
  for (const change of changes) {
    const modes = [change.oldMode, change.newMode].filter((mode) => mode !== "000000");
    if (change.newMode === "120000") throw fail("author.gate", { why: `${change.path} is a symbolic link` });
    if (change.newMode === "160000") throw fail("author.gate", { why: `${change.path} is a submodule` });
    if (modes.some((mode) => mode !== REGULAR) && change.oldMode !== change.newMode) {
      throw fail("author.gate", { why: `${change.path} changes its mode` });
    }
    if (!allowed.has(change.path)) throw fail("author.gate", { why: `${change.path} is not in the plan` });
  }
  return changes.map((change) => change.path.slice(options.prefix.length));
}

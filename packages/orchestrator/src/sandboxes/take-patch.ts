import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { changedLines, unifiedDiff } from "@throughline/agent";
import { canonical, Failure, type PlannedEdit } from "@throughline/contracts";
import { loadGate } from "@throughline/delivery";
import { fail } from "../errors/failures.ts";
import { git, gitLine } from "../git/git.ts";
import { changesBetween, rawChanges } from "../git/tree-files.ts";

/** The part of a plan that a patch is held against: its files and, where it shows one, the diff of each. */
export interface Planned {
  readonly edits: readonly PlannedEdit[];
}

/** What somebody wrote on a base, in the project below `prefix`; `transform` is the folder of its dbt project. */
interface Range {
  readonly base: string;
  readonly commit: string;
  readonly prefix: string;
  readonly writer: "author" | "people";
  readonly transform?: string | undefined;
}

/** A bundle above this holds data, not a change to code. */
const BUNDLE_LIMIT = 20 * 1024 * 1024;
const REGULAR = "100644";

/**
 * Fetches an author's commits out of a bundle, with hooks off and fsck on, and refuses whatever a plan cannot ask for:
 * links, submodules, executables, changed modes, files outside the plan, another change than the plan shows, a history that
 * does not start at the base, and what the gate keeps out. Returns the commit.
 */
export async function takePatch(
  repository: string,
  bundleFile: string,
  options: { base: string; reference: string; prefix: string; plan: Planned },
): Promise<string> {
  if (statSync(bundleFile).size > BUNDLE_LIMIT) throw fail("author.gate", { why: "the bundle is too big" });
  try {
    await git(repository, ["bundle", "verify", "--quiet", bundleFile]);
    await fetchChecked(repository, bundleFile, options.reference);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw fail("author.gate", { why: `its objects are not sound: ${error.message}` }, error);
  }
  const commit = await gitLine(repository, ["rev-parse", "--verify", `${options.reference}^{commit}`]);
  // No common history at all is a failure of git, not an answer.
  const base = await gitLine(repository, ["merge-base", options.base, commit]).catch(() => "");
  if (base !== options.base || commit === options.base)
    throw fail("author.gate", { why: "it does not build on the base commit" });
  await requirePlanned(repository, { ...options, commit, writer: "author" });
  return commit;
}

/**
 * Git before 2.46 checks no object that it reads from a bundle, whatever it is told. So the bundle goes into a repository made
 * for it, and from there over git's own protocol, on whose way every object is checked.
 */
async function fetchChecked(repository: string, bundleFile: string, reference: string): Promise<void> {
  const between = mkdtempSync(join(dirname(bundleFile), "between-"));
  try {
    await git(between, ["init", "--quiet", "--bare"]);
    writeFileSync(join(between, "objects", "info", "alternates"), `${join(repository, "objects")}\n`);
    await git(between, ["fetch", "--quiet", "--no-tags", bundleFile, "+HEAD:refs/heads/patch"]);
    await git(repository, ["fetch", "--quiet", "--no-tags", between, `+refs/heads/patch:${reference}`]);
  } finally {
    rmSync(between, { recursive: true, force: true });
  }
}

/** Refuses a commit that does to its base what a plan cannot ask for, or did not; else the files it changes, by project path. */
export async function requirePlanned(
  repository: string,
  options: Range & { readonly plan: Planned },
): Promise<string[]> {
  const allowed = new Set(options.plan.edits.map(({ file }) => `${options.prefix}${file}`));
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
  await requireShown(repository, options);
  await requireHarmless(repository, options);
  return changes.map((change) => change.path.slice(options.prefix.length));
}

/** More than these say nothing new. */
const TOLD = 3;

/** Nothing of a patch is run, rendered or opened before the gate has looked at its text. */
async function requireHarmless(repository: string, { base, commit, prefix, writer, transform }: Range): Promise<void> {
  const { gateFindings } = await loadGate();
  const findings = await gateFindings(await changesBetween(repository, base, commit, prefix), writer, { transform });
  if (findings.length === 0) return;
  const told = findings.slice(0, TOLD).map(({ file, line, message }) => `${file}${line ? `:${line}` : ""}: ${message}`);
  const more = findings.length > TOLD ? `; and ${findings.length - TOLD} more` : "";
  throw fail("author.gate", { why: `${told.join("; ")}${more}` });
}

/** What was approved is what is written: where the plan shows a diff, the patch makes exactly that one. */
async function requireShown(
  repository: string,
  { base, commit, prefix, plan }: { base: string; commit: string; prefix: string; plan: Planned },
): Promise<void> {
  const made = new Map((await changesBetween(repository, base, commit, prefix)).map((change) => [change.path, change]));
  for (const { file, diff } of plan.edits) {
    if (diff === undefined) continue;
    const change = made.get(file);
    if (!change) throw fail("author.gate", { why: `${file} is not changed, and the plan shows how it is` });
    const wanted = canonical(changedLines(diff));
    if (canonical(changedLines(unifiedDiff(file, change.before, change.after))) !== wanted)
      throw fail("author.gate", { why: `${file} is changed otherwise than the plan shows` });
  }
}

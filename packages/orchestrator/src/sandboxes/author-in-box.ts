import { Patch, type Task } from "@throughline/contracts";
import {
  type Exit,
  type GuaranteeId,
  makeReadable,
  OUR_CODE,
  requireGuarantees,
  type Sandbox,
} from "@throughline/sandboxes";
import { environment } from "../config/environment.ts";
import { fail } from "../errors/failures.ts";
import { AUTHOR, installation } from "./author-program.ts";

const LIMITS = { memoryMiB: 1024, processes: 128, processors: 2, diskMiB: 512, fileMiB: 256 };

/** A bundle above this holds data, not a change to code. */
const BUNDLE_MIB = 20;

/** Where in a box the clone and the snapshot of the data are given, read-only; the snapshot's path is in the environment. */
const CLONE = "/given/clone";
const SNAPSHOT = "/given/snapshot.duckdb";
const SNAPSHOT_VARIABLE = "THROUGHLINE_SNAPSHOT";

/** Nothing that an author left in the repository's configuration runs. */
const GIT = ["git", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "safe.directory=*"] as const;
const GIT_ENVIRONMENT = { GIT_CONFIG_NOSYSTEM: "1", GIT_CONFIG_GLOBAL: "/dev/null" };

/**
 * Copies the clone to where the author may write, lets it work, and prints what it said last on one line, then the whole
 * work tree as an archive. The words follow as arguments: nothing of them is read as shell text.
 */
const WRITE = `
  mkdir "$HOME/clone" && cp -R "$1/." "$HOME/clone" && cd "$HOME/clone" && shift || exit 1
  "$@" > "$HOME/said" || exit $?
  tail -n 1 "$HOME/said" && tar -c -f - .`;

/** Unpacks the archive and prints the commits of a range as a bundle. */
const BUNDLE = `mkdir "$HOME/clone" && cd "$HOME/clone" && tar -x -o -f - && exec "$@"`;

type Limits = typeof LIMITS & { readonly seconds: number };

export interface AuthorOptions {
  readonly seconds: number;
  readonly signal: AbortSignal;
  readonly progress: (text: string) => void;
  /** A program in the box, in place of the rule-based author. */
  readonly program?: readonly string[];
  /** What the author needs of its sandbox: as little as our own code does, unless it is another's. */
  readonly needs?: readonly GuaranteeId[];
  /** A database file that nothing writes to any more, for an author that looks at data. */
  readonly snapshot?: string;
}

/**
 * Runs one author on one task. `clone` is a self-contained clone at the task's base, made by the host for this run alone; the
 * author sees it read-only and works on a copy, so that what it may fill is bounded. The copy leaves the box as bytes that
 * nothing of this machine looks into; a second box, which has neither clone nor program, makes the bundle `base..HEAD` of
 * them. Git of this machine never runs where an author could write. What comes back is data, never trusted.
 */
export async function authorInBox(
  sandbox: Sandbox,
  task: Task,
  clone: string,
  options: AuthorOptions,
): Promise<{ patch: Patch; bundle: Buffer }> {
  requireGuarantees(sandbox, options.needs ?? OUR_CODE);
  const limits = { ...LIMITS, seconds: options.seconds };
  makeReadable(clone);
  const { said, archive } = await write(sandbox, task, clone, options, limits);
  const patch = Patch.safeParse(said);
  if (!patch.success) throw fail("author.failed", { output: "the author gave no patch" });
  return { patch: patch.data, bundle: await bundleOf(sandbox, task, archive, options, limits) };
}

async function bundleOf(
  sandbox: Sandbox,
  task: Task,
  archive: Buffer,
  { signal }: AuthorOptions,
  limits: Limits,
): Promise<Buffer> {
  await using box = await sandbox.open({
    purpose: `bundle of ${task.request}, attempt ${task.attempt}`,
    mounts: [],
    environment: GIT_ENVIRONMENT,
    limits,
  });
  const bundled = await box.run(
    ["/bin/sh", "-c", BUNDLE, "sh", ...GIT, "bundle", "create", "--quiet", "-", `${task.base}..HEAD`],
    { folder: box.home, input: archive, signal, outputMiB: BUNDLE_MIB },
  );
  if (bundled.limit === "output") throw fail("author.gate", { why: `the bundle is bigger than ${BUNDLE_MIB} MiB` });
  requireSuccess(bundled, "bundling the patch");
  return bundled.bytes;
}

async function write(
  sandbox: Sandbox,
  task: Task,
  clone: string,
  { signal, progress, program, snapshot }: AuthorOptions,
  limits: Limits,
): Promise<{ said: unknown; archive: Buffer }> {
  await using box = await sandbox.open({
    purpose: `author of ${task.request}, attempt ${task.attempt}`,
    mounts: [
      { host: clone, inside: CLONE, access: "read" },
      ...(snapshot ? [{ host: snapshot, inside: SNAPSHOT, access: "read" as const }] : []),
      ...(program ? [] : installation().map((mount) => ({ ...mount, access: "read" as const }))),
    ],
    environment: { ...GIT_ENVIRONMENT, ...compileCache(sandbox, program) },
    limits,
  });
  const author = [
    ...(snapshot ? ["env", `${SNAPSHOT_VARIABLE}=${box.inside(snapshot)}`] : []),
    ...(program ?? [sandbox.node, box.inside(AUTHOR)]),
  ];
  const written = await box.run(["/bin/sh", "-c", WRITE, "sh", box.inside(clone), ...author], {
    folder: box.home,
    input: JSON.stringify(task),
    signal,
    onError: (text) => progress(text.trim()),
    outputMiB: limits.diskMiB,
  });
  requireSuccess(written, "the author");
  const end = written.bytes.indexOf("\n");
  return { said: parse(written.bytes.subarray(0, end).toString("utf8")), archive: written.bytes.subarray(end + 1) };
}

/** Our own author starts from compiled code where it sees a folder of this machine; nothing else looks into that. */
function compileCache(sandbox: Sandbox, program: readonly string[] | undefined): Readonly<Record<string, string>> {
  const folder = environment.authorCompileCache;
  return folder && sandbox.sharesPaths && !program ? { NODE_COMPILE_CACHE: folder } : {};
}

function requireSuccess(exit: Exit, what: string): void {
  if (exit.code === 0 && !exit.limit) return;
  const output = exit.limit
    ? `${what} was ended at its ${exit.limit} limit`
    : exit.stderr.trim().split("\n").slice(-3).join(" / ");
  throw fail("author.failed", { output: output || `${what} ended with code ${exit.code}` });
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

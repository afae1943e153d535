import type { FileChange } from "@throughline/contracts";
import { git, gitBytes, gitLine } from "./git.ts";
import { settled } from "./settled.ts";

/** Larger files are data, not code; they are not read as text. */
const TEXT_LIMIT = 2 * 1024 * 1024;

/** The text files of a commit below `prefix`, by path relative to it. Binary and very large files are left out. */
export function filesAt(repository: string, commit: string, prefix: string): Promise<ReadonlyMap<string, string>> {
  return filesOf(repository, [commit], prefix);
}

/** A project's files are some megabytes at most; there are those of main and of what it was. */
const filesOf = settled(4, async (repository, [commit = ""], prefix: string): Promise<ReadonlyMap<string, string>> => {
  const listing = await git(repository, [
    "ls-tree",
    "-r",
    "-l",
    "-z",
    "--full-tree",
    commit,
    ...(prefix ? ["--", prefix] : []),
  ]);
  const entries = listing
    .split("\0")
    .filter((line) => line !== "")
    .map((line) => {
      const tab = line.indexOf("\t");
      const [mode = "", , object = "", size = "0"] = line.slice(0, tab).split(/ +/);
      return { mode, object, size: Number(size), path: line.slice(tab + 1) };
    })
    .filter((entry) => entry.mode.startsWith("100") && entry.size <= TEXT_LIMIT);
  const contents = await readObjects(
    repository,
    entries.map((entry) => entry.object),
  );
  const files = new Map<string, string>();
  for (const entry of entries) {
    const content = contents.get(entry.object);
    if (!content || content.includes(0)) continue;
    files.set(entry.path.slice(prefix.length), content.toString("utf8"));
  }
  return files;
});

/**
 * Several objects in one process: starting git for each would cost more than reading them. What the repository does not
 * hold, like a submodule's commit, is left out.
 */
async function readObjects(repository: string, objects: readonly string[]): Promise<Map<string, Buffer>> {
  const unique = [...new Set(objects)];
  const contents = new Map<string, Buffer>();
  if (unique.length === 0) return contents;
  const output = await gitBytes(repository, ["cat-file", "--batch"], { input: `${unique.join("\n")}\n` });
  let at = 0;
  while (at < output.length) {
    const end = output.indexOf(10, at);
    const [object = "", type, size = "0"] = output.subarray(at, end).toString("utf8").split(" ");
    at = end + 1;
    if (type === "missing") continue;
    contents.set(object, output.subarray(at, at + Number(size)));
    at += Number(size) + 1;
  }
  return contents;
}

/** One entry of `git diff --raw`, with modes, for gates. */
export interface RawChange {
  readonly oldMode: string;
  readonly newMode: string;
  readonly oldObject: string;
  readonly newObject: string;
  readonly status: string;
  readonly path: string;
}

export function rawChanges(repository: string, from: string, to: string): Promise<readonly RawChange[]> {
  return rawChangesOf(repository, [from, to]);
}

const rawChangesOf = settled(32, async (repository, [from = "", to = ""]): Promise<readonly RawChange[]> => {
  const output = await git(repository, ["diff-tree", "-r", "-z", "--raw", "--no-renames", "--full-index", from, to]);
  const parts = output.split("\0");
  const changes: RawChange[] = [];
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const columns = (parts[at] ?? "").replace(/^:/, "").split(" ");
    const [oldMode = "", newMode = "", oldObject = "", newObject = "", status = ""] = columns;
    changes.push({ oldMode, newMode, oldObject, newObject, status, path: parts[at + 1] ?? "" });
  }
  return changes;
});

/** What changed between two commits below `prefix`, with both texts; null for one that is not there, or is no file. */
export function changesBetween(
  repository: string,
  from: string,
  to: string,
  prefix: string,
): Promise<readonly FileChange[]> {
  return changesOf(repository, [from, to], prefix);
}

const changesOf = settled(
  8,
  async (repository, [from = "", to = ""], prefix: string): Promise<readonly FileChange[]> => {
    const raw = (await rawChanges(repository, from, to)).filter((change) => change.path.startsWith(prefix));
    const before = (change: RawChange) => (change.status === "A" ? [] : [change.oldObject]);
    const after = (change: RawChange) => (change.status === "D" ? [] : [change.newObject]);
    const contents = await readObjects(
      repository,
      raw.flatMap((change) => [...before(change), ...after(change)]),
    );
    const text = ([object]: readonly string[]) =>
      (object === undefined ? undefined : contents.get(object))?.toString("utf8") ?? null;
    return raw.map((change) => ({
      path: change.path.slice(prefix.length),
      before: text(before(change)),
      after: text(after(change)),
    }));
  },
);

/** The tree of a commit. */
export function treeOf(repository: string, commit: string): Promise<string> {
  return treeOfOne(repository, [commit]);
}

const treeOfOne = settled(64, (repository, [commit]) =>
  gitLine(repository, ["rev-parse", "--verify", `${commit}^{tree}`]),
);

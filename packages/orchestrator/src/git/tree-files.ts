import { Failure, type FileChange } from "@throughline/contracts";
import { git, gitBytes, gitLine } from "./git.ts";

/** Larger files are data, not code; they are not read as text. */
const TEXT_LIMIT = 2 * 1024 * 1024;

/** The text files of a commit below `prefix`, by path relative to it. Binary and very large files are left out. */
export async function filesAt(repository: string, commit: string, prefix: string): Promise<Map<string, string>> {
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
}

/** Several objects in one process: starting git for each would cost more than reading them. */
async function readObjects(repository: string, objects: readonly string[]): Promise<Map<string, Buffer>> {
  const unique = [...new Set(objects)];
  const output = await gitBytes(repository, ["cat-file", "--batch"], { input: `${unique.join("\n")}\n` });
  const contents = new Map<string, Buffer>();
  let at = 0;
  while (at < output.length) {
    const end = output.indexOf(10, at);
    const [object = "", , size = "0"] = output.subarray(at, end).toString("utf8").split(" ");
    const start = end + 1;
    contents.set(object, output.subarray(start, start + Number(size)));
    at = start + Number(size) + 1;
  }
  return contents;
}

/** One entry of `git diff --raw`, with modes, for gates. */
export interface RawChange {
  readonly oldMode: string;
  readonly newMode: string;
  readonly status: string;
  readonly path: string;
}

export async function rawChanges(repository: string, from: string, to: string): Promise<RawChange[]> {
  const output = await git(repository, ["diff-tree", "-r", "-z", "--raw", "--no-renames", "--full-index", from, to]);
  const parts = output.split("\0");
  const changes: RawChange[] = [];
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const [oldMode = "", newMode = "", , , status = ""] = (parts[at] ?? "").replace(/^:/, "").split(" ");
    changes.push({ oldMode, newMode, status, path: parts[at + 1] ?? "" });
  }
  return changes;
}

/** What changed between two commits below `prefix`, with both texts. */
export async function changesBetween(
  repository: string,
  from: string,
  to: string,
  prefix: string,
): Promise<FileChange[]> {
  const raw = (await rawChanges(repository, from, to)).filter((change) => change.path.startsWith(prefix));
  const text = async (commit: string, path: string): Promise<string | null> => {
    try {
      return await git(repository, ["cat-file", "blob", `${commit}:${path}`]);
    } catch (error) {
      if (error instanceof Failure) return null;
      throw error;
    }
  };
  return Promise.all(
    raw.map(async (change) => ({
      path: change.path.slice(prefix.length),
      before: change.status === "A" ? null : await text(from, change.path),
      after: change.status === "D" ? null : await text(to, change.path),
    })),
  );
}

/** The tree of a commit. */
export function treeOf(repository: string, commit: string): Promise<string> {
  return gitLine(repository, ["rev-parse", "--verify", `${commit}^{tree}`]);
}

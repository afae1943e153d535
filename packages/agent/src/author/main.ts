import { execFileSync } from "node:child_process";
import { lstatSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Failure, type Patch, type ProjectFiles, Task, WarehouseFacts } from "@throughline/contracts";
import { fail } from "../failures.ts";
import { writeChange } from "./write-change.ts";

/** Bigger files are data, which no layer's text is. */
const MOST_BYTES = 4_000_000;

/** Repository hooks and monitors must not run: the clone is the project's, and the project is not trusted. */
const SAFE = [
  ...["-c", "core.hooksPath=/dev/null"],
  ...["-c", "core.fsmonitor=false"],
  ...["-c", "commit.gpgsign=false"],
  ...["-c", "maintenance.auto=false"],
];

function git(args: readonly string[], environment: Readonly<Record<string, string>> = {}): string {
  try {
    return execFileSync("git", [...SAFE, ...args], {
      encoding: "utf8",
      maxBuffer: 64_000_000,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, GIT_CONFIG_NOSYSTEM: "1", GIT_CONFIG_GLOBAL: "/dev/null", ...environment },
    });
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw fail("author.git", { command: args[0] ?? "", problem }, error);
  }
}

function readTask(): Task {
  let raw: unknown;
  try {
    raw = JSON.parse(readFileSync(0, "utf8"));
  } catch (error) {
    throw fail("author.bad-task", { problem: "standard input is not JSON" }, error);
  }
  const read = Task.safeParse(raw);
  if (read.success) return read.data;
  throw fail("author.bad-task", { problem: read.error.issues.map((issue) => issue.message).join("; ") });
}

/** The project's files as text, by path below the prefix. Links are left out: they could lead out of the clone. */
function readProject(prefix: string): ProjectFiles {
  const root = prefix === "" || prefix === "." ? "" : `${prefix.replace(/\/+$/u, "")}/`;
  const listed = git(["ls-files", "-z", ...(root === "" ? [] : ["--", root])]);
  const files = new Map<string, string>();
  for (const path of listed.split("\0")) {
    if (path === "" || !path.startsWith(root)) continue;
    const stat = lstatSync(path, { throwIfNoEntry: false });
    if (stat === undefined || !stat.isFile() || stat.size > MOST_BYTES) continue;
    const bytes = readFileSync(path);
    if (bytes.includes(0)) continue;
    files.set(path.slice(root.length), bytes.toString("utf8"));
  }
  return files;
}

function writePatch(task: Task): Patch {
  const facts = WarehouseFacts.safeParse(task.facts);
  const changes = writeChange(
    task.intent,
    readProject(task.prefix),
    task.layout,
    facts.success ? facts.data : undefined,
  );
  const allowed = new Set(task.mayTouch);
  for (const change of changes) if (!allowed.has(change.path)) throw fail("author.outside-plan", { file: change.path });
  const inClone = (path: string): string => join(task.prefix === "." ? "" : task.prefix, path);
  for (const change of changes) if (change.after !== null) writeFileSync(inClone(change.path), change.after);
  const files = changes.map((change) => change.path);
  if (files.length > 0) git(["add", "--", ...files.map(inClone)]);
  const date = `${task.commitTime} +0000`;
  git(["commit", "--no-verify", "--allow-empty", "--quiet", "--cleanup=verbatim", "-m", task.message], {
    GIT_AUTHOR_NAME: "Throughline author",
    GIT_AUTHOR_EMAIL: "author@throughline.invalid",
    GIT_COMMITTER_NAME: "Throughline author",
    GIT_COMMITTER_EMAIL: "author@throughline.invalid",
    GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_DATE: date,
  });
  return { status: "written", commit: git(["rev-parse", "HEAD"]).trim(), files };
}

try {
  process.stdout.write(`${JSON.stringify(writePatch(readTask()))}\n`);
} catch (error) {
  const failure = error instanceof Failure ? error.toData() : undefined;
  if (failure === undefined) throw error;
  process.stderr.write(`${JSON.stringify(failure)}\n`);
  process.exitCode = 1;
}

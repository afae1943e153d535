import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/** What a confined process may use. Memory is resident memory of the whole process group. */
export interface Limits {
  readonly seconds: number;
  readonly memoryMiB: number;
  readonly fileMiB: number;
}

export interface Exit {
  readonly code: number | null;
  /** Which limit ended it, when one did. */
  readonly limit?: "time" | "memory" | "output";
  readonly stdout: string;
  readonly stderr: string;
}

/** Beyond this much text a process is ended: nobody reads it, and it would fill this process's memory. */
const OUTPUT_LIMIT = 16 * 1024 * 1024;

const WATCH_MILLISECONDS = 100;

/** What this confinement does not do, said wherever it is used. */
export const NOT_GUARANTEED = [
  "the process runs as the same user and can read that user's files",
  "the network is not cut off",
  "memory is watched, not reserved: a short peak above the limit is possible",
] as const;

/** Only this much of the caller's environment is handed on: no credential, no configuration. */
export function clearedEnvironment(home: string, more: Readonly<Record<string, string>> = {}): Record<string, string> {
  return {
    PATH: "/usr/local/bin:/usr/bin:/bin",
    HOME: home,
    TMPDIR: home,
    LANG: "C.UTF-8",
    ...more,
  };
}

/**
 * Starts a command in its own process group with a cleared environment and kernel limits on file size and core dumps.
 * The caller ends it with `endGroup`, which takes its children too.
 */
export function startConfined(
  command: readonly [string, ...string[]],
  options: { folder: string; environment: Readonly<Record<string, string>>; limits: Pick<Limits, "fileMiB"> },
): ChildProcessWithoutNullStreams {
  // `ulimit -f` counts blocks of 512 bytes. The command follows as arguments of sh: nothing of it is read as shell text.
  const script = `ulimit -c 0; ulimit -f ${options.limits.fileMiB * 2048}; exec "$@"`;
  return spawn("/bin/sh", ["-c", script, "sh", ...command], {
    cwd: options.folder,
    env: options.environment,
    detached: true,
    stdio: "pipe",
  });
}

/** Ends a process with everything it started. */
export function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // Already gone.
  }
}

/** Resident memory of a process group in MiB, where the kernel tells (Linux); 0 elsewhere. */
export function groupMemoryMiB(group: number): number {
  let pages = 0;
  try {
    for (const name of readdirSync("/proc")) {
      if (!/^\d+$/.test(name)) continue;
      try {
        const stat = readFileSync(`/proc/${name}/stat`, "utf8");
        // Fields after the command name, which may contain spaces: state, ppid, pgrp, …, rss is the 22nd.
        const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
        if (Number(fields[2]) === group) pages += Number(fields[21]);
      } catch {
        // It ended while we looked.
      }
    }
  } catch {
    return 0;
  }
  return (pages * 4096) / 1024 ** 2;
}

/** Runs a command to its end, within limits; its group is gone when this returns. A non-zero exit is a result. */
export async function runConfined(
  command: readonly [string, ...string[]],
  options: {
    folder: string;
    environment: Readonly<Record<string, string>>;
    limits: Limits;
    input?: string;
    signal?: AbortSignal;
    onError?: (text: string) => void;
  },
): Promise<Exit> {
  const child = startConfined(command, options);
  const chunks = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
  let size = 0;
  let limit: Exit["limit"];
  const end = (why?: Exit["limit"]) => {
    limit ??= why;
    endGroup(child.pid);
  };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > OUTPUT_LIMIT) end("output");
      else chunks[name].push(chunk);
      if (name === "stderr") options.onError?.(chunk.toString("utf8"));
    });
  }
  const timer = setTimeout(() => end("time"), options.limits.seconds * 1000);
  const watch = setInterval(() => {
    if (child.pid !== undefined && groupMemoryMiB(child.pid) > options.limits.memoryMiB) end("memory");
  }, WATCH_MILLISECONDS);
  const aborted = () => end();
  options.signal?.addEventListener("abort", aborted, { once: true });
  if (options.signal?.aborted) end();
  try {
    child.stdin.on("error", () => undefined); // It may end before it reads.
    child.stdin.end(options.input ?? "");
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", resolve);
    });
    return {
      code,
      ...(limit ? { limit } : {}),
      stdout: Buffer.concat(chunks.stdout).toString("utf8"),
      stderr: Buffer.concat(chunks.stderr).toString("utf8"),
    };
  } finally {
    clearTimeout(timer);
    clearInterval(watch);
    options.signal?.removeEventListener("abort", aborted);
    // Also after a normal exit: what it left running must not outlive it.
    endGroup(child.pid);
  }
}

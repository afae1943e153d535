import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { runToEnd } from "../run-to-end.ts";
import type { Command, Exit, Limit, Running, RunOptions } from "../sandbox.ts";

/** What a confined process may use. Memory is resident memory of the whole process group. */
export interface Limits {
  readonly seconds: number;
  readonly memoryMiB: number;
  readonly fileMiB: number;
}

const WATCH_MILLISECONDS = 100;

/** How long output is read after the end of a process: what has left its group may hold it open for ever. */
const OPEN_MILLISECONDS = 2000;

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
 * The caller ends it with `endGroup`, which takes its children too, but for those that left the group.
 */
export function startConfined(
  command: Command,
  options: { folder: string; environment: Readonly<Record<string, string>>; limits: Partial<Pick<Limits, "fileMiB">> },
): ChildProcessWithoutNullStreams {
  const { fileMiB } = options.limits;
  // `ulimit -f` counts blocks of 512 bytes. The command follows as arguments of sh: nothing of it is read as shell text.
  const script = `ulimit -c 0; ${fileMiB === undefined ? "" : `ulimit -f ${fileMiB * 2048}; `}exec "$@"`;
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

/** A child that leads its process group, as something that runs; ended when its group takes more memory than it may. */
export function watchGroup(child: ChildProcessWithoutNullStreams, memoryMiB: number | undefined): Running {
  let limit: Limit | undefined;
  const end = (why?: Limit) => {
    limit ??= why;
    endGroup(child.pid);
  };
  let leftOpen: NodeJS.Timeout | undefined;
  const watch =
    memoryMiB === undefined
      ? undefined
      : setInterval(() => {
          if (child.pid !== undefined && groupMemoryMiB(child.pid) > memoryMiB) end("memory");
        }, WATCH_MILLISECONDS);
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
    // Also after a normal exit: what it left running must not outlive it, nor hold its output open.
    child.once("exit", () => {
      endGroup(child.pid);
      leftOpen = setTimeout(() => {
        for (const stream of [child.stdout, child.stderr]) stream.destroy();
      }, OPEN_MILLISECONDS);
    });
  });
  return {
    stdin: child.stdin,
    stdout: child.stdout,
    stderr: child.stderr,
    ended: ended
      .then((code) => ({ code, ...(limit ? { limit } : {}) }))
      .finally(() => {
        clearInterval(watch);
        clearTimeout(leftOpen);
        endGroup(child.pid);
      }),
    end,
  };
}

/** Runs a command to its end, within limits; its group is gone when this returns. A non-zero exit is a result. */
export async function runConfined(
  command: Command,
  options: RunOptions & { environment: Readonly<Record<string, string>>; limits: Limits },
): Promise<Exit> {
  const running = watchGroup(startConfined(command, options), options.limits.memoryMiB);
  const timer = setTimeout(() => running.end("time"), options.limits.seconds * 1000);
  try {
    return await runToEnd(running, options);
  } finally {
    clearTimeout(timer);
  }
}

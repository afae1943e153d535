import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import type { RequestState } from "../state/request-state.ts";
import type { Holder } from "../stores/store.ts";
import type { Context } from "./context.ts";
import { runJob } from "./engine.ts";

const LEASE = "worker";

/** How often a process that does not hold the lease looks again. */
const LOOK_MILLISECONDS = 200;

/** This process, told apart from a later one with the same number. */
export function thisProcess(): Holder {
  return {
    pid: process.pid,
    bootId: bootId(),
    started: startOf(process.pid) ?? String(Math.round(performance.timeOrigin)),
  };
}

function bootId(): string {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  } catch {
    return "unknown";
  }
}

/** When a process was started, in the kernel's ticks since boot; undefined where the kernel does not tell. */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  } catch {
    return undefined;
  }
}

export function isAlive(holder: Holder): boolean {
  if (holder.bootId !== bootId()) return false;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
  const started = startOf(holder.pid);
  return started === undefined || started === holder.started;
}

/**
 * Works until a request rests. One process at a time holds the worker lease and runs jobs, oldest first, of all requests;
 * the others watch, and take the lease when it falls free.
 */
export async function workUntilAtRest(
  context: Context,
  id: string,
  watch: (state: RequestState) => void = () => undefined,
): Promise<RequestState> {
  const self = thisProcess();
  let shown = -1;
  try {
    for (;;) {
      const state = await context.store.request(id);
      if (!state) throw new Error(`request ${id} has vanished from the store`);
      if (state.version !== shown) watch(state);
      shown = state.version;
      if (state.status !== "running") return state;
      context.signal.throwIfAborted();
      const { taken } = await context.store.takeLease(LEASE, self, isAlive);
      const [job] = taken ? await context.store.jobs() : [];
      if (job) await runJob(context, job);
      else await delay(LOOK_MILLISECONDS, undefined, { signal: context.signal });
    }
  } finally {
    await context.store.dropLease(LEASE, self);
  }
}

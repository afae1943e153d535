import { readFileSync, readlinkSync } from "node:fs";
import type { Holder } from "../stores/store.ts";

/** This process, told apart from a later one with the same number. */
export function thisProcess(): Holder {
  return {
    pid: process.pid,
    bootId: bootId(),
    started: startOf(process.pid) ?? String(Math.round(performance.timeOrigin)),
  };
}

/** This boot of this machine, and the numbering of processes that this one is counted in. */
export function processPlace(): string {
  try {
    return `${bootId()} ${readlinkSync("/proc/self/ns/pid")}`;
  } catch {
    return bootId();
  }
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

/** Whether the process that holds a lease still runs, on this boot of this machine. */
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

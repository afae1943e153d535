import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { BoxLimits } from "../sandbox.ts";

/** The kernel's accounts of a set of processes: what they use together is bounded, and they are found. */
export interface ControlGroup {
  /** A process that writes its id into each of these is in it, with all it starts from then on. */
  readonly enter: readonly string[];
  /** Whether the kernel ended a process in it for want of memory. */
  ranOutOfMemory(): boolean;
  /** True once it is gone; false while something is still in it. */
  remove(): boolean;
}

/** Makes control groups; undefined where this process may not. */
export type MakeControlGroup = (name: string, limits: Bounds) => ControlGroup;

/** Which bounds are set: a test leaves one out. */
export type Bounds = Partial<Pick<BoxLimits, "memoryMiB" | "processes" | "processors">>;

const MIB = 1024 ** 2;
const PERIOD_MICROSECONDS = 100_000;
const FOLDER = "throughline";

/** How control groups are made below `root`: each controller in a tree of its own (version 1), or all in one (version 2). */
export function controlGroups(root = "/sys/fs/cgroup"): MakeControlGroup | undefined {
  const versions = [
    { trees: ["memory", "pids", "cpu"].map((name) => join(root, name)), make: version1 },
    { trees: [root], make: version2 },
  ];
  for (const { trees, make } of versions) {
    if (!trees.every((tree) => existsSync(join(tree, "cgroup.procs")))) continue;
    try {
      prepare(trees);
      return (name, limits) => make(trees, name, limits);
    } catch {
      // Not ours to write, or without these controllers.
    }
  }
  return undefined;
}

function prepare(trees: readonly string[]): void {
  for (const tree of trees) {
    const above = join(tree, FOLDER);
    mkdirSync(above, { recursive: true });
    // It may be there, made by somebody who may.
    accessSync(above, constants.W_OK);
    removeAbandoned(above);
    if (!existsSync(join(tree, "cgroup.controllers"))) continue;
    for (const folder of [tree, above]) writeFileSync(join(folder, "cgroup.subtree_control"), "+memory +pids +cpu");
  }
}

/** Groups of processes that were killed before they could remove them. What is still used cannot be removed. */
function removeAbandoned(above: string): void {
  for (const entry of readdirSync(above, { withFileTypes: true })) {
    const pid = Number(entry.name.split("-")[0]);
    if (!entry.isDirectory() || !Number.isInteger(pid) || existsSync(`/proc/${pid}`)) continue;
    try {
      rmdirSync(join(above, entry.name));
    } catch {
      // Something is still in it.
    }
  }
}

function version1(trees: readonly string[], name: string, bounds: Bounds): ControlGroup {
  const [memory = "", pids = "", cpu = ""] = trees.map((tree) => join(tree, FOLDER, name));
  const { memoryMiB, processes, processors } = bounds;
  const folders = [memory, pids, cpu];
  for (const folder of folders) mkdirSync(folder);
  if (memoryMiB !== undefined) {
    writeFileSync(join(memory, "memory.limit_in_bytes"), String(memoryMiB * MIB));
    // Only there where swap is accounted; without it swapping would go round the bound.
    const swap = join(memory, "memory.memsw.limit_in_bytes");
    if (existsSync(swap)) writeFileSync(swap, String(memoryMiB * MIB));
  }
  if (processes !== undefined) writeFileSync(join(pids, "pids.max"), String(processes));
  if (processors !== undefined) {
    writeFileSync(join(cpu, "cpu.cfs_period_us"), String(PERIOD_MICROSECONDS));
    writeFileSync(join(cpu, "cpu.cfs_quota_us"), String(Math.round(processors * PERIOD_MICROSECONDS)));
  }
  return groupIn(folders, join(memory, "memory.oom_control"));
}

function version2([tree = ""]: readonly string[], name: string, bounds: Bounds): ControlGroup {
  const folder = join(tree, FOLDER, name);
  const { memoryMiB, processes, processors } = bounds;
  mkdirSync(folder);
  if (memoryMiB !== undefined) {
    writeFileSync(join(folder, "memory.max"), String(memoryMiB * MIB));
    if (existsSync(join(folder, "memory.swap.max"))) writeFileSync(join(folder, "memory.swap.max"), "0");
  }
  if (processes !== undefined) writeFileSync(join(folder, "pids.max"), String(processes));
  if (processors !== undefined) {
    const quota = Math.round(processors * PERIOD_MICROSECONDS);
    writeFileSync(join(folder, "cpu.max"), `${quota} ${PERIOD_MICROSECONDS}`);
  }
  return groupIn([folder], join(folder, "memory.events"));
}

function groupIn(folders: readonly string[], events: string): ControlGroup {
  return {
    enter: folders.map((folder) => join(folder, "cgroup.procs")),
    ranOutOfMemory: () => /^oom_kill [1-9]/m.test(readFileSync(events, "utf8")),
    remove() {
      try {
        for (const folder of folders) if (existsSync(folder)) rmdirSync(folder);
        return true;
      } catch {
        return false;
      }
    },
  };
}

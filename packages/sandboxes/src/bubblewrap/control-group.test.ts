import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { controlGroups } from "./control-group.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "throughline-groups-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const BOUNDS = { memoryMiB: 256, processes: 64, processors: 0.5 };
const read = (path: string) => readFileSync(join(root, path), "utf8");

/** A tree of control groups as the kernel shows it, but for what the kernel does. */
function lay(files: readonly string[]): void {
  for (const file of files) {
    mkdirSync(join(root, file, ".."), { recursive: true });
    writeFileSync(join(root, file), "");
  }
}

describe("control groups", () => {
  it("are bounded each in its own tree where the kernel has version 1", () => {
    lay(["memory/cgroup.procs", "pids/cgroup.procs", "cpu/cgroup.procs"]);

    const group = controlGroups(root)?.("b1", BOUNDS);

    expect(read("memory/throughline/b1/memory.limit_in_bytes")).toBe("268435456");
    expect(read("pids/throughline/b1/pids.max")).toBe("64");
    expect(read("cpu/throughline/b1/cpu.cfs_quota_us")).toBe("50000");
    expect(group?.enter.map((path) => path.slice(root.length + 1))).toEqual([
      "memory/throughline/b1/cgroup.procs",
      "pids/throughline/b1/cgroup.procs",
      "cpu/throughline/b1/cgroup.procs",
    ]);
  });

  it("are bounded in the one tree where the kernel has version 2", () => {
    lay(["cgroup.procs", "cgroup.controllers", "cgroup.subtree_control"]);

    const group = controlGroups(root)?.("b1", BOUNDS);

    expect(read("cgroup.subtree_control")).toBe("+memory +pids +cpu");
    expect(read("throughline/cgroup.subtree_control")).toBe("+memory +pids +cpu");
    expect(read("throughline/b1/memory.max")).toBe("268435456");
    expect(read("throughline/b1/pids.max")).toBe("64");
    expect(read("throughline/b1/cpu.max")).toBe("50000 100000");
    expect(group?.enter).toEqual([join(root, "throughline/b1/cgroup.procs")]);
  });

  it("tell when the kernel ended something for want of memory", () => {
    lay(["cgroup.procs", "cgroup.controllers"]);
    const group = controlGroups(root)?.("b1", BOUNDS);
    const events = join(root, "throughline/b1/memory.events");

    writeFileSync(events, "low 0\noom 0\noom_kill 0\n");
    expect(group?.ranOutOfMemory()).toBe(false);

    writeFileSync(events, "low 0\noom 1\noom_kill 1\n");
    expect(group?.ranOutOfMemory()).toBe(true);
  });

  it("of processes that were killed are removed, and no others", () => {
    lay(["cgroup.procs", "cgroup.controllers"]);
    for (const name of ["4194305-of-nobody", `${process.pid}-of-this`])
      mkdirSync(join(root, "throughline", name), { recursive: true });

    controlGroups(root);

    expect(
      readdirSync(join(root, "throughline"), { withFileTypes: true }).flatMap((e) => (e.isDirectory() ? [e.name] : [])),
    ).toEqual([`${process.pid}-of-this`]);
  });

  it("are not there where they cannot be made", () => {
    expect(controlGroups(root)).toBeUndefined();
  });
});

import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { bubblewrapMissing } from "../../packages/sandboxes/src/bubblewrap/bubblewrap-sandbox.ts";
import { dockerMissing } from "../../packages/sandboxes/src/docker/docker-sandbox.ts";
import { SANDBOX_IMAGE } from "../../packages/sandboxes/src/docker/image.ts";
import { ROOT } from "../world.ts";

const MISSING = {
  bubblewrap: bubblewrapMissing(process.env["PATH"] ?? ""),
  docker: await dockerMissing(process.env["DOCKER_HOST"], SANDBOX_IMAGE),
};

/** Processes of this machine with a mark in their arguments, but for those that only pass it on. */
function marked(mark: string): number {
  return readdirSync("/proc").filter((name) => {
    try {
      const line = readFileSync(`/proc/${name}/cmdline`, "utf8");
      return line.startsWith("/bin/sh\0-c\0trap") && line.includes(mark);
    } catch {
      return false;
    }
  }).length;
}

function started(opener: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    opener.stdout?.once("data", () => resolve());
    opener.once("exit", () => reject(new Error("it ended before it had opened a box")));
  });
}

describe("a box whose opener is killed", () => {
  it.each([
    ["bubblewrap", 600, "at once"],
    ["docker", 3, "when its time is over"],
  ] as const)("of %s ends with all that runs in it", async (kind, seconds, when) => {
    const missing = MISSING[kind];
    if (missing) return expect(missing, "this suite runs where both are there").toBe(undefined);
    const mark = `opener-${process.pid}-${kind}`;
    const opener = spawn(process.execPath, [join(ROOT, "tests/sandboxes/open-a-box.ts"), kind, mark, String(seconds)], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    await started(opener);
    // A shell that starts another program is two of them for a moment.
    const before = marked(mark);

    opener.kill("SIGKILL");

    expect(before).toBeGreaterThan(0);

    await expect.poll(() => marked(mark), { timeout: 20_000, message: `it ends ${when}` }).toBe(0);
  });
});

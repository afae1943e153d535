import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "../tests/world.ts";

/** A fresh clone's set-up with the package caches of this machine, then again, when there is nothing to do. */
export async function measureSetUp(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "throughline-bench-"));
  try {
    const clone = join(folder, "clone");
    const run = (name: string, cwd: string, program: string, ...parameters: string[]) => {
      const began = performance.now();
      const ran = spawnSync(program, parameters, { cwd, encoding: "utf8" });
      if (ran.status !== 0) throw new Error(`${name}: ${ran.stdout}${ran.stderr}`);
      console.log(`  ${name.padEnd(30)} ${((performance.now() - began) / 1000).toFixed(2).padStart(7)} s`);
    };
    run("git clone", folder, "git", "clone", "--quiet", ROOT, clone);
    run("set-up", clone, process.execPath, join(clone, "scripts", "setup.mjs"));
    run("set-up again", clone, process.execPath, join(clone, "scripts", "setup.mjs"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { findPython, PROGRAMS } from "../tools/python.ts";

const python = findPython(process.env);
const hasDlt = process.platform === "linux" && spawnSync(python, ["-c", "import dlt"]).status === 0;

it.skipIf(!hasDlt)("a loader ends when whoever started it is killed", async () => {
  const folder = mkdtempSync(join(tmpdir(), "throughline-orphan-"));
  writeFileSync(
    join(folder, "script.py"),
    "import os, signal\nopen('pid.new', 'w').write(str(os.getpid()))\nos.rename('pid.new', 'pid')\nsignal.pause()\n",
  );
  const command = JSON.stringify([join(PROGRAMS, "run_pipeline.py"), "script.py"]);
  const starter = spawn(
    process.execPath,
    [
      "-e",
      `require("node:child_process").spawn(${JSON.stringify(python)}, ${command}, { detached: true, stdio: "pipe" }); setInterval(() => {}, 1000)`,
    ],
    { cwd: folder, stdio: "ignore", env: { PYTHONDONTWRITEBYTECODE: "1" } },
  );
  let pid: number | undefined;
  try {
    await vi.waitFor(() => expect(existsSync(join(folder, "pid"))).toBe(true), { timeout: 60_000 });
    const loader = Number(readFileSync(join(folder, "pid"), "utf8"));
    pid = loader;

    starter.kill("SIGKILL");

    await vi.waitFor(() => expect(isRunning(loader)).toBe(false), { timeout: 10_000 });
  } finally {
    starter.kill("SIGKILL");
    if (pid !== undefined && isRunning(pid)) process.kill(pid, "SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  }
});

it.skipIf(!hasDlt)("a loader finds its secrets as dlt looks them up, and in no environment or argument", () => {
  const folder = mkdtempSync(join(tmpdir(), "throughline-secrets-"));
  try {
    mkdirSync(join(folder, "secrets"));
    writeFileSync(join(folder, "secrets", "sources.rates.api_key"), "hunter2-hunter2");
    const script = [
      "import json, os, sys",
      "import dlt",
      "value = dlt.secrets['sources.rates.api_key']",
      "around = json.dumps([dict(os.environ), sys.argv, open('/proc/self/environ').read(), open('/proc/self/cmdline').read()])",
      "open('seen', 'w').write(json.dumps([value, value in around]))",
    ];
    writeFileSync(join(folder, "script.py"), script.join("\n"));

    const command = [join(PROGRAMS, "run_pipeline.py"), "script.py", "--secrets", "secrets"];
    const ran = spawnSync(python, command, { cwd: folder, encoding: "utf8", env: { PYTHONDONTWRITEBYTECODE: "1" } });

    expect(ran.stderr).toBe("");
    expect(JSON.parse(readFileSync(join(folder, "seen"), "utf8"))).toEqual(["hunter2-hunter2", false]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

/** A killed process may still be a zombie for a moment; that is not running. */
function isRunning(pid: number): boolean {
  try {
    const state = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.[0];
    return state !== "Z" && state !== "X";
  } catch {
    return false;
  }
}

import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { clearedEnvironment, groupMemoryMiB, runConfined } from "./confined-process.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "throughline-confined-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function run(
  script: string,
  limits: Partial<{ seconds: number; memoryMiB: number; fileMiB: number }> = {},
  input?: string,
) {
  return runConfined([process.execPath, "-e", script], {
    folder,
    environment: clearedEnvironment(folder),
    limits: { seconds: 30, memoryMiB: 512, fileMiB: 16, ...limits },
    ...(input === undefined ? {} : { input }),
  });
}

describe("a confined process", () => {
  it("gives back what it prints and how it ended", async () => {
    expect(await run("process.stdin.pipe(process.stdout); process.exitCode = 3", {}, "hello")).toMatchObject({
      code: 3,
      stdout: "hello",
    });
  });

  it("sees nothing of the caller's environment", async () => {
    process.env["A_SECRET"] = "canary";

    const { stdout } = await run("console.log(JSON.stringify(process.env))");

    delete process.env["A_SECRET"];
    const seen = JSON.parse(stdout) as Record<string, string>;
    expect(Object.keys(seen).sort()).toEqual(["HOME", "LANG", "PATH", "PWD", "TMPDIR"].filter((name) => name in seen));
    expect(seen["HOME"]).toBe(folder);
    expect(stdout).not.toContain("canary");
  });

  it("is ended at its time limit, with everything it started", async () => {
    const child =
      "const fs = require('node:fs'); fs.writeFileSync('child', String(process.pid)); setInterval(() => {}, 1000)";
    const script = `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(child)}], { stdio: 'ignore' }); setInterval(() => {}, 1000)`;

    const exit = await run(script, { seconds: 2 });

    expect(exit).toMatchObject({ code: null, limit: "time" });
    const pid = Number(readFileSync(join(folder, "child"), "utf8"));
    await expect.poll(() => isRunning(pid)).toBe(false);
  });

  it("leaves nothing running after a normal end", async () => {
    const child =
      "require('node:fs').writeFileSync('child', String(process.pid)); process.stdout.write('up'); setInterval(() => {}, 1000)";
    const script = `const c = require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(child)}], { stdio: ['ignore', 'pipe', 'ignore'] }); c.stdout.once('data', () => process.exit(0))`;

    expect(await run(script)).toMatchObject({ code: 0 });

    const pid = Number(readFileSync(join(folder, "child"), "utf8"));
    await expect.poll(() => isRunning(pid)).toBe(false);
  });

  it("is not waited for where something that left its group holds its output open", async () => {
    const child = "require('node:fs').writeFileSync('child', String(process.pid)); setInterval(() => {}, 1000)";
    const script = `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(child)}], { stdio: 'inherit', detached: true }); const t = setInterval(() => { if (require('node:fs').existsSync('child')) process.exit(0) }, 10)`;

    const exit = await run(script);

    process.kill(Number(readFileSync(join(folder, "child"), "utf8")), "SIGKILL");
    expect(exit).toMatchObject({ code: 0 });
  });

  it.runIf(groupMemoryMiB(process.pid) >= 0 && existsSync("/proc/self/stat"))(
    "is ended when it takes more memory than it may",
    async () => {
      const script = "const all = []; setInterval(() => all.push(Buffer.alloc(32 << 20, 1)), 20)";

      expect(await run(script, { memoryMiB: 256 })).toMatchObject({ limit: "memory" });
    },
  );

  it("cannot write a file bigger than it may", async () => {
    const { code } = await run("require('node:fs').writeFileSync('big', Buffer.alloc(8 << 20))", { fileMiB: 1 });

    expect(code).not.toBe(0);
    expect(readFileSync(join(folder, "big")).length).toBeLessThanOrEqual(1 << 20);
  });

  it("is ended when it prints without end", async () => {
    expect(
      await run("const chunk = 'x'.repeat(1 << 20); const go = () => process.stdout.write(chunk, go); go()"),
    ).toMatchObject({ limit: "output" });
  });

  it("takes its arguments as arguments, never as shell text", async () => {
    const exit = await runConfined(
      [process.execPath, "-e", "console.log(process.argv[1])", "$(touch pwned); `touch pwned`"],
      {
        folder,
        environment: clearedEnvironment(folder),
        limits: { seconds: 30, memoryMiB: 512, fileMiB: 16 },
      },
    );

    expect(exit.stdout.trim()).toBe("$(touch pwned); `touch pwned`");
    expect(existsSync(join(folder, "pwned"))).toBe(false);
  });
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

import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { ROOT } from "./world.ts";

/** A clone with nothing installed, and programs that only say that they were called. */
let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "throughline-setup-"));
  cpSync(join(ROOT, "scripts", "setup.mjs"), join(root, "scripts", "setup.mjs"));
  const venv = `case "$*" in "-m venv"*) for last; do :; done; mkdir -p "$last/bin"; cp "$0" "$last/bin/python"; cp "$0" "$last/bin/uv";; esac`;
  for (const [name, more] of [
    ["git", ""],
    ["npm", `[ "$1" = ci ] && echo ci >> "${root}/calls" && mkdir -p "${root}/node_modules/kysely"; true`],
    ["python3", venv],
  ]) {
    mkdirSync(join(root, "bin"), { recursive: true });
    writeFileSync(join(root, "bin", name ?? ""), `#!/bin/sh\necho 3.12.0\n${more}\n`);
    chmodSync(join(root, "bin", name ?? ""), 0o755);
  }
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function setUp() {
  return spawnSync(process.execPath, [join(root, "scripts", "setup.mjs")], {
    encoding: "utf8",
    env: { PATH: `${join(root, "bin")}:/usr/bin:/bin` },
    timeout: 30_000,
  });
}

function installs(): number {
  return readFileSync(join(root, "calls"), "utf8").trim().split("\n").length;
}

it("does nothing twice, and installs again what was taken away", () => {
  expect(setUp().status).toBe(0);
  expect(setUp().status).toBe(0);
  expect(installs()).toBe(1);

  rmSync(join(root, "node_modules"), { recursive: true });

  expect(setUp().status).toBe(0);
  expect(installs()).toBe(2);
});

it.each([
  ["that has no process id", undefined],
  ["of a process that is gone", "999999999"],
])("takes over a lock %s", (_, pid) => {
  const lock = join(root, ".tools", "setup.lock");
  mkdirSync(lock, { recursive: true });
  if (pid !== undefined) writeFileSync(join(lock, "pid"), pid);

  expect(setUp().status).toBe(0);

  expect(existsSync(lock)).toBe(false);
  expect(readdirSync(join(root, ".tools")).filter((name) => name.startsWith("setup.lock"))).toEqual([]);
});

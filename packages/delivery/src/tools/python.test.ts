import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { isAbsolute, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { findPython, requirePython, toolPath } from "./python.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "throughline-python-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function program(name: string): string {
  mkdirSync(join(folder, "bin"), { recursive: true });
  const file = join(folder, "bin", name);
  writeFileSync(file, "#!/bin/sh\n");
  chmodSync(file, 0o755);
  return file;
}

it("looks a named Python up on the path it is handed", () => {
  const file = program("python-of-ours");

  expect(findPython({ THROUGHLINE_PYTHON: "python-of-ours", PATH: `.:/nowhere:${join(folder, "bin")}` })).toBe(file);
});

it("makes a relative file absolute", () => {
  expect(isAbsolute(findPython({ THROUGHLINE_PYTHON: "./venv/bin/python" }))).toBe(true);
});

it("refuses a Python that is nowhere, when it is used", () => {
  const python = findPython({ THROUGHLINE_PYTHON: "python-of-ours", PATH: "/nowhere" });

  expect(() => requirePython(python)).toThrow(expect.objectContaining({ code: "tools.python-missing" }));
  expect(toolPath(python).split(":").every(isAbsolute)).toBe(true);
});

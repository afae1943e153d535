import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { putIn, takeOut } from "./made-files.ts";

let folder: string;
let made: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "throughline-made-"));
  made = join(folder, "made");
  file = join(made, "manifest.json");
  mkdirSync(made);
  writeFileSync(join(folder, "secret"), "of this machine");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const out = () => join(folder, "out");

it("takes out what was made, whatever its size, and says when there is nothing", () => {
  const text = "x".repeat(9 * 1024 ** 2);
  writeFileSync(file, text);

  expect(takeOut(file, out())).toBe(true);
  expect(readFileSync(out(), "utf8")).toBe(text);
  expect(takeOut(join(made, "other"), join(folder, "none"))).toBe(false);
  expect(existsSync(join(folder, "none"))).toBe(false);
});

it("takes out a copy: what is changed afterwards does not reach it", () => {
  writeFileSync(file, "as made");
  takeOut(file, out());

  writeFileSync(file, "and changed");

  expect(readFileSync(out(), "utf8")).toBe("as made");
});

it.each<[string, () => void]>([
  ["a link to a file of the machine", () => symlinkSync(join(folder, "secret"), file)],
  ["a link to nothing", () => symlinkSync(join(folder, "nothing"), file)],
  ["a folder", () => mkdirSync(file)],
  ["a pipe that nobody writes to", () => spawnSync("mkfifo", [file])],
])("takes out no %s, and does not wait for it", (_, plant) => {
  plant();

  expect(() => takeOut(file, out())).toThrow(expect.objectContaining({ code: "environment.not-plain" }));
  expect(existsSync(out())).toBe(false);
});

it("removes nothing that is in a folder where a file is to be put", () => {
  mkdirSync(join(file, "more"), { recursive: true });

  expect(() => putIn(join(folder, "secret"), file)).toThrow(expect.objectContaining({ code: "environment.not-plain" }));

  expect(existsSync(join(file, "more"))).toBe(true);
});

it("puts a file in the place of a link, and writes through nothing", () => {
  symlinkSync(join(folder, "secret"), file);
  writeFileSync(join(folder, "given"), "given");

  putIn(join(folder, "given"), file);

  expect(readFileSync(file, "utf8")).toBe("given");
  expect(statSync(file).mode & 0o777).toBe(0o666);
  expect(readFileSync(join(folder, "secret"), "utf8")).toBe("of this machine");
});

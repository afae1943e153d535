import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { cutLinksOut } from "./links.ts";

let folder: string;
let tree: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "throughline-links-"));
  tree = join(folder, "tree");
  mkdirSync(join(tree, "models"), { recursive: true });
  writeFileSync(join(folder, "secret"), "of this machine");
  writeFileSync(join(tree, "models", "a.sql"), "select 1");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it("leaves links within a project, to files and to folders", () => {
  symlinkSync("a.sql", join(tree, "models", "b.sql"));
  symlinkSync("models", join(tree, "more"));

  expect(cutLinksOut(tree)).toBe(0);

  expect(readFileSync(join(tree, "more", "b.sql"), "utf8")).toBe("select 1");
});

it.each([
  ["to a file of the machine", () => join(folder, "secret")],
  ["by way of folders above", () => "../../secret"],
  ["to the project's own folder, and with it to itself", () => tree],
  ["to a folder whose name begins as the project's does", () => `${tree}-other`],
  ["to nothing", () => "nowhere"],
])("takes one away that leads %s", (_, target) => {
  mkdirSync(`${tree}-other`);
  const link = join(tree, "models", "b.sql");
  symlinkSync(target(), link);

  expect(cutLinksOut(tree)).toBe(1);

  expect(lstatSync(link, { throwIfNoEntry: false })).toBeUndefined();
  expect(existsSync(join(folder, "secret"))).toBe(true);
});

it("takes one away that leads out by another, and removes nothing behind a link to a folder", () => {
  mkdirSync(join(folder, "outside"));
  symlinkSync(join(folder, "secret"), join(folder, "outside", "link"));
  symlinkSync(join(folder, "outside"), join(tree, "first"));
  symlinkSync("first", join(tree, "second"));

  expect(cutLinksOut(tree)).toBe(2);

  expect(lstatSync(join(folder, "outside", "link")).isSymbolicLink()).toBe(true);
});

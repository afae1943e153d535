import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { git, gitLine } from "./git.ts";
import { rebase } from "./rebase.ts";

const LINES = Array.from({ length: 30 }, (_, at) => `line ${at}`);

let repository: string;
beforeEach(async () => {
  repository = mkdtempSync(join(tmpdir(), "throughline-rebase-"));
  await git(repository, ["init", "--quiet"]);
  await commit(LINES);
});
afterEach(() => rmSync(repository, { recursive: true, force: true }));

/** A commit of the file on what is checked out. */
async function commit(lines: readonly string[], message = "Change"): Promise<string> {
  writeFileSync(join(repository, "file"), `${lines.join("\n")}\n`);
  await git(repository, ["add", "file"]);
  await git(repository, ["commit", "--quiet", "--message", message]);
  return gitLine(repository, ["rev-parse", "HEAD"]);
}

const replaced = (at: number, text: string, lines: readonly string[] = LINES) => lines.with(at, text);

/** A patch of line 20, and another commit on the same base. */
async function apart(other: readonly string[]): Promise<{ base: string; patch: string; onto: string }> {
  const base = await gitLine(repository, ["rev-parse", "HEAD"]);
  const patch = await commit(replaced(20, "new"), "Patch\n\nTrailer: kept");
  await git(repository, ["checkout", "--quiet", "--detach", base]);
  return { base, patch, onto: await commit(other) };
}

it("repeats a change on a base that moved elsewhere, with its message", async () => {
  const { base, patch, onto } = await apart(["a line more", ...LINES]);

  const rebased = await rebase(repository, { base, commit: patch }, onto);

  expect(await git(repository, ["show", `${rebased}:file`])).toBe(
    `${["a line more", ...replaced(20, "new")].join("\n")}\n`,
  );
  expect(await git(repository, ["log", "-1", "--format=%P %B", rebased ?? ""])).toContain("Trailer: kept");
  expect(await rebase(repository, { base, commit: patch }, onto)).toBe(rebased);
});

it.each([
  ["in conflict", replaced(20, "other")],
  ["with other lines around it", replaced(18, "other")],
  ["there already", replaced(20, "new")],
])("is not the same change when it is %s", async (_, other) => {
  const { base, patch, onto } = await apart(other);

  expect(await rebase(repository, { base, commit: patch }, onto)).toBeUndefined();
});

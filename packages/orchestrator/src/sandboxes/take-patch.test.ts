import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { git, gitLine } from "../git/git.ts";
import { type Planned, takePatch } from "./take-patch.ts";

let folder: string;
let repository: string;
let clone: string;
let base: string;

function write(path: string, text: string): void {
  mkdirSync(dirname(join(clone, path)), { recursive: true });
  writeFileSync(join(clone, path), text);
}

async function commit(): Promise<void> {
  await git(clone, ["add", "--all"]);
  await git(clone, ["commit", "--quiet", "--message", "Patch"]);
}

beforeEach(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "throughline-patch-")));
  repository = join(folder, "forge.git");
  clone = join(folder, "clone");
  await git(folder, ["init", "--quiet", "--bare", repository]);
  await git(folder, ["clone", "--quiet", repository, clone]);
  write("models/a.sql", "select 1\n");
  write("models/b.sql", "select 2\n");
  await commit();
  await git(clone, ["push", "--quiet", "origin", "HEAD:refs/heads/main"]);
  base = await gitLine(clone, ["rev-parse", "HEAD"]);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A plan that names files without showing how they change. */
const named: Planned = { edits: ["models/a.sql", "models/new.sql"].map((file) => ({ file, summary: "changed" })) };

async function take(range = `${base}..HEAD`, plan: Planned = named): Promise<string> {
  const bundle = join(folder, "patch.bundle");
  await git(clone, ["bundle", "create", "--quiet", bundle, range, "HEAD"]);
  return takePatch(repository, bundle, {
    base,
    reference: "refs/throughline/r-1/1",
    prefix: "",
    plan,
  });
}

describe("taking a patch", () => {
  it("takes commits that touch only what the plan names", async () => {
    write("models/a.sql", "select 3\n");
    write("models/new.sql", "select 4\n");
    await commit();

    const taken = await take();

    expect(taken).toBe(await gitLine(clone, ["rev-parse", "HEAD"]));
    expect(await gitLine(repository, ["rev-parse", "refs/throughline/r-1/1"])).toBe(taken);
  });

  it.each([
    ["what it shows", "select 3\n", undefined],
    ["something else in its place", "select 3, 4\n", "models/a.sql is changed otherwise than the plan shows"],
    ["something beside it", "select 3\nwhere true\n", "models/a.sql is changed otherwise than the plan shows"],
    ["nothing of it", "select 1\n", "models/a.sql is not changed, and the plan shows how it is"],
  ])("holds a patch against the diff of its plan: %s", async (_, text, why) => {
    const diff = "--- a/models/a.sql\n+++ b/models/a.sql\n@@ -1 +1 @@\n-select 1\n+select 3\n";
    const plan: Planned = { edits: [{ file: "models/a.sql", summary: "changed", diff }, ...named.edits.slice(1)] };
    write("models/a.sql", text);
    write("models/new.sql", "select 5\n");
    await commit();

    const taken = take(undefined, plan).then(
      () => undefined,
      (error: Error) => error.message,
    );

    expect(await taken).toEqual(why === undefined ? undefined : expect.stringContaining(why));
  });

  it("takes the same patch twice", async () => {
    write("models/a.sql", "select 3\n");
    await commit();

    expect(await take()).toBe(await take());
  });

  it.each<[string, () => Promise<void> | void, string]>([
    ["a file outside the plan", () => write("models/b.sql", "select 3\n"), "models/b.sql is not in the plan"],
    [
      "a new file outside the plan",
      () => write(".github/workflows/x.yml", "on: push\n"),
      ".github/workflows/x.yml is not in the plan",
    ],
    ["a removed file outside the plan", () => rmSync(join(clone, "models/b.sql")), "models/b.sql is not in the plan"],
    [
      "a symbolic link",
      () => {
        rmSync(join(clone, "models/a.sql"));
        symlinkSync("/etc/passwd", join(clone, "models/a.sql"));
      },
      "is a symbolic link",
    ],
    [
      "a changed mode",
      () => {
        write("models/a.sql", "select 3\n");
        chmodSync(join(clone, "models/a.sql"), 0o755);
      },
      "changes its mode",
    ],
    [
      "a submodule",
      async () => {
        rmSync(join(clone, "models/a.sql"));
        await git(clone, ["update-index", "--add", "--cacheinfo", `160000,${base},models/new.sql`]);
      },
      "is a submodule",
    ],
  ])("refuses %s", async (_, change, why) => {
    await change();
    if (why === "is a submodule") await git(clone, ["commit", "--quiet", "--message", "Patch"]);
    else await commit();

    await expect(take()).rejects.toMatchObject({ code: "author.gate", message: expect.stringContaining(why) });
  });

  it("refuses a history that does not begin at the base", async () => {
    await git(clone, ["checkout", "--quiet", "--orphan", "other"]);
    write("models/a.sql", "select 3\n");
    await commit();

    await expect(take("HEAD")).rejects.toMatchObject({ code: "author.gate" });
  });

  it("refuses what is no bundle", async () => {
    const bundle = join(folder, "patch.bundle");
    writeFileSync(bundle, "not a bundle");

    await expect(
      takePatch(repository, bundle, { base, reference: "refs/x", prefix: "", plan: { edits: [] } }),
    ).rejects.toMatchObject({ code: "author.gate" });
  });

  it("runs no hook that the author left behind", async () => {
    const hook = join(clone, ".git", "hooks", "post-commit");
    mkdirSync(dirname(hook), { recursive: true });
    writeFileSync(hook, `#!/bin/sh\ntouch ${join(folder, "pwned")}\n`, { mode: 0o755 });
    await git(clone, ["config", "core.fsmonitor", `touch ${join(folder, "pwned")}; false`]);
    write("models/a.sql", "select 3\n");
    await commit();

    await take();

    expect(() => realpathSync(join(folder, "pwned"))).toThrow();
  });
});

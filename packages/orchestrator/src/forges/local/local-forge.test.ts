import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { requireRepository } from "../../config/project.ts";
import { git, gitLine } from "../../git/git.ts";
import { sqliteStore } from "../../stores/sqlite/sqlite-store.ts";
import { forgeContract } from "../forge.contract.ts";
import { ensureForge, syncFromProject, updateProject } from "../project-branch.ts";
import { localForge } from "./local-forge.ts";

const NOW = () => "2026-01-01T00:00:00.000Z";

async function commitFile(folder: string, text: string): Promise<string> {
  writeFileSync(join(folder, "a.txt"), text);
  await git(folder, ["add", "--all"]);
  await git(folder, ["commit", "--quiet", "--message", text]);
  return gitLine(folder, ["rev-parse", "HEAD"]);
}

async function makeProject() {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "throughline-forge-")));
  await git(folder, ["init", "--quiet"]);
  writeFileSync(join(folder, ".gitignore"), "/state/\n/store.db*\n");
  const base = await commitFile(folder, "one");
  const store = await sqliteStore(join(folder, "store.db"), NOW);
  const forge = localForge({ state: join(folder, "state") }, store);
  mkdirSync(join(folder, "state"));
  await ensureForge(forge, await requireRepository(folder));
  return {
    folder,
    base,
    forge,
    async remove() {
      await store[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

forgeContract("local", async () => {
  const made = await makeProject();
  const tree = await gitLine(made.forge.repository, ["mktree"], { input: "" });
  const head = await gitLine(made.forge.repository, ["commit-tree", tree, "-p", made.base, "-m", "Patch"]);
  return { ...made, head };
});

describe("the project's own branch", () => {
  let made: Awaited<ReturnType<typeof makeProject>>;
  beforeEach(async () => {
    made = await makeProject();
  });
  afterEach(() => made.remove());

  const release = async () => {
    const tree = await gitLine(made.forge.repository, ["mktree"], { input: "" });
    return made.forge.commitTree({ base: await made.forge.main(), tree, message: "Release", time: 1 });
  };

  it("brings in what people committed", async () => {
    const pushed = await commitFile(made.folder, "two");

    await syncFromProject(made.forge, await requireRepository(made.folder));

    expect(await made.forge.main()).toBe(pushed);
  });

  it("is the only branch that counts: what else is checked out is nobody's word yet", async () => {
    await git(made.folder, ["checkout", "--quiet", "-b", "experiment"]);
    await commitFile(made.folder, "two");

    await syncFromProject(made.forge, await requireRepository(made.folder));

    expect(await made.forge.main()).toBe(made.base);
  });

  it("is left alone by main when it has not pulled yet", async () => {
    const released = await release();

    await syncFromProject(made.forge, await requireRepository(made.folder));

    expect(await made.forge.main()).toBe(released);
  });

  it("is refused when it and main went different ways", async () => {
    await release();
    await commitFile(made.folder, "two");

    await expect(syncFromProject(made.forge, await requireRepository(made.folder))).rejects.toMatchObject({
      code: "project.diverged",
    });
  });

  it("is brought up to main when nothing can be lost", async () => {
    const released = await release();

    expect(await updateProject(made.forge, await requireRepository(made.folder))).toBe(true);
    expect(await gitLine(made.folder, ["rev-parse", "HEAD"])).toBe(released);
  });

  it("is left as it is when somebody is working in it", async () => {
    await release();
    writeFileSync(join(made.folder, "a.txt"), "not committed");

    expect(await updateProject(made.forge, await requireRepository(made.folder))).toBe(false);
    expect(await gitLine(made.folder, ["rev-parse", "HEAD"])).toBe(made.base);
  });
});

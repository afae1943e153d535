import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { git, gitLine } from "../git/git.ts";
import { DEFAULT_POLICY } from "../policy/policy.ts";
import { policyAt } from "./policy-in-force.ts";

describe("the policy in force", () => {
  let repository: string;
  beforeEach(async () => {
    repository = mkdtempSync(join(tmpdir(), "throughline-policy-"));
    await git(repository, ["init", "--quiet"]);
  });
  afterEach(() => rmSync(repository, { recursive: true, force: true }));

  function write(path: string, text: string): void {
    mkdirSync(dirname(join(repository, path)), { recursive: true });
    writeFileSync(join(repository, path), text);
  }

  async function commit(): Promise<string> {
    await git(repository, ["add", "--all"]);
    await git(repository, ["commit", "--quiet", "--allow-empty", "--message", "x"]);
    return gitLine(repository, ["rev-parse", "HEAD"]);
  }

  it("is that of the commit, whatever lies in the folder and whatever came after", async () => {
    const before = await commit();
    write("policy.yml", "version: 1\ndestructive: { approvers: 1 }\n");
    expect(await policyAt(repository, "", before)).toEqual(DEFAULT_POLICY);

    const after = await commit();
    write("policy.yml", "version: 1\ndestructive: { approvers: 9 }\n");

    expect(await policyAt(repository, "", before)).toEqual(DEFAULT_POLICY);
    expect((await policyAt(repository, "", after)).destructive.approvers).toBe(1);
  });

  it("is that of the project's folder, where it is not the whole repository", async () => {
    write("policy.yml", "version: 1\ndestructive: { approvers: 9 }\n");
    write("analytics/policy.yml", "version: 1\ndestructive: { approvers: 3 }\n");

    expect((await policyAt(repository, "analytics/", await commit())).destructive.approvers).toBe(3);
  });

  it.each<[string, () => void, string]>([
    ["has a mistake", () => write("policy.yml", "version: 1\nrule: []\n"), "rule"],
    ["is a link", () => symlinkSync("elsewhere.yml", join(repository, "policy.yml")), "no plain file"],
    ["is under a name that is not read", () => write("policy.yaml", "version: 1\n"), "it is not read"],
  ])("is none when the file %s", async (_, make, problem) => {
    make();
    const commits = await commit();

    await expect(policyAt(repository, "", commits)).rejects.toMatchObject({
      code: "policy.invalid",
      message: expect.stringContaining(problem),
    });
  });
});

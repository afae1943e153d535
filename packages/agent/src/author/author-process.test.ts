import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Intent, Task } from "@throughline/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { planChange } from "../plan/plan-change.ts";
import { taxiProject } from "../test-support/example-projects.ts";
import { understand } from "../understand/understand.ts";

const AUTHOR = join(dirname(fileURLToPath(import.meta.url)), "main.ts");
const project = taxiProject();
const made: string[] = [];

function git(folder: string, ...args: string[]): string {
  const identity = ["-c", "user.name=T", "-c", "user.email=t@example.com", "-c", "init.defaultBranch=main"];
  return execFileSync("git", [...identity, ...args], {
    cwd: folder,
    encoding: "utf8",
    env: { PATH: process.env["PATH"], HOME: folder },
  }).trim();
}

let origin = "";

beforeAll(() => {
  origin = mkdtempSync(join(tmpdir(), "author-"));
  made.push(origin);
  for (const [path, text] of project.files) {
    const file = join(origin, "sub/project", path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  git(origin, "init", "--quiet");
  git(origin, "add", "-A");
  git(origin, "commit", "--quiet", "-m", "base");
});

afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

function clone(): string {
  const folder = mkdtempSync(join(tmpdir(), "author-clone-"));
  made.push(folder);
  git(folder, "clone", "--quiet", "--no-hardlinks", origin, "work");
  const work = join(folder, "work");
  const hook = join(work, ".git/hooks/pre-commit");
  writeFileSync(hook, "#!/bin/sh\nexit 1\n");
  chmodSync(hook, 0o755);
  return work;
}

function intentOf(sentence: string): Intent {
  const understanding = understand(sentence, project.catalogue, {});
  if (understanding.status !== "understood") throw new Error(JSON.stringify(understanding));
  return understanding.intent;
}

function taskFor(intent: Intent): Task {
  const { changes } = planChange(intent, project.files, project.layout, project.facts);
  return {
    request: "r-1",
    attempt: 1,
    planHash: "h",
    intent,
    layout: project.layout,
    prefix: "sub/project",
    base: git(origin, "rev-parse", "HEAD"),
    mayTouch: changes.map((change) => change.path),
    message: "Change\n\nThroughline-Request: r-1",
    commitTime: 1_700_000_000,
    facts: project.facts,
  };
}

function run(task: unknown, folder = clone()): { code: number | null; stdout: string; stderr: string; folder: string } {
  const env = { PATH: process.env["PATH"] ?? "", HOME: folder, LANG: "C.UTF-8" };
  const result = spawnSync(process.execPath, [AUTHOR], {
    cwd: folder,
    env,
    input: JSON.stringify(task),
    encoding: "utf8",
  });
  return { code: result.status, stdout: result.stdout, stderr: result.stderr, folder };
}

describe("the author process", () => {
  const task = () => taskFor(intentOf("add average trip duration by payment type"));

  it("commits exactly the planned texts, without running hooks", () => {
    const { changes } = planChange(task().intent, project.files, project.layout, project.facts);

    const { code, stdout, stderr, folder } = run(task());

    expect(stderr).toBe("");
    expect(code).toBe(0);
    const patch = JSON.parse(stdout) as { status: string; commit: string; files: string[] };
    expect(patch.files).toEqual(changes.map((change) => change.path));
    expect(git(folder, "rev-parse", "HEAD")).toBe(patch.commit);
    for (const change of changes)
      expect(git(folder, "show", `HEAD:sub/project/${change.path}`)).toBe((change.after ?? "").trim());
    expect(git(folder, "status", "--porcelain")).toBe("");
    expect(git(folder, "log", "-1", "--format=%an %ae %at %ct")).toBe(
      "Throughline author author@throughline.invalid 1700000000 1700000000",
    );
  });

  it("gives the same commit for the same task", () => {
    expect(run(task()).stdout).toBe(run(task()).stdout);
  });

  it("writes nothing when the plan does not name a file", () => {
    const narrow = { ...task(), mayTouch: task().mayTouch.slice(1) };

    const { code, stderr, folder } = run(narrow);

    expect(code).toBe(1);
    expect(JSON.parse(stderr)).toMatchObject({ code: "author.outside-plan" });
    expect(git(folder, "status", "--porcelain")).toBe("");
    expect(git(folder, "rev-parse", "HEAD")).toBe(task().base);
  });

  it("says what is wrong with a task", () => {
    expect(JSON.parse(run({ request: 1 }).stderr)).toMatchObject({ code: "author.bad-task" });
  });
});

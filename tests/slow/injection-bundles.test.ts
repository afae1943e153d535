import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { FileChange } from "@throughline/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { git, gitLine } from "../../packages/orchestrator/src/git/git.ts";
import { takePatch } from "../../packages/orchestrator/src/sandboxes/take-patch.ts";
import { ATTACKS } from "../injection/corpus.ts";
import { CANARY } from "../injection/goals.ts";

let folder: string;
let repository: string;
let clone: string;
beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "throughline-injection-")));
  repository = join(folder, "forge.git");
  clone = join(folder, "clone");
  await git(folder, ["init", "--quiet", "--bare", repository]);
  await git(folder, ["clone", "--quiet", repository, clone]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A commit of these texts on an empty project, and the attack on top of it, as an author hands it back. */
async function handedBack(changes: readonly FileChange[]): Promise<{ base: string; bundle: string }> {
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(clone, path)), { recursive: true });
    writeFileSync(join(clone, path), text);
  };
  await git(clone, ["checkout", "--quiet", "--orphan", "work"]);
  await git(clone, ["rm", "-r", "--quiet", "--force", "--ignore-unmatch", "."]);
  write("README", "a project\n");
  for (const { path, before } of changes) if (before !== null) write(path, before);
  await git(clone, ["add", "--all", "--force"]);
  await git(clone, ["commit", "--quiet", "--message", "Start"]);
  const base = await gitLine(clone, ["rev-parse", "HEAD"]);
  await git(clone, ["push", "--quiet", "--force", "origin", "HEAD:refs/heads/main"]);
  for (const { path, after } of changes) if (after !== null) write(path, after);
  await git(clone, ["add", "--all", "--force"]);
  await git(clone, ["commit", "--quiet", "--message", "Patch"]);
  const bundle = join(folder, "patch.bundle");
  await git(clone, ["bundle", "create", "--quiet", bundle, `${base}..HEAD`, "HEAD"]);
  await git(clone, ["checkout", "--quiet", "--detach"]);
  await git(clone, ["branch", "--quiet", "-D", "work"]);
  return { base, bundle };
}

describe("a bundle of a model that obeyed an attack, all of whose files the plan names", () => {
  it.each(ATTACKS)("is not taken: $name", async ({ tree }) => {
    const { base, bundle } = await handedBack(tree);
    const plan = { edits: tree.map(({ path: file }) => ({ file, summary: "changed" })) };

    const taken = await takePatch(repository, bundle, {
      base,
      reference: "refs/throughline/r/1",
      prefix: "",
      plan,
    }).then(
      () => undefined,
      (error: Error & { code: string }) => error,
    );

    expect(taken?.code).toBe("author.gate");
    expect(taken?.message).not.toContain(CANARY);
    expect(JSON.stringify(taken)).not.toContain(CANARY);
  });

  it("is taken where it is honest", async () => {
    const before = "select order_id, amount from {{ ref('stg_orders') }}\n";
    const after = "select order_id, amount, amount * 0.5 as half from {{ ref('stg_orders') }}\n";
    const { base, bundle } = await handedBack([{ path: "models/orders.sql", before, after }]);
    const plan = { edits: [{ file: "models/orders.sql", summary: "changed" }] };

    await expect(
      takePatch(repository, bundle, { base, reference: "refs/throughline/r/1", prefix: "", plan }),
    ).resolves.toMatch(/^[0-9a-f]{40}$/u);
  });
});

import { chmodSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Task } from "@throughline/contracts";
import { GUARANTEES, type GuaranteeId, type Sandbox } from "@throughline/sandboxes";
import { describe, expect, it } from "vitest";
import { git, gitLine } from "../git/git.ts";
import { authorInBox } from "./author-in-box.ts";

/** A small dbt project with one model, as a repository. */
const FILES: Readonly<Record<string, string>> = {
  "dbt_project.yml": "name: shop\nprofile: shop\n",
  "models/orders.sql": "select 1 as order_id, 2.5 as amount\n",
  "models/shop.yml": "models:\n  - name: orders\n    columns:\n      - name: order_id\n      - name: amount\n",
};

/** What comes of the rule-based author in every sandbox, whatever it guarantees beyond it. */
export function authorContract(name: string, makeSandbox: () => Sandbox): void {
  describe(`an author in the ${name} sandbox`, () => {
    async function within(use: (clone: string, task: Task) => Promise<void>): Promise<void> {
      const folder = realpathSync(mkdtempSync(join(tmpdir(), "throughline-sandbox-")));
      const clone = join(folder, "clone");
      for (const [path, text] of Object.entries(FILES)) {
        mkdirSync(join(clone, path, ".."), { recursive: true });
        writeFileSync(join(clone, path), text);
      }
      await git(clone, ["init", "--quiet"]);
      await git(clone, ["add", "--all"]);
      await git(clone, ["commit", "--quiet", "--message", "Start"], { time: 1_700_000_000 });
      const task: Task = {
        request: "r-1",
        attempt: 1,
        planHash: "h",
        intent: { kind: "add-test", column: { model: "orders", column: "order_id" }, test: { kind: "not_null" } },
        layout: { transform: { folder: "." }, semanticModels: [] },
        prefix: "",
        base: await gitLine(clone, ["rev-parse", "HEAD"]),
        mayTouch: ["models/shop.yml"],
        message: "Test that order_id is never null",
        commitTime: 1_700_000_100,
      };
      try {
        await use(clone, task);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    }
    const options = { seconds: 60, signal: new AbortController().signal, progress: () => undefined };

    it("gives back a bundle with the author's commit on the base", () =>
      within(async (clone, task) => {
        const { patch, bundle } = await authorInBox(makeSandbox(), task, clone, options);

        const bundleFile = join(clone, "..", "patch.bundle");
        writeFileSync(bundleFile, bundle);

        expect(patch.files).toEqual(["models/shop.yml"]);
        expect((await git(clone, ["bundle", "list-heads", bundleFile])).trim()).toBe(`${patch.commit} HEAD`);
        await git(clone, ["fetch", "--quiet", bundleFile, "HEAD"]);
        expect(await git(clone, ["show", `${patch.commit}:models/shop.yml`])).toContain("not_null");
      }));

    it("gives the same commit for the same task", () =>
      within(async (clone, task) => {
        const first = await authorInBox(makeSandbox(), task, clone, options);

        const second = await authorInBox(makeSandbox(), task, clone, options);

        expect(second.patch.commit).toBe(first.patch.commit);
      }));

    it("leaves the clone that it is given as it is", () =>
      within(async (clone, task) => {
        await authorInBox(makeSandbox(), task, clone, options);

        expect(await gitLine(clone, ["rev-parse", "HEAD"])).toBe(task.base);
        expect(await git(clone, ["status", "--porcelain"])).toBe("");
      }));

    it("fails when the author would have to touch what it may not", () =>
      within(async (clone, task) => {
        const author = authorInBox(makeSandbox(), { ...task, mayTouch: ["README.md"] }, clone, options);

        await expect(author).rejects.toMatchObject({ code: "author.failed" });
      }));

    it("shows an author the snapshot it is given, and no way to change it", () =>
      within(async (clone, task) => {
        const snapshot = join(clone, "..", "release.duckdb");
        writeFileSync(snapshot, "the data of release 1");
        chmodSync(snapshot, 0o444);
        const heard: string[] = [];
        const script = 'cat "$THROUGHLINE_SNAPSHOT" >&2; echo x > "$THROUGHLINE_SNAPSHOT"; exit 3';

        const author = authorInBox(makeSandbox(), task, clone, {
          ...options,
          snapshot,
          program: ["/bin/sh", "-c", script],
          progress: (text) => heard.push(text),
        });

        await expect(author).rejects.toMatchObject({ code: "author.failed" });
        expect(heard.join("")).toContain("the data of release 1");
        if (makeSandbox().guarantees.guaranteed.includes("read-only-inputs"))
          expect(readFileSync(snapshot, "utf8")).toBe("the data of release 1");
      }));

    it("does not begin where its sandbox guarantees less than it needs", () =>
      within(async (clone, task) => {
        const { guaranteed } = makeSandbox().guarantees;
        const weaker = (id: GuaranteeId): Sandbox => ({
          guarantees: {
            name,
            guaranteed: guaranteed.filter((other) => other !== id),
            notGuaranteed: [id],
          },
          sharesPaths: makeSandbox().sharesPaths,
          node: makeSandbox().node,
          open: () => Promise.reject(new Error("a box was opened")),
        });

        for (const id of guaranteed) {
          const author = authorInBox(weaker(id), task, clone, { ...options, needs: guaranteed });
          await expect(author).rejects.toMatchObject({
            code: "sandbox.too-weak",
            message: expect.stringContaining(GUARANTEES[id]),
          });
        }
      }));

    it("ends an author that is told to stop", () =>
      within(async (clone, task) => {
        const author = authorInBox(makeSandbox(), task, clone, { ...options, signal: AbortSignal.abort() });

        await expect(author).rejects.toMatchObject({ code: "author.failed" });
      }));
  });
}

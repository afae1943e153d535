import { describe, expect, it } from "vitest";
import { git } from "../git/git.ts";
import { treeOf } from "../git/tree-files.ts";
import type { Forge } from "./forge.ts";

/** A forge whose main is at `base`, with a commit on top of it that no branch has yet. */
export interface ForgeWorld {
  readonly forge: Forge;
  readonly base: string;
  readonly head: string;
  remove(): Promise<void>;
}

/** What every forge must do, and do once however often it is asked. */
export function forgeContract(name: string, makeWorld: () => Promise<ForgeWorld>): void {
  describe(`the ${name} forge`, () => {
    async function within(use: (world: ForgeWorld) => Promise<void>): Promise<void> {
      const world = await makeWorld();
      try {
        await use(world);
      } finally {
        await world.remove();
      }
    }
    const mergeOf = async ({ forge, base, head }: ForgeWorld) => ({
      base,
      head,
      tree: await treeOf(forge.repository, head),
      message: "Merge\n\nThroughline-Request: r-1",
      time: 1_700_000_000,
    });

    it("points a branch at a commit, again and again", () =>
      within(async ({ forge, head }) => {
        await forge.pushBranch("throughline/r-1", head, undefined);
        await forge.pushBranch("throughline/r-1", head, undefined);

        expect(await forge.branch("throughline/r-1")).toBe(head);
        expect(await forge.branch("throughline/r-2")).toBeUndefined();
      }));

    it("leaves a branch alone that somebody else has pushed to", () =>
      within(async ({ forge, base, head }) => {
        await forge.pushBranch("throughline/r-1", base, undefined);
        await forge.pushBranch("throughline/r-1", head, base);

        await expect(forge.pushBranch("throughline/r-1", base, base)).rejects.toMatchObject({ code: "branch.moved" });
        expect(await forge.branch("throughline/r-1")).toBe(head);
      }));

    it("has one pull request for a marker, with the text of the last call", () =>
      within(async ({ forge, head }) => {
        const first = await forge.openPullRequest("r-1", "throughline/r-1", head, { title: "One", body: "" });
        const second = await forge.openPullRequest("r-1", "throughline/r-1", head, { title: "Two", body: "" });

        expect(second).toMatchObject({ number: first.number, title: "Two", state: "open" });
        expect(await forge.pullRequest("r-2")).toBeUndefined();
      }));

    it("merges exactly the tree, on top of exactly the base, once", () =>
      within(async (world) => {
        const { forge, base, head } = world;
        await forge.openPullRequest("r-1", "throughline/r-1", head, { title: "One", body: "" });
        const merge = await mergeOf(world);

        const first = await forge.merge("r-1", merge);
        const again = await forge.merge("r-1", { ...merge, time: merge.time + 60 });

        expect(again).toBe(first);
        expect(await forge.main()).toBe(first);
        expect(await treeOf(forge.repository, first)).toBe(merge.tree);
        expect((await git(forge.repository, ["log", "-1", "--format=%P", first])).trim()).toBe(`${base} ${head}`);
        expect(await forge.pullRequest("r-1")).toMatchObject({ state: "merged", mergeCommit: first });
      }));

    it("refuses to merge on a main that has moved, and leaves it alone", () =>
      within(async (world) => {
        const { forge, base, head } = world;
        await forge.openPullRequest("r-1", "throughline/r-1", head, { title: "One", body: "" });
        const moved = await forge.commitTree({
          base,
          tree: await treeOf(forge.repository, head),
          message: "Other",
          time: 1,
        });

        const late = forge.merge("r-1", await mergeOf(world));

        await expect(late).rejects.toMatchObject({ code: "merge.tree" });
        expect(await forge.main()).toBe(moved);
      }));

    it("commits a tree on main once: what main has already needs no commit", () =>
      within(async ({ forge, base, head }) => {
        const tree = await treeOf(forge.repository, head);

        const first = await forge.commitTree({ base, tree, message: "Roll back", time: 1 });
        const again = await forge.commitTree({ base, tree, message: "Roll back", time: 2 });

        expect(again).toBe(first);
        expect(await treeOf(forge.repository, await forge.main())).toBe(tree);
      }));
  });
}

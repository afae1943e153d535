import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Amendment, Task } from "@throughline/contracts";
import { fail } from "../errors/failures.ts";
import { git } from "../git/git.ts";
import { rebase } from "../git/rebase.ts";
import { readControls } from "../limits/controls.ts";
import { authorInBox } from "../sandboxes/author-in-box.ts";
import { type Planned, requirePlanned, takePatch } from "../sandboxes/take-patch.ts";
import type { RequestEvent } from "../state/event.ts";
import { patchName } from "../state/patch-name.ts";
import type { RequestState } from "../state/request-state.ts";
import { type Context, type RunStage, stopwatch } from "../workflow/context.ts";
import { effect } from "../workflow/effect.ts";
import { projectFacts } from "../workflow/project-facts.ts";

/** An approved plan to commits, in a sandbox, on a clone of its own; what comes back passes the gate or is not used. */
export const author: RunStage = async (context, state) => {
  const seconds = stopwatch();
  const { forge, project, prefix, sandbox, delivery, store, signal, progress } = context;
  const { plan, planApproval } = state;
  if (!plan?.base || planApproval?.planHash !== plan.hash) throw new Error(`request ${state.id} has no approved plan`);
  const main = await forge.main();
  // What would be written on a base that moved could not be merged.
  if (main !== plan.base) return [{ kind: "base-moved", from: plan.base, to: main }];
  const { breakerOpen, failuresInARow } = await readControls(store);
  if (breakerOpen) throw fail("breaker.open", { failures: failuresInARow });
  const mayTouch = plan.edits.map((edit) => edit.file);
  // The checks need them next, and importing them takes longer than writing.
  if (plan.layers.includes("transform")) await delivery.ask("warm", { patch: patchName(state) });
  const moved = plan.amendment
    ? await asAmended(context, state, plan.amendment, plan.base, plan)
    : await onMovedBase(context, state, plan.base, plan);
  if (moved) return [{ ...moved, seconds: seconds() }];
  const task: Task = {
    request: state.id,
    attempt: state.attempt,
    planHash: plan.hash,
    intent: plan.intent,
    layout: project.layout,
    prefix,
    base: plan.base,
    mayTouch,
    message: `${plan.summary}\n\nThroughline-Request: ${state.id}\nThroughline-Plan: ${plan.hash}`,
    commitTime: Math.floor(Date.parse(planApproval.at) / 1000),
    facts: await projectFacts(project, delivery),
  };
  const folder = join(project.state, "sandboxes", `${state.id}-${state.attempt}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  try {
    const clone = join(folder, "clone");
    const from = ["--no-hardlinks", "--no-checkout", "--single-branch", "--branch", "main", "--no-tags"];
    await git(folder, ["clone", "--quiet", ...from, forge.repository, clone]);
    await git(clone, ["checkout", "--quiet", "-B", "work", plan.base]);
    // Where it came from is nothing an author needs to know.
    await git(clone, ["remote", "remove", "origin"]);
    const options = { seconds: project.config.limits.authorSeconds, signal, progress };
    const { patch, bundle } = await authorInBox(sandbox, task, clone, options);
    const bundleFile = join(folder, "patch.bundle");
    writeFileSync(bundleFile, bundle);
    const reference = referenceOf(state);
    const base = plan.base;
    const commit = await effect(context, "take-patch", reference, state.id, () =>
      takePatch(forge.repository, bundleFile, { base, reference, prefix, plan }),
    );
    return [
      {
        kind: "authored",
        commit,
        files: patch.files,
        author: "rule-based",
        sandbox: sandbox.guarantees.name,
        seconds: seconds(),
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** What people wrote, through the gate that an author's patch passes; the plan already has it on top of its base. */
async function asAmended(
  context: Context,
  state: RequestState,
  { commit, by }: Amendment,
  base: string,
  plan: Planned,
): Promise<Extract<RequestEvent, { kind: "authored" }>> {
  const files = await keepCommit(context, state, { base, commit, plan, writer: "people" });
  // On a moved base it is the same change still, or its plan would be another and nobody had approved it.
  const moved = state.movedPatch && { rebasedFrom: state.movedPatch.commit };
  return { kind: "authored", commit, files, author: by.join(", "), sandbox: "none", ...moved, seconds: 0 };
}

/** The same patch on the new base, when it is the same there: nothing has to be written, or looked at, again. */
async function onMovedBase(
  context: Context,
  state: RequestState,
  base: string,
  plan: Planned,
): Promise<Extract<RequestEvent, { kind: "authored" }> | undefined> {
  const { movedPatch } = state;
  if (!movedPatch) return undefined;
  const commit = await rebase(context.forge.repository, movedPatch, base);
  if (commit === undefined) return undefined;
  const files = await keepCommit(context, state, { base, commit, plan, writer: "author" });
  const rebasedFrom = movedPatch.commit;
  return { kind: "authored", commit, files, author: "rebase", sandbox: "none", rebasedFrom, seconds: 0 };
}

/** A commit that is in the repository already, through the gate that an author's patch passes; the files it changes. */
async function keepCommit(
  context: Context,
  state: RequestState,
  patch: { base: string; commit: string; plan: Planned; writer: "author" | "people" },
): Promise<string[]> {
  const { forge, prefix, project } = context;
  const { commit } = patch;
  const transform = project.layout.transform?.folder;
  const files = await requirePlanned(forge.repository, { ...patch, prefix, transform });
  const reference = referenceOf(state);
  await effect(context, "take-patch", reference, state.id, () =>
    git(forge.repository, ["update-ref", reference, commit]),
  );
  return files;
}

/** Keeps the patch of an attempt from being collected. */
function referenceOf(state: RequestState): string {
  return `refs/throughline/${patchName(state)}`;
}

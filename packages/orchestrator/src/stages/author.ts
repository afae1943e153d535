import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Task } from "@throughline/contracts";
import { fail } from "../errors/failures.ts";
import { git } from "../git/git.ts";
import { readControls } from "../limits/controls.ts";
import { takePatch } from "../sandboxes/take-patch.ts";
import { type RunStage, stopwatch } from "../workflow/context.ts";
import { effect } from "../workflow/effect.ts";
import { projectFacts } from "../workflow/project-facts.ts";

/** An approved plan to commits, in a sandbox, on a clone of its own; what comes back passes the gate or is not used. */
export const author: RunStage = async (context, state) => {
  const seconds = stopwatch();
  const { forge, project, prefix, sandbox, delivery, store, signal, progress } = context;
  const { plan, planApproval } = state;
  if (!plan?.base || planApproval?.planHash !== plan.hash) throw new Error(`request ${state.id} has no approved plan`);
  const { breakerOpen, failuresInARow } = await readControls(store);
  if (breakerOpen) throw fail("breaker.open", { failures: failuresInARow });
  const mayTouch = plan.edits.map((edit) => edit.file);
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
    const options = { seconds: project.config.limits.authorSeconds, signal, progress };
    const { patch, bundleFile } = await sandbox.author(task, clone, options);
    const reference = `refs/throughline/${state.id}/${state.attempt}`;
    const base = plan.base;
    const commit = await effect(context, "take-patch", reference, state.id, () =>
      takePatch(forge.repository, bundleFile, { base, reference, prefix, mayTouch }),
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

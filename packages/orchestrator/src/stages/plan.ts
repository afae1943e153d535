import { rmSync } from "node:fs";
import { join } from "node:path";
import { type Made, type Proposal, planChange, planDifference } from "@throughline/agent";
import { type Amendment, Failure, type Intent, type NodeName, type Preview } from "@throughline/contracts";
import { writeTexts } from "@throughline/delivery";
import { fail } from "../errors/failures.ts";
import { changesBetween, filesAt } from "../git/tree-files.ts";
import { writeTree } from "../git/write-tree.ts";
import { readControls } from "../limits/controls.ts";
import type { RequestEvent } from "../state/event.ts";
import { patchName } from "../state/patch-name.ts";
import { amendmentOn } from "../workflow/amendment.ts";
import { planOf, previewOf } from "../workflow/build-plan.ts";
import { type Context, type RunStage, stopwatch } from "../workflow/context.ts";
import { whyNotRemovedYet } from "../workflow/deprecated-first.ts";
import { policyAt } from "../workflow/policy-in-force.ts";
import { projectFacts } from "../workflow/project-facts.ts";
import { projectLineage } from "../workflow/project-lineage.ts";
import { unreleasedOn } from "../workflow/unreleased.ts";

/** Intent to a plan: files, effects, numbers, tier. Writes nothing but a throw-away environment. */
export const plan: RunStage = async (context, state) => {
  const seconds = stopwatch();
  const { forge, project, prefix, delivery, store, progress } = context;
  if (!state.intent) throw new Error(`request ${state.id} is to be planned without an intent`);
  const base = await forge.main();
  const files = await filesAt(forge.repository, base, prefix);
  const facts = await projectFacts(project, delivery);
  const frozen = (await readControls(store)).frozenModels.flatMap((entry) => entry.models);
  const { commits: unreleased, files: pushed, declares } = await unreleasedOn(context, base);
  const amendment = state.amendment && (await amendmentOn(forge.repository, state.amendment, base));
  const policy = await policyAt(forge.repository, prefix, base);
  const early = amendment ? undefined : whyNotRemovedYet(project, state.intent, policy, context.now());
  if (early) return [{ kind: "refused", ...early, seconds: seconds() }];
  let proposal: Proposal;
  try {
    proposal = amendment
      ? planDifference(await madeBy(context, state.intent, base, amendment, declares), files, project.layout)
      : planChange(state.intent, files, project.layout, facts, declares);
  } catch (error) {
    // Understood, and cannot be written so that it is proven safe: that is an answer, not a breakdown.
    if (!(error instanceof Failure && error.code === "author.cannot-write")) throw error;
    return [{ kind: "refused", code: error.code, reason: error.message, hint: error.hint, seconds: seconds() }];
  }
  const { wordsBy: requesters, solo } = state;
  // The tools import from here on.
  if (proposal.layers.includes("transform")) await delivery.ask("warm", {});
  const lineage = await projectLineage(project, files);
  const surroundings = { policy, requesters, solo, frozen, unreleased, pushed, lineage };
  const { plan: planned, decision } = planOf(state.intent, proposal, base, surroundings, amendment);
  const done = (preview: Preview[]): readonly RequestEvent[] => [
    { kind: "planned", plan: { ...planned, preview }, seconds: seconds() },
    { kind: "decided", decision },
  ];
  // Nobody decides on these numbers again: the approval carries over, and the evidence measures anew.
  if (state.movedPatch && state.plan && state.planApproval?.planHash === planned.hash) return done(state.plan.preview);
  const folder = join(project.state, "environments", `${state.id}-${state.attempt}-plan`);
  try {
    if (proposal.questions.length > 0) {
      if (proposal.layers.includes("transform")) await writeTree(forge.repository, base, folder);
      // Where nothing is built, only the texts of the semantic model are read.
      else writeTexts(join(folder, "tree", prefix), files);
    }
    // What people pushed could leave something behind for the checks; what was planned here cannot.
    const patch = amendment ? undefined : patchName(state);
    return done(await previewOf(planned, proposal, { folder, prefix, project, delivery, progress, patch }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

async function madeBy(
  context: Context,
  intent: Intent,
  base: string,
  amendment: Amendment,
  pushed: readonly NodeName[],
): Promise<Made> {
  const changes = await changesBetween(context.forge.repository, base, amendment.commit, context.prefix);
  if (changes.length === 0) throw fail("amendment.empty", { commit: amendment.commit });
  return { changes, intent, declared: [...amendment.declares, ...pushed] };
}

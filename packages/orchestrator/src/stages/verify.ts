import { Production } from "@throughline/delivery";
import { findRepository } from "../config/project.ts";
import { updateProject } from "../forges/project-branch.ts";
import { type RunStage, stopwatch } from "../workflow/context.ts";
import { effect } from "../workflow/effect.ts";
import { rollBackTo } from "../workflow/roll-back.ts";

/** Production held against what was checked. Anything else rolls back by itself and freezes that lineage for auto. */
export const verify: RunStage = async (context, state) => {
  const seconds = stopwatch();
  const { project, delivery, forge, store } = context;
  const { release, verdict, plan } = state;
  if (!release || !verdict || !plan) throw new Error(`request ${state.id} is to be verified without a release`);
  const { problems } = await delivery.ask("verify", {
    warehouse: project.warehouse,
    layout: project.layout,
    token: release.token,
    verdict,
  });
  if (problems.length === 0) {
    const repository = await findRepository(project.root);
    if (repository) await effect(context, "update-project", state.id, state.id, () => updateProject(forge, repository));
    return [{ kind: "verified", seconds: seconds() }];
  }
  const reason = problems.join("; ");
  const predecessor = new Production(project.warehouse).find(release.number).manifest.predecessor;
  if (predecessor === null) throw new Error(`release ${release.number} has no predecessor to go back to`);
  const done = await rollBackTo(context, predecessor, { reason, request: state.id });
  const models = [...new Set([...plan.effects.blastRadius.models, ...plan.effects.blastRadius.measures])];
  await store.append({ actor: "throughline", request: null, events: [{ kind: "lineage-frozen", models, reason }] });
  return [{ kind: "rolled-back", reason, how: done.how, token: done.token, commit: done.commit }];
};

import { Failure } from "@throughline/contracts";
import { Production } from "@throughline/delivery";
import { findRepository } from "../config/project.ts";
import { updateProject } from "../forges/project-branch.ts";
import { reachOf } from "../policy/facts.ts";
import type { RequestEvent } from "../state/event.ts";
import type { RequestState } from "../state/request-state.ts";
import { type Context, type RunStage, stopwatch } from "../workflow/context.ts";
import { effect } from "../workflow/effect.ts";
import { rollBackTo } from "../workflow/roll-back.ts";
import { withWarehouse } from "../workflow/warehouse-lease.ts";

/** A release held against what was checked. Anything else rolls back by itself and freezes that lineage for auto. */
export const verify: RunStage = (context, state) =>
  withWarehouse(context, async () => {
    const seconds = stopwatch();
    const problems = (await wasRollingBack(context, state)) ?? (await problemsOf(context, state));
    if (problems.length > 0) return rollBackOwn(context, state, problems.join("; "));
    await bringUpProject(context, state);
    return [{ kind: "verified", seconds: seconds() }];
  });

/** What a killed process had decided: a roll back that was begun is finished, whatever production looks like by now. */
async function wasRollingBack(context: Context, state: RequestState): Promise<string[] | undefined> {
  const begun = await context.store.ledger({ request: state.id, kinds: ["effect-started"] });
  const rolling = begun.some(({ event }) => event.kind === "effect-started" && event.effect === "roll-back");
  return rolling ? ["its roll back was interrupted"] : undefined;
}

/** Empty when all is as promised. Not being able to tell is a problem too: an inconclusive release does not stay. */
async function problemsOf(context: Context, state: RequestState): Promise<readonly string[]> {
  const { project, delivery } = context;
  const { release, verdict } = state;
  if (!release || !verdict) throw new Error(`request ${state.id} is to be verified without a release`);
  const input = { warehouse: project.warehouse, layout: project.layout, token: release.token, verdict };
  const ask = async () => {
    const { problems, superseded } = await delivery.ask("verify", input);
    // What somebody else put in its place is theirs to judge: this release is production no more.
    if (superseded !== null && new Production(project.warehouse).require().manifest.release !== release.number)
      return [];
    return problems;
  };
  try {
    return await ask().catch(ask);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return [`it could not be verified: ${error.message}`];
  }
}

async function rollBackOwn(context: Context, state: RequestState, reason: string): Promise<readonly RequestEvent[]> {
  const { project, store } = context;
  const { release, plan, merge } = state;
  if (!release || !plan || !merge) throw new Error(`request ${state.id} is to be rolled back without a release`);
  const { predecessor } = new Production(project.warehouse).find(release.number).manifest;
  if (predecessor === null) throw new Error(`release ${release.number} has no predecessor to go back to`);
  const done = await rollBackTo(context, predecessor, { reason, request: state.id, revert: merge.commit });
  const models = [...reachOf(plan.effects, plan.edits)];
  await store.append({ actor: "throughline", request: null, events: [{ kind: "lineage-frozen", models, reason }] });
  return [{ kind: "rolled-back", reason, how: done.how, token: done.token, commit: done.commit }];
}

/** The release stands whether or not the user's own folder can follow: it may be busy, and can be pulled later. */
async function bringUpProject(context: Context, state: RequestState): Promise<void> {
  const { project, forge, log } = context;
  const repository = await findRepository(project.root);
  if (!repository) return;
  try {
    await effect(context, "update-project", state.id, state.id, () => updateProject(forge, repository));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    log.write({
      level: "info",
      request: state.id,
      stage: "verify",
      message: `the project's branch was left as it is: ${error.message}`,
    });
  }
}

import type { Plan, Verdict } from "@throughline/contracts";
import { type InstalledRelease, Production, standsOn } from "@throughline/delivery";
import { fail } from "../errors/failures.ts";
import { isAncestor } from "../git/ancestry.ts";
import { changesBetween, treeOf } from "../git/tree-files.ts";
import { whenUnchecked } from "../policy/policy.ts";
import type { RequestEvent } from "../state/event.ts";
import { patchName } from "../state/patch-name.ts";
import type { RequestState } from "../state/request-state.ts";
import { type Context, type RunStage, stopwatch } from "../workflow/context.ts";
import { acceptedUnchecked } from "../workflow/merge-approvals.ts";
import { policyAt, uncheckedIn } from "../workflow/policy-in-force.ts";
import { couple } from "../workflow/train.ts";
import { unreleasedOn } from "../workflow/unreleased.ts";
import { withWorkTree } from "../workflow/with-work-tree.ts";

/** All checks of base + patch, on a work tree the host made, in an environment of its own. */
export const check: RunStage = async (context, state) => {
  const seconds = stopwatch();
  const { forge, project } = context;
  const { plan, patch } = state;
  if (!plan?.base || !patch) throw new Error(`request ${state.id} is to be checked without a patch`);
  const production = new Production(project.warehouse).require();
  if (!state.merge) {
    const main = await forge.main();
    if (main !== plan.base) return [{ kind: "base-moved", from: plan.base, to: main }];
    // A tree without what production runs would take it away again.
    if (!(await isAncestor(forge.repository, production.manifest.commit, patch.commit)))
      throw fail("production.apart", { main, production: production.manifest.commit });
  }
  const seen = await alreadySeen(context, state, { commit: patch.commit, production });
  if (seen) return [{ kind: "checked", verdict: seen, seconds: seconds() }];
  const verdict =
    (await checkCoupled(context, { ...state, plan })) ??
    (await checkTree(context, state, { plan, commit: patch.commit }));
  const checked: RequestEvent = { kind: "checked", verdict, seconds: seconds() };
  if (verdict.verdict === "passed" || (await mayGoOn(context, state, verdict, plan.base))) return [checked];
  const errors = verdict.findings.filter((finding) => finding.severity === "error");
  // The first check that did not pass says why; what comes behind it is often no more than its consequence.
  const cause = verdict.checks.find((result) => result.status !== "passed" && result.needed);
  const first = cause?.status === "not-checked" ? `${cause.name} was not checked: ${cause.reason}` : errors[0]?.message;
  const failure = fail("check.failed", {
    verdict: verdict.verdict,
    problems: Math.max(1, errors.length),
    first: first ?? "no reason given",
  });
  return [checked, { kind: "failed", stage: "check", failure: failure.toData() }];
};

/**
 * Whether the policy lets an incomplete verdict go on, to whoever it says must look at what was not checked. What is merged
 * already was looked at: it goes on without exactly what was accepted then.
 */
async function mayGoOn(context: Context, state: RequestState, verdict: Verdict, base: string): Promise<boolean> {
  if (verdict.verdict !== "incomplete") return false;
  const unchecked = uncheckedIn(verdict);
  if (state.merge) {
    const accepted = acceptedUnchecked(state, state.merge.tree);
    return unchecked.every(({ check }) => accepted.includes(check));
  }
  const policy = await policyAt(context.forge.repository, context.prefix, base);
  return unchecked.every(({ check }) => whenUnchecked(policy, check) !== "stop");
}

/** The verdict of the very tree that the patch makes on its new base, when production is what that verdict foresaw. */
async function alreadySeen(
  context: Context,
  state: RequestState,
  { commit, production }: { commit: string; production: InstalledRelease },
): Promise<Verdict | undefined> {
  const { movedVerdict, patch } = state;
  if (movedVerdict?.verdict !== "passed" || patch?.rebasedFrom === undefined) return undefined;
  if ((await treeOf(context.forge.repository, commit)) !== movedVerdict.tree) return undefined;
  return standsOn(movedVerdict, production) ? movedVerdict : undefined;
}

/** Together with a change that is about to land. What does not pass so says nothing of this change: it is checked alone. */
async function checkCoupled(
  context: Context,
  state: RequestState & { readonly plan: Plan },
): Promise<Verdict | undefined> {
  const coupled = state.merge ? undefined : await couple(context, state);
  if (!coupled) return undefined;
  context.progress(`checking on top of ${coupled.to.request}, which lands first`);
  const verdict = await checkTree(context, state, { ...coupled, coupledTo: coupled.to });
  return verdict.verdict === "passed" ? verdict : undefined;
}

interface Checked {
  readonly commit: string;
  readonly plan: Pick<Plan, "edits" | "expectations" | "questions">;
  readonly coupledTo?: Verdict["coupledTo"];
}

async function checkTree(
  context: Context,
  state: RequestState,
  { commit, plan, coupledTo }: Checked,
): Promise<Verdict> {
  const { forge, project, prefix, delivery, progress } = context;
  const { repository } = forge;
  const { tree: released } = new Production(project.warehouse).require().manifest;
  return withWorkTree(context, `${state.id}-${state.attempt}-check`, commit, async (workTree) => {
    // Against production, not only the base: what people pushed since the last release is released with it.
    const changes = await changesBetween(repository, released, commit, prefix);
    const { files: pushed } = await unreleasedOn(context, state.plan?.base ?? commit);
    const input = {
      ...workTree,
      tree: await treeOf(repository, commit),
      changes,
      mayTouch: [...plan.edits.map((edit) => edit.file), ...pushed],
      keepsBuild: true,
      expectations: plan.expectations,
      patch: patchName(state),
      questions: plan.questions.map(({ measure, by }) => ({ measures: [measure], by })),
      ...(coupledTo && { coupledTo }),
    };
    return await delivery.ask("check", input, progress);
  });
}

import { Production } from "@throughline/delivery";
import { fail } from "../errors/failures.ts";
import { isAncestor } from "../git/ancestry.ts";
import { changesBetween, treeOf } from "../git/tree-files.ts";
import type { RequestEvent } from "../state/event.ts";
import { type RunStage, stopwatch } from "../workflow/context.ts";
import { unreleasedOn } from "../workflow/unreleased.ts";
import { withWorkTree } from "../workflow/with-work-tree.ts";

/** All checks of base + patch, on a work tree the host made, in an environment of its own. */
export const check: RunStage = async (context, state) => {
  const seconds = stopwatch();
  const { forge, project, prefix, delivery, progress } = context;
  const { plan, patch } = state;
  if (!plan?.base || !patch) throw new Error(`request ${state.id} is to be checked without a patch`);
  const production = new Production(project.warehouse).require();
  const repository = forge.repository;
  const { base } = plan;
  // A tree without what production runs would take it away again: it is planned anew on top of it.
  if (!state.merge && !(await isAncestor(repository, production.manifest.commit, patch.commit))) {
    const main = await forge.main();
    if (main === plan.base) throw fail("production.apart", { main, production: production.manifest.commit });
    return [{ kind: "base-moved", from: plan.base, to: main }];
  }
  return withWorkTree(context, `${state.id}-${state.attempt}-check`, patch.commit, async (workTree) => {
    // Against production, not only the base: what people pushed since the last release is released with it.
    const changes = await changesBetween(repository, production.manifest.tree, patch.commit, prefix);
    const { files: pushed } = await unreleasedOn(context, base);
    const input = {
      ...workTree,
      tree: await treeOf(repository, patch.commit),
      changes,
      mayTouch: [...plan.edits.map((edit) => edit.file), ...pushed],
      keepsBuild: true,
      expectations: plan.expectations,
      questions: plan.questions.map(({ measure, by }) => ({ measures: [measure], by })),
    };
    const verdict = await delivery.ask("check", input, progress);
    if (plan.layers.includes("transform")) await delivery.ask("warm", {});
    const checked: RequestEvent = { kind: "checked", verdict, seconds: seconds() };
    if (verdict.verdict === "passed") return [checked];
    const errors = verdict.findings.filter((finding) => finding.severity === "error");
    // The first check that did not pass says why; what comes behind it is often no more than its consequence.
    const cause = verdict.checks.find((result) => result.status !== "passed" && result.needed);
    const first =
      cause?.status === "not-checked" ? `${cause.name} was not checked: ${cause.reason}` : errors[0]?.message;
    const failure = fail("check.failed", {
      verdict: verdict.verdict,
      problems: Math.max(1, errors.length),
      first: first ?? "no reason given",
    });
    return [checked, { kind: "failed", stage: "check", failure: failure.toData() }];
  });
};

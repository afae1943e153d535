import type { Verdict } from "@throughline/contracts";
import { type CheckContext, noEvidence } from "../checks/check.ts";
import { runChecks } from "../checks/run-checks.ts";
import { BuiltWarehouse } from "../dbt/built-warehouse.ts";
import { keepCandidate, notBuiltYet } from "../releases/candidate.ts";
import { Production } from "../releases/production.ts";
import type { AskedOf } from "../service.ts";
import type { Toolchain } from "../tools/toolchain.ts";
import type { Workers } from "../warm-worker.ts";
import { changeOf, environmentFor } from "./workplace.ts";

/** All checks of one tree. The worker that ran the patch's code ends with it. */
export async function check(
  input: AskedOf<"check">,
  { tools, workers }: Workers,
  own: Toolchain,
  progress: (text: string) => void,
): Promise<Verdict> {
  const layout = input.layout;
  const release = new Production(input.warehouse).current();
  const change = changeOf(layout, input.changes, {
    mayTouch: input.mayTouch,
    expectations: input.expectations,
    questions: input.questions,
  });
  const needsTools = layout.transform !== undefined && (change.touchesTransform || change.touchesLoader);
  await using worker = needsTools ? workers.take(input.patch) : undefined;
  const environment = environmentFor(input, release, worker, {
    withData: worker !== undefined,
    isApart: tools !== own,
  });
  const context: CheckContext = {
    change,
    environment,
    production: release && new BuiltWarehouse(release),
    head: notBuiltYet(environment, release),
    release,
    worker,
    tools,
    own,
    warehouse: input.warehouse,
    projectRoot: input.projectRoot,
    seconds: input.seconds,
    progress,
    built: undefined,
    coupledTo: input.coupledTo,
    evidence: noEvidence(),
  };
  const verdict = await runChecks(context, input.tree);
  if (input.keepsBuild && verdict.verdict !== "failed") await keepCandidate(input.warehouse, environment, verdict);
  return verdict;
}

import type { Coupling, Expectation, MeasureRef, Plan } from "@throughline/contracts";
import { rebase } from "../git/rebase.ts";
import { treeOf } from "../git/tree-files.ts";
import type { Stage } from "../state/event.ts";
import type { RequestState } from "../state/request-state.ts";
import type { Context } from "./context.ts";

/** Stages of a request whose patch is written, and may be on main soon. */
const ABOUT_TO_LAND: readonly Stage[] = ["check", "propose", "merge"];

/** A patch on top of another one that is about to land, as one tree that can be checked before it is there. */
export interface Coupled {
  readonly to: Coupling;
  /** The patch repeated on top of the other: what main will be when both have landed. */
  readonly commit: string;
  /** Both plans, as one that the whole tree can be held against. */
  readonly plan: Pick<Plan, "edits" | "expectations" | "questions">;
}

/**
 * Couples a patch to that of an older request on the same base: its checks then run beside the other's, on the tree that
 * main will have after both, instead of after them. Only behind what lands without a person, has to do with none of the same
 * things, and whose checks cost no tools that this one does not need. Undefined when there is no such request.
 */
export async function couple(
  context: Pick<Context, "store" | "forge">,
  state: RequestState & { readonly plan: Plan },
): Promise<Coupled | undefined> {
  const { patch, plan } = state;
  if (!patch || plan.layers.includes("loader")) return undefined;
  const { repository } = context.forge;
  const running = await context.store.requests({ status: ["running"] });
  for (const other of running) {
    if (!mayGoBefore(other, state)) continue;
    const commit = await rebase(repository, { base: plan.base ?? "", commit: patch.commit }, other.patch.commit);
    if (commit === undefined) continue;
    const to = { request: other.id, tree: await treeOf(repository, other.patch.commit) };
    return { to, commit, plan: together(other.plan, plan) };
  }
  return undefined;
}

function mayGoBefore(
  other: RequestState,
  state: RequestState & { readonly plan: Plan },
): other is RequestState & { patch: NonNullable<RequestState["patch"]>; plan: Plan } {
  const isOlder = other.receivedAt < state.receivedAt || (other.receivedAt === state.receivedAt && other.id < state.id);
  return (
    isOlder &&
    ABOUT_TO_LAND.includes(other.stage) &&
    other.patch !== undefined &&
    other.plan?.tier === "auto" &&
    other.plan.base === state.plan.base &&
    other.verdict?.coupledTo === undefined &&
    // What was not checked may wait for a person, whatever was planned.
    (other.verdict === undefined || other.verdict.verdict === "passed") &&
    other.plan.layers.every((layer) => state.plan.layers.includes(layer)) &&
    isDisjoint(other.plan, state.plan)
  );
}

/** Whether neither names or reaches a model or measure that the other does. */
export function isDisjoint(one: Plan, two: Plan): boolean {
  const objects = objectsOf(one);
  return [...objectsOf(two)].every((name) => !objects.has(name));
}

function objectsOf({ intent, effects }: Plan): ReadonlySet<string> {
  const objects = new Set<string>();
  const { models, measures } = effects.blastRadius;
  for (const model of models) objects.add(`model ${model}`);
  for (const measure of measures) objects.add(`measure ${measure.toLowerCase()}`);
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      if (typeof inner !== "string") visit(inner);
      else if (key === "measure") objects.add(`measure ${inner.toLowerCase()}`);
      else if (key === "model") objects.add(`model ${inner}`);
    }
  };
  visit(intent);
  // The name of a new measure is its own; two that give the same one have to do with each other.
  if ("name" in intent && typeof intent.name === "string") objects.add(`measure ${intent.name.toLowerCase()}`);
  return objects;
}

/** What may change when both do: each promise stands, but for measures that the other is allowed to move. */
function together(first: Plan, second: Plan): Coupled["plan"] {
  const plans = [first, second];
  const promises = plans.flatMap(({ expectations }) => expectations);
  const except = promises.flatMap((promise): MeasureRef[] =>
    promise.kind === "measures-unchanged" ? promise.except : [],
  );
  const unchanged: Expectation[] = promises.some(({ kind }) => kind === "measures-unchanged")
    ? [{ kind: "measures-unchanged", except }]
    : [];
  return {
    edits: plans.flatMap(({ edits }) => edits),
    expectations: [...promises.filter(({ kind }) => kind !== "measures-unchanged"), ...unchanged],
    questions: second.questions,
  };
}

import { createHash } from "node:crypto";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { changedLines, type Proposal } from "@throughline/agent";
import { type Amendment, canonical, type Effects, type Intent, type Plan, type Preview } from "@throughline/contracts";
import { type Delivery, Production, writeTexts } from "@throughline/delivery";
import type { Lineage } from "@throughline/lineage";
import type { Project } from "../config/project.ts";
import type { Decision } from "../policy/decision.ts";
import { planRadius } from "./plan-radius.ts";
import { decidePlanned, type Surroundings } from "./policy-in-force.ts";

/** Until a project has a history of its own: measured on the example (see bench/), rounded up. */
const FIRST_ESTIMATE = { model: 5, transform: 30, loader: 60 };

/** A plan without its preview: what is proposed for the intent, and what the policy says of it. */
export function planOf(
  intent: Intent,
  proposal: Proposal,
  base: string | null,
  surroundings: Surroundings & { readonly unreleased: readonly string[]; readonly lineage: Lineage },
  amendment?: Amendment,
): { readonly plan: Plan; readonly decision: Decision } {
  const effects = { ...proposal.effects, blastRadius: planRadius(surroundings.lineage, proposal.touched) };
  const planned = { ...proposal, effects, layers: [...proposal.layers] };
  const decision = decidePlanned(intent, planned, amendment, surroundings);
  const hash = hashPlan(intent, proposal, effects, decision);
  const plan: Plan = {
    id: `p-${hash.slice(0, 12)}`,
    hash,
    base,
    intent,
    ...(amendment && { amendment }),
    summary: proposal.summary,
    layers: [...proposal.layers],
    edits: [...proposal.edits],
    effects,
    preview: [],
    unreleased: [...surroundings.unreleased],
    questions: [...proposal.questions],
    expectations: [...proposal.expectations],
    tier: decision.tier,
    tierReason: `${decision.rule}: ${decision.says}`,
    expectedSeconds: proposal.layers.includes("loader")
      ? FIRST_ESTIMATE.loader
      : proposal.layers.includes("transform")
        ? FIRST_ESTIMATE.transform
        : FIRST_ESTIMATE.model,
  };
  return { plan, decision };
}

/**
 * What an approval binds: edits, effects, expectations and tier; nothing of the base commit or of data values. Of a diff only
 * the added and removed lines count, so that an unrelated change above does not void an approval.
 */
function hashPlan(intent: Intent, proposal: Proposal, effects: Effects, decision: Decision): string {
  const edits = proposal.edits.map((edit) => ({
    file: edit.file,
    summary: edit.summary,
    lines: edit.diff === undefined ? wholeOf(proposal, edit.file) : changedLines(edit.diff),
  }));
  const { layers, expectations } = proposal;
  const bound = { intent, edits, layers, effects, expectations, tier: decision.tier, rule: decision.rule };
  return createHash("sha256").update(canonical(bound)).digest("hex");
}

/** The whole new text of a file that is shown without a diff. */
function wholeOf(proposal: Proposal, file: string): string[] {
  return proposal.changes.filter((change) => change.path === file).map((change) => change.after ?? "");
}

/** The numbers the plan will show, from a work tree at `folder/tree` that gets the proposal's files. */
export async function previewOf(
  plan: Plan,
  proposal: Proposal,
  workplace: {
    folder: string;
    prefix: string;
    project: Project;
    delivery: Delivery;
    progress: (text: string) => void;
    /** The patch that this will become, whose checks are to find the tools as they are left here. */
    patch?: string | undefined;
  },
): Promise<Preview[]> {
  const { folder, prefix, project, delivery, progress, patch } = workplace;
  const unavailable = (reason: string): Preview[] =>
    proposal.questions.map(({ measure }) => ({
      measure: `${measure.table}[${measure.measure}]`,
      columns: [],
      rows: [],
      unavailable: reason,
    }));
  if (proposal.questions.length === 0) return [];
  if (!new Production(project.warehouse).current())
    return unavailable("there is no production yet: run `throughline init --setup`");
  if (plan.layers.includes("loader")) return unavailable("after authoring: the files must be loaded again first");
  for (const { path, after } of proposal.changes) {
    const root = join(folder, "tree", prefix);
    if (after === null) rmSync(join(root, path), { force: true });
    else writeTexts(root, new Map([[path, after]]));
  }
  const questions = proposal.questions.map(({ measure, by }) => ({ measures: [measure], by: [...by] }));
  const { layout, root: projectRoot, warehouse } = project;
  const input = { folder, prefix, layout, projectRoot, warehouse, ...(patch !== undefined && { patch }) };
  return delivery.ask("preview", { ...input, questions, build: plan.layers.includes("transform") }, progress);
}

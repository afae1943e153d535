import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildCatalogue, type Catalogue, type Proposal, planChange, understand } from "@throughline/agent";
import { Failure, type WarehouseFacts } from "@throughline/contracts";
import { type Delivery, deliveryProcess, writeTexts } from "@throughline/delivery";
import { environment } from "../../config/environment.ts";
import { findRepository, type Project } from "../../config/project.ts";
import { filesAt } from "../../git/tree-files.ts";
import { sanitise } from "../../limits/sanitise.ts";
import { POLICY_FILE } from "../../policy/built-in-rules.ts";
import { DEFAULT_POLICY, type Policy } from "../../policy/policy.ts";
import { sandboxSettings } from "../../sandboxes/sandbox-settings.ts";
import { planOf, previewOf } from "../../workflow/build-plan.ts";
import { whyNotRemovedYet } from "../../workflow/deprecated-first.ts";
import { planContext } from "../../workflow/plan-context.ts";
import { parsePolicy, policyAt } from "../../workflow/policy-in-force.ts";
import { projectLineage } from "../../workflow/project-lineage.ts";
import { requireSound } from "../../workflow/require-sound.ts";
import type { Command } from "../command.ts";
import type { ExitCode } from "../exit-code.ts";
import { readFolder } from "../read-folder.ts";
import { renderPlan, renderQuestion } from "../render.ts";
import { renderContext } from "../render-context.ts";
import { parseAnswers } from "./request.ts";

export const plan: Command = {
  name: "plan",
  parameters: "<text>",
  summary: "Say what a request would change, and the numbers it would show; write nothing",
  role: "viewer",
  options: [
    { flags: "--answer <question=choice>", description: "answer a question in advance", many: true },
    { flags: "--context", description: "also say what an author has to read for it, and how many tokens that is" },
  ],
  examples: [
    'throughline plan "add average fare per mile"',
    'throughline plan "rename Tip Rate to Tip Share" --json',
    'throughline plan "add average fare per mile" --context',
  ],
  async run({ project: find, parameters, options, output }) {
    const { text } = sanitise(parameters[0] ?? "");
    const project = find();
    await using delivery = deliveryProcess(environment.forDelivery, sandboxSettings(project));
    const known = await readKnown(project, delivery);
    return await planText(text, parseAnswers(options["answer"]), known, output, options["context"] === true);
  },
};

/** A project as a sentence is read against it. */
export interface Known {
  readonly project: Project;
  readonly base: string | null;
  readonly prefix: string;
  readonly files: ReadonlyMap<string, string>;
  readonly policy: Policy;
  readonly facts: WarehouseFacts | undefined;
  readonly catalogue: Catalogue;
  readonly delivery: Delivery;
}

/** Reads a project's committed files and what its warehouse holds. */
export async function readKnown(project: Project, delivery: Delivery): Promise<Known> {
  const read = await readProject(project);
  requireSound(project, read.files);
  const { warehouse, root: projectRoot, layout } = project;
  const found = await delivery.ask("facts", { warehouse, projectRoot, layout });
  const facts = found.relations.length > 0 || found.inputFields.length > 0 ? found : undefined;
  const catalogue = buildCatalogue(read.files, layout, facts);
  return { project, ...read, facts, catalogue, delivery };
}

/** Plans what a sentence asks for, in a throw-away environment, and answers with the plan or why there is none. */
export async function planText(
  text: string,
  answers: Readonly<Record<string, string>>,
  { project, base, prefix, files, policy, facts, catalogue, delivery }: Known,
  output: Output,
  withContext = false,
): Promise<ExitCode> {
  const understanding = understand(text, catalogue, answers);
  if (understanding.status !== "understood") return answerOther(understanding, output);
  const { intent } = understanding;
  const early = whyNotRemovedYet(project, intent, policy);
  if (early) output.note(`A request for this would be refused: ${early.reason}. ${early.hint}`);
  let proposal: Proposal;
  try {
    proposal = planChange(intent, files, project.layout, facts);
  } catch (error) {
    if (!(error instanceof Failure && error.code === "author.cannot-write")) throw error;
    const { code, message: reason, hint } = error;
    return answerOther({ status: "refused", code, reason, hint }, output);
  }
  // The tools import while the graph is made.
  if (proposal.layers.includes("transform")) await delivery.ask("warm", {});
  const lineage = await projectLineage(project, files);
  const { plan: planned } = planOf(intent, proposal, base, {
    policy,
    requesters: [],
    solo: project.config.solo,
    frozen: [],
    unreleased: [],
    pushed: [],
    lineage,
  });
  const { changes } = proposal;
  const context = withContext ? await planContext(project, files, { base: lineage, changes, facts }) : undefined;
  const folder = mkdtempSync(join(tmpdir(), "throughline-plan-"));
  try {
    writeTexts(join(folder, "tree", prefix), files);
    const preview = await previewOf(planned, proposal, { folder, prefix, project, delivery, progress: output.live });
    const complete = { ...planned, preview };
    output.answer({ status: "planned", plan: complete, ...(context && { context }) }, () =>
      [renderPlan(complete), ...(context ? [renderContext(context)] : [])].join("\n\n"),
    );
    return 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type Output = Parameters<Command["run"]>[0]["output"];

function answerOther(
  understanding: Exclude<ReturnType<typeof understand>, { status: "understood" }>,
  output: Output,
): ExitCode {
  switch (understanding.status) {
    case "question":
      output.answer(understanding, () => understanding.questions.map(renderQuestion).join("\n\n"));
      return 3;
    case "refused":
      output.answer(
        understanding,
        () => `Refused (${understanding.code}): ${understanding.reason}\n${understanding.hint}`,
      );
      return 1;
    case "no-change":
      output.answer(understanding, () => `Nothing to do: ${understanding.existing}`);
      return 0;
    default:
      return understanding satisfies never;
  }
}

/** The committed files where there is a commit, else the folder as it is. */
async function readProject(
  project: Project,
): Promise<{ base: string | null; prefix: string; files: ReadonlyMap<string, string>; policy: Policy }> {
  const repository = await findRepository(project.root);
  if (repository) {
    const files = await filesAt(repository.top, repository.head, repository.prefix);
    const { top, head, prefix } = repository;
    if (files.size > 0) return { base: head, prefix, files, policy: await policyAt(top, prefix, head) };
  }
  const files = readFolder(project.root, false);
  const written = files.get(POLICY_FILE);
  return { base: null, prefix: "", files, policy: written === undefined ? DEFAULT_POLICY : parsePolicy(written) };
}

import { Failure, type Person } from "@throughline/contracts";
import { requireRepository } from "../../config/project.ts";
import { syncFromProject } from "../../forges/project-branch.ts";
import type { RequestState } from "../../state/request-state.ts";
import * as actions from "../../workflow/actions.ts";
import { takeAmendment } from "../../workflow/amendment.ts";
import type { Context } from "../../workflow/context.ts";
import { type Command, type Invocation, text } from "../command.ts";
import { type ExitCode, exitCodeOf } from "../exit-code.ts";
import { presentState } from "../present-state.ts";
import { renderState } from "../render.ts";
import { follow, LiveLine } from "./follow.ts";
import { parseAnswers } from "./request.ts";

/** Does what a person decided, then works on until the request rests again. */
async function decide(
  invocation: Invocation,
  act: (context: Context, person: Person, id: string) => Promise<RequestState>,
): Promise<ExitCode> {
  const live = new LiveLine(invocation.output);
  const context = await invocation.open(live.progress);
  const person = invocation.person(context.project);
  const id = invocation.parameters[0] ?? "";
  try {
    await startTools(context, id);
    // What people pushed meanwhile belongs to the base that is decided on.
    await syncFromProject(context.forge, await requireRepository(context.project.root)).catch((error) => {
      if (!(error instanceof Failure && error.code === "project.diverged")) throw error;
      invocation.output.note(`${error.message}. ${error.hint}`);
    });
    // What they saw is not what would be decided on.
    if (await takeAmendment(context, await actions.requireRequest(context, id)))
      invocation.output.note(`The branch of ${id} was pushed to: it is planned anew, and nothing was decided.`);
    else await act(context, person, id);
    const state = await follow(context, id, live.state, { ...invocation.output, interactive: false }, person, false);
    invocation.output.answer(presentState(state), () => renderState(state));
    return exitCodeOf(state.status);
  } finally {
    live.stop();
  }
}

/** What is decided on is checked next: the tools import while it is written, from the first moment on. */
async function startTools(context: Context, id: string): Promise<void> {
  const state = await context.store.request(id);
  if (state?.status !== "awaiting-approval" || !state.plan?.layers.includes("transform")) return;
  // A head start and no more: whoever needs the tools asks for them again, and hears what is wrong.
  context.delivery.ask("warm", {}).catch(() => undefined);
}

/** Ends a request: the status it reaches is what was asked for, so that the command succeeded. */
async function end(
  invocation: Invocation,
  act: (context: Context, person: Person, id: string) => Promise<RequestState>,
): Promise<ExitCode> {
  const context = await invocation.open();
  const state = await act(context, invocation.person(context.project), invocation.parameters[0] ?? "");
  invocation.output.answer(presentState(state), () => renderState(state));
  return 0;
}

const reason = { flags: "--reason <text>", description: "why, for the account" };

export const deciding: readonly Command[] = [
  {
    name: "approve",
    parameters: "<id>",
    summary: "Say yes to the plan, or to the merge of exactly what was checked",
    // Requesters to their own, approvers to others': which of the two it is, the action asks.
    role: "viewer",
    options: [
      {
        flags: "--seen <hash>",
        description: "the plan's hash or the verdict's id you looked at; anything else is refused",
      },
    ],
    examples: ["throughline approve r-1a2b3c4d5e --as ben"],
    run: (invocation) =>
      decide(invocation, (context, person, id) =>
        actions.approve(context, person, id, text(invocation.options["seen"])),
      ),
  },
  {
    name: "answer",
    parameters: "<id>",
    summary: "Answer a request's questions",
    role: "requester",
    options: [{ flags: "--answer <question=choice>", description: "one for each question", many: true }],
    examples: ["throughline answer r-1a2b3c4d5e --answer measure=total-fare"],
    async run(invocation) {
      const answers = parseAnswers(invocation.options["answer"]);
      return decide(invocation, (context, person, id) => actions.answer(context, person, id, answers));
    },
  },
  {
    name: "edit",
    parameters: "<id> <text>",
    summary: "Say it in other words: a new plan, to be approved anew",
    role: "requester",
    examples: ['throughline edit r-1a2b3c4d5e "add average fare per trip"'],
    run: (invocation) =>
      decide(invocation, (context, person, id) => actions.edit(context, person, id, invocation.parameters[1] ?? "")),
  },
  {
    name: "retry",
    parameters: "<id>",
    summary: "Run a failed request again from where that makes sense",
    role: "requester",
    examples: ["throughline retry r-1a2b3c4d5e"],
    run: (invocation) => decide(invocation, actions.retry),
  },
  {
    name: "reject",
    parameters: "<id>",
    summary: "Say no to the plan or the review",
    role: "viewer",
    options: [reason],
    examples: ['throughline reject r-1a2b3c4d5e --reason "we have this already"'],
    run: (invocation) =>
      end(invocation, (context, person, id) =>
        actions.reject(context, person, id, text(invocation.options["reason"]) ?? "no reason given"),
      ),
  },
  {
    name: "cancel",
    parameters: "<id>",
    summary: "Stop a request that is not merged yet",
    role: "requester",
    examples: ["throughline cancel r-1a2b3c4d5e"],
    run: (invocation) => end(invocation, actions.cancel),
  },
  {
    name: "feedback",
    parameters: "<id> <score>",
    summary: "Say how well it went, from 1 to 5",
    role: "requester",
    options: [{ flags: "--comment <text>", description: "in words" }],
    examples: ["throughline feedback r-1a2b3c4d5e 5"],
    run: (invocation) =>
      end(invocation, (context, person, id) =>
        actions.giveFeedback(
          context,
          person,
          id,
          Number(invocation.parameters[1]),
          text(invocation.options["comment"]) ?? "",
        ),
      ),
  },
];

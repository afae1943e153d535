import { randomUUID } from "node:crypto";
import { requireRepository } from "../../config/project.ts";
import { fail } from "../../errors/failures.ts";
import { syncFromProject } from "../../forges/project-branch.ts";
import { intake } from "../../stages/intake.ts";
import type { RequestState } from "../../state/request-state.ts";
import { answer } from "../../workflow/actions.ts";
import type { Command } from "../command.ts";
import { text } from "../command.ts";
import { exitCodeOf } from "../exit-code.ts";
import { presentState } from "../present-state.ts";
import { renderState } from "../render.ts";
import { follow, LiveLine } from "./follow.ts";

/** `--answer question=choice`, several times. */
export function parseAnswers(value: unknown): Record<string, string> {
  const answers: Record<string, string> = {};
  for (const given of Array.isArray(value) ? value.map(String) : []) {
    const at = given.indexOf("=");
    if (at < 1) throw fail("usage.wrong", { problem: `reading --answer ${given}: write it as <question>=<choice>` });
    answers[given.slice(0, at)] = given.slice(at + 1);
  }
  return answers;
}

export const request: Command = {
  name: "request",
  parameters: "<text>",
  summary: "Ask for a change, and take it as far as it can go",
  role: "requester",
  options: [
    { flags: "--approve", description: "say yes to the plan, where you may" },
    { flags: "--answer <question=choice>", description: "answer a question in advance", many: true },
    { flags: "--key <key>", description: "name the message: the same key is the same request" },
    { flags: "--new", description: "make another request even if you have one open with these words" },
    { flags: "--watch", description: "with --json: one line for each change of state" },
  ],
  examples: [
    'throughline request "add average fare per mile"',
    'throughline request "add average fare per mile" --approve --json',
  ],
  async run(invocation) {
    const { output, options } = invocation;
    const answers = parseAnswers(options["answer"]);
    const live = new LiveLine(output);
    const context = await invocation.open(live.progress);
    const person = invocation.person(context.project);
    // It takes a moment to start: when nobody else works, the first step needs it here.
    if ((await context.store.jobs()).length === 0) context.delivery.start();
    await syncFromProject(context.forge, await requireRepository(context.project.root));
    const message = text(options["key"]) ?? randomUUID();
    const { id, attached } = await intake(context, {
      channel: "cli",
      thread: person.id,
      message,
      text: invocation.parameters[0] ?? "",
      requester: person,
      forceNew: options["new"] === true,
    });
    output.note(attached ? `${id}: you have asked this already; going on with it` : id);
    const watch = options["watch"] === true && output.json;
    const show = watch ? (state: RequestState) => output.answer(presentState(state), () => "") : live.state;
    try {
      let state = await follow(context, id, show, output, person, options["approve"] === true);
      while (state.status === "question" && state.questions?.every((question) => question.id in answers)) {
        const asked = Object.fromEntries(state.questions.map((question) => [question.id, answers[question.id] ?? ""]));
        await answer(context, person, id, asked);
        state = await follow(context, id, show, output, person, options["approve"] === true);
      }
      if (!watch) output.answer(presentState(state), () => renderState(state));
      return exitCodeOf(state.status);
    } finally {
      live.stop();
    }
  },
};

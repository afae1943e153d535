import { createInterface } from "node:readline/promises";
import type { Person } from "@throughline/contracts";
import { STAGES } from "../../state/event.ts";
import { approvalsGiven, type RequestState } from "../../state/request-state.ts";
import { answer, approve, edit, reject } from "../../workflow/actions.ts";
import type { Context } from "../../workflow/context.ts";
import { workUntilAtRest } from "../../workflow/worker.ts";
import type { Output } from "../output.ts";
import { stepOf } from "../present-state.ts";
import { renderPlan, renderQuestion } from "../render.ts";

/** Redraws the live line this often, so that its elapsed time moves. */
const TICK_MILLISECONDS = 200;

/** The line that says what runs: step n of 10, since when, what is expected. */
export class LiveLine {
  #output: Output;
  #state: RequestState | undefined;
  #doing = "";
  #began = performance.now();
  #timer: NodeJS.Timeout;

  constructor(output: Output) {
    this.#output = output;
    this.#timer = setInterval(() => this.#draw(), TICK_MILLISECONDS);
    this.#timer.unref();
  }

  readonly progress = (text: string) => {
    this.#doing = text.split("\n").at(-1) ?? "";
    this.#draw();
  };

  readonly state = (state: RequestState) => {
    this.#state = state;
    this.#doing = "";
    if (this.#output.json || this.#output.interactive) return this.#draw();
    this.#output.note(`step ${stepOf(state.stage)} of ${STAGES.length}: ${state.stage} (${state.status})`);
  };

  stop(): void {
    clearInterval(this.#timer);
  }

  #draw(): void {
    const state = this.#state;
    if (state?.status !== "running" || this.#output.json) return;
    const elapsed = ((performance.now() - this.#began) / 1000).toFixed(0);
    const expected = state.plan ? ` of about ${state.plan.expectedSeconds}` : "";
    this.#output.live(
      `step ${stepOf(state.stage)} of ${STAGES.length}: ${state.stage}, ${elapsed}${expected} s ${this.#doing}`,
    );
  }
}

/** Works on a request until it is done, or waits for somebody who is not at this terminal. */
export async function follow(
  context: Context,
  id: string,
  watch: (state: RequestState) => void,
  output: Output,
  person: Person,
  approveNow: boolean,
): Promise<RequestState> {
  const decide = async (state: RequestState) => {
    if (state.status !== "awaiting-approval" || !approveNow || !mayApprove(state, person)) return false;
    await approve(context, person, id, state.plan?.hash);
    return true;
  };
  for (;;) {
    const state = await workUntilAtRest(context, id, { watch, decide });
    if (!output.interactive) return state;
    if (!(await askPerson(context, state, output, person))) return state;
  }
}

/** `--approve` says yes as far as the person may; what needs somebody else goes on waiting for them. */
function mayApprove(state: RequestState, person: Person): boolean {
  // Once is enough: several approvals are of several people.
  if (state.status === "awaiting-review" && approvalsGiven(state).includes(person.id)) return false;
  return state.plan?.tier === "auto" || state.solo || !state.wordsBy.includes(person.id);
}

/** Puts what the request waits for to the person at the terminal. False when they leave it, or cannot decide it. */
async function askPerson(context: Context, state: RequestState, output: Output, person: Person): Promise<boolean> {
  if (state.status !== "question" && state.status !== "awaiting-approval" && state.status !== "awaiting-review")
    return false;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    if (state.status === "question") {
      const answers: Record<string, string> = {};
      for (const question of state.questions ?? []) {
        output.note(renderQuestion(question));
        answers[question.id] = (await terminal.question("> ")).trim();
      }
      await answer(context, person, state.id, answers);
      return true;
    }
    if (!mayApprove(state, person)) return false;
    if (state.plan && state.status === "awaiting-approval") output.note(renderPlan(state.plan));
    const said = (await terminal.question("approve, edit, reject, or leave it for later? [a/e/r/l] "))
      .trim()
      .toLowerCase();
    if (said === "a" || said === "approve")
      await approve(
        context,
        person,
        state.id,
        state.status === "awaiting-review" ? state.verdict?.id : state.plan?.hash,
      );
    else if (said === "e" || said === "edit")
      await edit(context, person, state.id, await terminal.question("in other words: "));
    else if (said === "r" || said === "reject")
      await reject(context, person, state.id, (await terminal.question("because: ")) || "no reason given");
    else return false;
    return true;
  } finally {
    terminal.close();
  }
}

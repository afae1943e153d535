import { fail } from "../../errors/failures.ts";
import { readControls } from "../../limits/controls.ts";
import { requireRole } from "../../limits/roles.ts";
import type { ProjectEvent } from "../../state/event.ts";
import { resumeWaiting } from "../../workflow/actions.ts";
import { type Command, type Invocation, text } from "../command.ts";

async function record(invocation: Invocation, event: (by: string) => ProjectEvent, done: string): Promise<0> {
  const context = await invocation.open();
  const person = invocation.person(context.project);
  requireRole(person, "administrator", "governing");
  await context.store.append({ actor: person.id, request: null, events: [event(person.id)] });
  invocation.output.answer({ done }, () => done);
  return 0;
}

/** Lifts the freeze, and lets what waited for it go on: the next command that works takes it up. */
async function clearFreeze(invocation: Invocation): Promise<0> {
  const context = await invocation.open();
  const person = invocation.person(context.project);
  requireRole(person, "administrator", "governing");
  await context.store.append({ actor: person.id, request: null, events: [{ kind: "freeze-cleared", by: person.id }] });
  const resumed = await resumeWaiting(context, person);
  const list =
    resumed.length > 0 ? ` These go on: ${resumed.join(", ")}; \`throughline status <id> --watch\` works on them.` : "";
  invocation.output.answer({ done: "The freeze is lifted.", resumed }, () => `The freeze is lifted.${list}`);
  return 0;
}

export const governing: readonly Command[] = [
  {
    name: "breaker",
    parameters: "[close]",
    summary: "Whether three failed changes in a row have stopped work; close lets it go on",
    role: "viewer",
    examples: ["throughline breaker", "throughline breaker close"],
    async run(invocation) {
      const [action] = invocation.parameters;
      if (action === "close")
        return record(invocation, (by) => ({ kind: "breaker-closed", by }), "The breaker is closed.");
      if (action !== undefined) throw fail("usage.wrong", { problem: `breaker ${action}: only close is known` });
      const { breakerOpen: open, failuresInARow } = await readControls((await invocation.open()).store);
      invocation.output.answer(
        { open, failuresInARow },
        () => `${open ? "open" : "closed"}, ${failuresInARow} failed in a row`,
      );
      return 0;
    },
  },
  {
    name: "freeze",
    parameters: "[set|clear|clear-lineage]",
    summary:
      "Stop every switch of production, or lift it; clear-lineage lets auto touch what a failed verification froze",
    role: "viewer",
    options: [{ flags: "--reason <text>", description: "why, for everybody who meets it" }],
    examples: ['throughline freeze set --reason "month end"', "throughline freeze clear"],
    async run(invocation) {
      const [action] = invocation.parameters;
      const reason = text(invocation.options["reason"]) ?? "no reason given";
      if (action === "set")
        return record(invocation, (by) => ({ kind: "freeze-set", by, reason }), "Production is frozen.");
      if (action === "clear") return clearFreeze(invocation);
      if (action === "clear-lineage")
        return record(invocation, (by) => ({ kind: "lineage-cleared", by }), "No lineage is frozen.");
      if (action !== undefined)
        throw fail("usage.wrong", { problem: `freeze ${action}: only set, clear and clear-lineage are known` });
      const { freeze, frozenModels } = await readControls((await invocation.open()).store);
      invocation.output.answer({ freeze, frozenModels }, () =>
        freeze ? `frozen by ${freeze.by}: ${freeze.reason}` : "not frozen",
      );
      return 0;
    },
  },
];

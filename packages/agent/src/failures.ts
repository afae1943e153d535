import { failuresOf } from "@throughline/contracts";

/** Everything the author can be stopped by. */
export const fail = failuresOf({
  "author.cannot-write": {
    retry: "usage",
    message: (facts: { what: string; problem: string }) => `writing ${facts.what}: ${facts.problem}`,
    hint: (facts: { hint?: string | undefined }) =>
      facts.hint ?? "Make this change by hand on the request's branch, or ask for it in another way.",
  },
  "author.unsafe-text": {
    retry: "usage",
    message: (facts: { what: string; problem: string }) => `writing ${facts.what}: ${facts.problem}`,
    hint: () => "Leave out {{, {%, {# and control characters: such text would be executed, not shown.",
  },
  "author.outside-plan": {
    retry: "never",
    message: (facts: { file: string }) => `writing ${facts.file}: the approved plan does not name this file`,
    hint: () => "Plan the request again: what it would change now is not what was approved.",
  },
  "author.bad-task": {
    retry: "never",
    message: (facts: { problem: string }) => `reading the task: ${facts.problem}`,
    hint: () => "A task is one JSON document on standard input, as contracts/src/task.ts says.",
  },
  "author.git": {
    retry: "later",
    message: (facts: { command: string; problem: string }) => `running git ${facts.command}: ${facts.problem}`,
    hint: () => "The author needs a clone of the project at the task's base commit as its working folder.",
  },
});

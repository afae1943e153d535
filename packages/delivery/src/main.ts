import { createInterface } from "node:readline";
import { failureOf } from "@throughline/contracts";
import type { SandboxSettings } from "@throughline/sandboxes";
import { localDelivery } from "./local-delivery.ts";
import { type InputOf, type OperationName, operations } from "./service.ts";
import { findPython } from "./tools/python.ts";

/**
 * Delivery as a process: one JSON line asks `{id, ask, input}`, one answers `{id, answer}` or `{id, failure}`; lines
 * `{id, progress}` may come before. A query that runs out of memory takes this process, not the one that asked.
 */
const delivery = localDelivery(findPython(process.env), JSON.parse(process.argv[2] ?? "") as SandboxSettings, () =>
  new Date().toISOString(),
);

function say(message: object): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

async function answer(line: string): Promise<void> {
  const { id, ask, input } = JSON.parse(line) as { id: number; ask: OperationName; input: InputOf<OperationName> };
  try {
    if (!Object.hasOwn(operations, ask)) throw new TypeError(`delivery has no operation ${ask}`);
    say({ id, answer: await delivery.ask(ask, input, (progress) => say({ id, progress })) });
  } catch (error) {
    say({ id, failure: failureOf(error, "delivery.bug") });
  }
}

async function end(code: number): Promise<never> {
  await delivery[Symbol.asyncDispose]();
  process.exit(code);
}

const lines = createInterface({ input: process.stdin });
lines.on("line", (line) => void answer(line));
lines.on("close", () => {
  void end(0);
});
for (const signal of ["SIGTERM", "SIGINT"] as const) {
  // The asker decides when it ends; Ctrl-C in a terminal reaches the whole group.
  process.on(signal, () => {
    void end(signal === "SIGINT" ? 130 : 143);
  });
}

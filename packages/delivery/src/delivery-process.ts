import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { Failure, FailureData } from "@throughline/contracts";
import type { SandboxSettings } from "@throughline/sandboxes";
import { fail } from "./failures.ts";
import { type Delivery, operations } from "./service.ts";

interface Pending {
  resolve(answer: unknown): void;
  reject(error: unknown): void;
  progress: (text: string) => void;
  readonly ask: string;
}

/** The file of the process: TypeScript in a clone, JavaScript in a published package. */
const MAIN = fileURLToPath(new URL(import.meta.url.endsWith(".ts") ? "./main.ts" : "./main.js", import.meta.url));

/**
 * Delivery in a process of its own, started when first asked and again after it died. `environment` is what it sees:
 * the Python to use and nothing secret; `sandbox` is where the code of patches runs.
 */
export function deliveryProcess(
  environment: Readonly<Record<string, string | undefined>>,
  sandbox: SandboxSettings,
): Delivery {
  const pending = new Map<number, Pending>();
  let child: ChildProcessWithoutNullStreams | undefined;
  let next = 1;
  let lastWords = "";

  function startProcess(): ChildProcessWithoutNullStreams {
    const started = spawn(process.execPath, [MAIN, JSON.stringify(sandbox)], {
      env: { ...environment },
      stdio: "pipe",
    });
    started.stdin.on("error", () => undefined);
    started.stderr.on("data", (chunk: Buffer) => {
      lastWords = (lastWords + chunk.toString("utf8")).slice(-4000);
    });
    createInterface({ input: started.stdout }).on("line", hear);
    const gone = () => {
      if (child === started) child = undefined;
      for (const [id, waiting] of pending) {
        pending.delete(id);
        const output = lastWords.trim().split("\n").slice(-3).join(" / ");
        waiting.reject(fail("tools.worker-died", { during: `delivery ${waiting.ask}`, output }));
      }
    };
    started.once("error", gone);
    started.once("close", gone);
    return started;
  }

  function hear(line: string): void {
    const message = JSON.parse(line) as { id: number; progress?: string; answer?: unknown; failure?: unknown };
    const waiting = pending.get(message.id);
    if (!waiting) return;
    if (message.progress !== undefined) {
      waiting.progress(message.progress);
      return;
    }
    pending.delete(message.id);
    if (message.failure === undefined) waiting.resolve(message.answer);
    else waiting.reject(new Failure(FailureData.parse(message.failure)));
  }

  return {
    start() {
      child ??= startProcess();
    },
    ask(name, input, progress = () => undefined) {
      child ??= startProcess();
      const running = child;
      const id = next++;
      return new Promise<unknown>((resolve, reject) => {
        pending.set(id, { resolve, reject, progress, ask: name });
        running.stdin.write(`${JSON.stringify({ id, ask: name, input })}\n`);
      }).then((answer) => operations[name].output.parse(answer) as never);
    },
    async [Symbol.asyncDispose]() {
      const running = child;
      if (!running || running.exitCode !== null) return;
      const closed = new Promise<void>((resolve) => running.once("close", () => resolve()));
      running.stdin.end();
      await closed;
    },
  };
}

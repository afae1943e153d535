import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { clearedEnvironment, endGroup, startConfined } from "@throughline/sandboxes";
import { z } from "zod";
import { fail } from "../failures.ts";
import { PROGRAMS, QUIET_TOOLS, requirePython, toolPath } from "./python.ts";

const DbtNodeResult = z.object({
  node: z.string(),
  type: z.string(),
  file: z.string().nullable(),
  status: z.string(),
  message: z.string(),
  failures: z.number().nullable(),
  seconds: z.number(),
});
export type DbtNodeResult = z.infer<typeof DbtNodeResult>;

const DbtRun = z.object({
  success: z.boolean(),
  /** Set when dbt stopped before it ran any node: bad reference, Jinja, YAML, configuration. */
  exception: z.string().nullable(),
  results: z.array(DbtNodeResult),
  warnings: z.array(z.object({ code: z.string(), name: z.string(), message: z.string() })),
});
export type DbtRun = z.infer<typeof DbtRun>;

const LintViolation = z.object({
  file: z.string(),
  line: z.number(),
  column: z.number(),
  code: z.string(),
  message: z.string(),
  warning: z.boolean(),
});
export type LintViolation = z.infer<typeof LintViolation>;

const Linted = z.object({ violations: z.array(LintViolation) });

type Tool = "dbt" | "sqlfluff";

type Request =
  | { folder: string; arguments: readonly string[]; readable: readonly string[] }
  | { folder: string; files: readonly { path: string; text: string }[] };

/** When whoever asks does not say: long enough for a build of millions of rows. */
const SECONDS = 900;

interface Pending {
  resolve(result: unknown): void;
  reject(error: unknown): void;
  progress: ((text: string) => void) | undefined;
  readonly during: string;
}

/**
 * dbt or sqlfluff in a Python process that imports it before there is work (dbt: 2 to 4 s) and then answers in tenths of
 * a second. It serves **one** patch: whoever asked for it ends it. One request at a time: dbt's runner is not parallel.
 */
export class ToolWorker implements AsyncDisposable {
  #python: string;
  #child: ChildProcessWithoutNullStreams;
  #home: string;
  #pending = new Map<number, Pending>();
  #next = 1;
  #last = "";
  #tail: Promise<unknown> = Promise.resolve();

  private constructor(python: string, home: string, tool: Tool) {
    this.#python = python;
    this.#home = home;
    this.#child = startConfined([python, join(PROGRAMS, "worker.py"), "--tool", tool], {
      folder: home,
      environment: clearedEnvironment(home, {
        ...QUIET_TOOLS,
        PATH: toolPath(python),
      }),
      limits: { fileMiB: 65_536 },
    });
    this.#child.once("error", (cause) => this.#end(fail("tools.python-missing", { python }, cause)));
    this.#child.once("close", () => this.#end());
    this.#child.stdin.on("error", () => undefined);
    this.#child.stderr.on("data", (chunk: Buffer) => {
      this.#last = (this.#last + chunk.toString("utf8")).slice(-4000);
    });
    createInterface({ input: this.#child.stdout }).on("line", (line) => this.#hear(line));
  }

  /** Starts importing at once and returns without waiting: the first request waits for what is left. */
  static start(python: string, tool: Tool = "dbt"): ToolWorker {
    const home = mkdtempSync(join(tmpdir(), "throughline-worker-"));
    mkdirSync(join(home, "logs"), { recursive: true });
    return new ToolWorker(python, home, tool);
  }

  /**
   * Runs dbt in its project folder. SQL can read files only below `readable` (seeds), relative to it. After `seconds`
   * the worker is ended: dbt cannot be stopped in the middle of a query.
   */
  async dbt(
    folder: string,
    dbtArguments: readonly string[],
    options: { readable?: readonly string[]; seconds?: number; progress?: (text: string) => void } = {},
  ): Promise<DbtRun> {
    const request = { folder, arguments: dbtArguments, readable: options.readable ?? [] };
    const during = `dbt ${dbtArguments[0]}`;
    return readAnswer(DbtRun, await this.#ask(request, during, options), during);
  }

  /** Lints texts under the configuration of the paths they are given, relative to `folder`. */
  async sqlfluff(
    folder: string,
    files: readonly { path: string; text: string }[],
    options: { seconds?: number; progress?: (text: string) => void } = {},
  ): Promise<readonly LintViolation[]> {
    return readAnswer(Linted, await this.#ask({ folder, files }, "sqlfluff", options), "sqlfluff").violations;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const running = this.#child.exitCode === null && this.#child.signalCode === null;
    const gone = new Promise<void>((resolve) => {
      if (running) this.#child.once("close", () => resolve());
      else resolve();
    });
    endGroup(this.#child.pid);
    await gone;
    rmSync(this.#home, { recursive: true, force: true });
  }

  #ask(
    request: Request,
    during: string,
    { seconds = SECONDS, progress }: { seconds?: number; progress?: ((text: string) => void) | undefined },
  ): Promise<unknown> {
    const run = this.#tail.then(
      () =>
        new Promise((resolve, reject) => {
          requirePython(this.#python);
          if (this.#child.exitCode !== null || this.#child.signalCode !== null || this.#child.pid === undefined) {
            reject(fail("tools.worker-died", { during, output: this.#lastLine() }));
            return;
          }
          const id = this.#next++;
          const began = performance.now();
          const timer = setTimeout(() => {
            this.#pending.delete(id);
            endGroup(this.#child.pid);
            reject(fail("tools.worker-timeout", { during, seconds }));
          }, seconds * 1000);
          const settle =
            <T>(then: (value: T) => void) =>
            (value: T) => {
              clearTimeout(timer);
              // Waiting for the imports counts: it is the tool's own time.
              progress?.(`${during} took ${((performance.now() - began) / 1000).toFixed(2)} s`);
              then(value);
            };
          this.#pending.set(id, { resolve: settle(resolve), reject: settle(reject), progress, during });
          this.#child.stdin.write(`${JSON.stringify({ id, ...request })}\n`);
        }),
    );
    this.#tail = run.catch(() => undefined);
    return run;
  }

  #hear(line: string): void {
    let message: { id?: number; progress?: string; result?: unknown; failure?: string };
    try {
      message = JSON.parse(line);
    } catch {
      return; // Not ours: some tool wrote to the answers' descriptor.
    }
    if (message.id === undefined) return;
    const pending = this.#pending.get(message.id);
    if (!pending) return;
    if (message.progress !== undefined) {
      pending.progress?.(message.progress);
      return;
    }
    this.#pending.delete(message.id);
    if (message.failure === undefined) pending.resolve(message.result);
    else pending.reject(fail("tools.command", { what: pending.during, output: message.failure }));
  }

  /** How it ended, and what it said last. */
  #lastLine(): string {
    const how =
      this.#child.signalCode ?? (this.#child.exitCode === null ? "not started" : `code ${this.#child.exitCode}`);
    return [how, ...this.#last.trim().split("\n").slice(-3)].filter((part) => part !== "").join(" / ");
  }

  #end(error?: unknown): void {
    for (const pending of this.#pending.values()) {
      pending.reject(error ?? fail("tools.worker-died", { during: pending.during, output: this.#lastLine() }));
    }
    this.#pending.clear();
  }
}

/** What a tool answers is not believed to be of its shape: another version of it, or something in its place, may have spoken. */
function readAnswer<T>(shape: z.ZodType<T>, answer: unknown, during: string): T {
  const read = shape.safeParse(answer);
  if (read.success) return read.data;
  throw fail("tools.garbage", { during, problem: z.prettifyError(read.error).replaceAll("\n", " ") });
}

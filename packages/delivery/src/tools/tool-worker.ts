import { join } from "node:path";
import { createInterface } from "node:readline";
import { type Box, makeFolder, type Running } from "@throughline/sandboxes";
import { z } from "zod";
import { ENVIRONMENT_NAMES, makePlace, type Place, placeMounts } from "../environments/place.ts";
import { fail } from "../failures.ts";
import { removePlace } from "./remove-place.ts";
import { openToolBox, type ToolBox, type Toolchain } from "./toolchain.ts";

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
  | { folder: string; arguments: readonly string[]; readable: readonly string[]; made: string }
  | { folder: string; files: readonly { path: string; text: string }[] };

/** When whoever asks does not say: long enough for a build of millions of rows. */
const SECONDS = 900;

/** How long a box of a worker lasts: it waits in it for work, and each piece of work has a time of its own. */
const LIFETIME_SECONDS = 12 * 3600;

interface Pending {
  resolve(result: unknown): void;
  reject(error: unknown): void;
  progress: ((text: string) => void) | undefined;
  readonly during: string;
}

/** A worker that has begun: its box, and the program in it. */
interface Begun {
  readonly tools: ToolBox;
  readonly running: Running;
}

/**
 * dbt or sqlfluff in a Python process that imports it before there is work (dbt: 2 to 4 s) and then answers in tenths of
 * a second. It runs in a box of its own, which sees one place, and serves **one** patch: whoever asked for it ends it. One
 * request at a time: dbt's runner is not parallel.
 */
export class ToolWorker implements AsyncDisposable {
  /** Where environments are put that it is to work in. */
  readonly place: Place;
  #begun: Promise<Begun>;
  readonly #tools: Toolchain;
  #own: string | undefined;
  #pending = new Map<number, Pending>();
  #next = 1;
  #last = "";
  #isOver = false;
  #how = "not started";
  #tail: Promise<unknown> = Promise.resolve();

  private constructor(tools: Toolchain, tool: Tool, place: Place | undefined) {
    this.#tools = tools;
    this.#own = place ? undefined : makeFolder(tools.scratch);
    this.place = place ?? makePlace(join(this.#own ?? "", "place"));
    this.#begun = this.#begin(tools, tool, place === undefined);
    // Whoever asks hears of it.
    this.#begun.catch(() => this.#end("not started"));
  }

  /** Starts importing at once and returns without waiting: the first request waits for what is left. */
  static start(tools: Toolchain): ToolWorker {
    return new ToolWorker(tools, "dbt", undefined);
  }

  /** One that only looks at a place of another. */
  static startLinter(tools: Toolchain, place: Place): ToolWorker {
    return new ToolWorker(tools, "sqlfluff", place);
  }

  /** Whether it has ended, or could not be started: it was warm for too long, or there was no sandbox then. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** The box that it runs in: paths are handed to the tools as they are there. Fails when there is none. */
  async box(): Promise<Box> {
    return (await this.#begun).tools.box;
  }

  /**
   * Runs dbt in a project's folder in its place, which writes its artifacts into `made`. SQL can read files only below `readable`
   * (seeds), relative to the folder. After `seconds` the worker is ended: dbt cannot be stopped in the middle of a query.
   */
  async dbt(
    { folder, made }: { folder: string; made: string },
    dbtArguments: readonly string[],
    options: { readable?: readonly string[]; seconds?: number; progress?: (text: string) => void } = {},
  ): Promise<DbtRun> {
    const during = `dbt ${dbtArguments[0]}`;
    const request = (box: Box) => ({
      folder: box.inside(folder),
      made: box.inside(made),
      arguments: dbtArguments,
      readable: options.readable ?? [],
    });
    return readAnswer(DbtRun, await this.#ask(request, during, options), during);
  }

  /** Lints texts under the configuration of the paths they are given, relative to `folder`. */
  async sqlfluff(
    folder: string,
    files: readonly { path: string; text: string }[],
    options: { seconds?: number; progress?: (text: string) => void } = {},
  ): Promise<readonly LintViolation[]> {
    const request = (box: Box) => ({ folder: box.inside(folder), files });
    return readAnswer(Linted, await this.#ask(request, "sqlfluff", options), "sqlfluff").violations;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const begun = await this.#begun.catch(() => undefined);
    await begun?.tools[Symbol.asyncDispose]();
    if (this.#own) await removePlace(this.#tools, this.place, this.#own);
  }

  async #begin(tools: Toolchain, tool: Tool, writes: boolean): Promise<Begun> {
    const opened = await openToolBox(tools, {
      purpose: tool,
      mounts: placeMounts(this.place, writes ? ENVIRONMENT_NAMES : []),
      seconds: LIFETIME_SECONDS,
    });
    const command = [...opened.program("worker.py"), "--tool", tool] as const;
    const running = await opened.box.start([command[0], ...command.slice(1)], { folder: opened.box.home });
    running.stdin.on("error", () => undefined);
    running.stderr.on("data", (chunk: Buffer) => {
      this.#last = (this.#last + chunk.toString("utf8")).slice(-4000);
    });
    createInterface({ input: running.stdout }).on("line", (line) => this.#hear(line));
    running.ended.then(
      ({ code, limit }) => this.#end(limit ?? (code === null ? "SIGKILL" : `code ${code}`)),
      (error) => this.#end(error instanceof Error ? error.message : String(error)),
    );
    return { tools: opened, running };
  }

  #ask(
    request: (box: Box) => Request,
    during: string,
    { seconds = SECONDS, progress }: { seconds?: number; progress?: ((text: string) => void) | undefined },
  ): Promise<unknown> {
    const run = this.#tail.then(async () => {
      const began = performance.now();
      const { tools, running } = await this.#begun;
      return new Promise((resolve, reject) => {
        if (this.#isOver) {
          reject(fail("tools.worker-died", { during, output: this.#lastLine() }));
          return;
        }
        const id = this.#next++;
        const timer = setTimeout(() => {
          this.#pending.delete(id);
          running.end("time");
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
        running.stdin.write(`${JSON.stringify({ id, ...request(tools.box) })}\n`);
      });
    });
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
    return [this.#how, ...this.#last.trim().split("\n").slice(-3)].filter((part) => part !== "").join(" / ");
  }

  #end(how: string): void {
    this.#isOver = true;
    this.#how = how;
    for (const pending of this.#pending.values())
      pending.reject(fail("tools.worker-died", { during: pending.during, output: this.#lastLine() }));
    this.#pending.clear();
  }
}

/** What a tool answers is not believed to be of its shape: another version of it, or something in its place, may have spoken. */
function readAnswer<T>(shape: z.ZodType<T>, answer: unknown, during: string): T {
  const read = shape.safeParse(answer);
  if (read.success) return read.data;
  throw fail("tools.garbage", { during, problem: z.prettifyError(read.error).replaceAll("\n", " ") });
}

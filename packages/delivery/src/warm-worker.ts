import { ToolWorker } from "./tools/tool-worker.ts";

/** Keeps one worker importing ahead of need. A taken worker belongs to its taker, serves one patch and is ended by it. */
export class WarmWorker implements AsyncDisposable {
  #python: string;
  #waiting: ToolWorker | undefined;

  constructor(python: string) {
    this.#python = python;
  }

  /** Starts a worker ahead of need, unless one is waiting. */
  warm(): void {
    this.#waiting ??= ToolWorker.start(this.#python);
  }

  /** The waiting worker, or a new one. */
  take(): ToolWorker {
    const worker = this.#waiting ?? ToolWorker.start(this.#python);
    this.#waiting = undefined;
    return worker;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#waiting?.[Symbol.asyncDispose]();
    this.#waiting = undefined;
  }
}

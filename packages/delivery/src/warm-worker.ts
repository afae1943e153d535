import { ToolWorker } from "./tools/tool-worker.ts";

/** Keeps one worker importing ahead of need. A taken worker belongs to its taker, serves one patch and is ended by it. */
export class WarmWorker implements AsyncDisposable {
  #python: string;
  #waiting: ToolWorker | undefined;

  constructor(python: string) {
    this.#python = python;
  }

  warm(): void {
    this.#waiting ??= ToolWorker.start(this.#python);
  }

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

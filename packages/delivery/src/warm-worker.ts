import { ToolWorker } from "./tools/tool-worker.ts";

/** Keeps workers importing ahead of need. A taken worker belongs to its taker, serves one patch and is ended by it. */
export class WarmWorker implements AsyncDisposable {
  #python: string;
  readonly #waiting: ToolWorker[] = [];

  constructor(python: string) {
    this.#python = python;
  }

  /** Starts workers ahead of need, until so many wait. */
  warm(count = 1): void {
    while (this.#waiting.length < count) this.#waiting.push(ToolWorker.start(this.#python));
  }

  /** The one that waited longest, or a new one. */
  take(): ToolWorker {
    return this.#waiting.shift() ?? ToolWorker.start(this.#python);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const worker of this.#waiting.splice(0)) await worker[Symbol.asyncDispose]();
  }
}

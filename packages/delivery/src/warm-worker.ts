import type { ToolWorker } from "./tools/tool-worker.ts";
import type { Toolchain } from "./tools/toolchain.ts";

/** The tools of one sandbox, and workers of it that wait. */
export interface Workers {
  readonly tools: Toolchain;
  readonly workers: WarmWorker;
}

/** Keeps workers importing ahead of need. A taken worker belongs to its taker, serves one patch and is ended by it. */
export class WarmWorker implements AsyncDisposable {
  readonly #start: () => ToolWorker;
  readonly #waiting: ToolWorker[] = [];

  constructor(start: () => ToolWorker) {
    this.#start = start;
  }

  /** Starts workers ahead of need, until so many wait. */
  warm(count = 1): void {
    this.#passOver();
    while (this.#waiting.length < count) this.#waiting.push(this.#start());
  }

  /** The one that waited longest and still can, or a new one. */
  take(): ToolWorker {
    this.#passOver();
    return this.#waiting.shift() ?? this.#start();
  }

  /** One that ended while it waited is of no use: its time was over, or the sandbox was not there yet. */
  #passOver(): void {
    const ended = this.#waiting.filter(({ isOver }) => isOver);
    for (const worker of ended) {
      this.#waiting.splice(this.#waiting.indexOf(worker), 1);
      worker[Symbol.asyncDispose]().catch(() => undefined);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const worker of this.#waiting.splice(0)) await worker[Symbol.asyncDispose]();
  }
}

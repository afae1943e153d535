import { ToolWorker } from "./tools/tool-worker.ts";
import type { Toolchain } from "./tools/toolchain.ts";

/** The tools of one sandbox, and workers of it that wait. */
export interface Workers {
  readonly tools: Toolchain;
  readonly workers: WarmWorker;
}

/** Keeps workers importing ahead of need. A taken worker belongs to its taker, serves one patch and is ended by it. */
export class WarmWorker implements AsyncDisposable {
  readonly #tools: Toolchain;
  readonly #waiting: ToolWorker[] = [];

  constructor(tools: Toolchain) {
    this.#tools = tools;
  }

  /** Starts workers ahead of need, until so many wait. */
  warm(count = 1): void {
    while (this.#waiting.length < count) this.#waiting.push(ToolWorker.start(this.#tools));
  }

  /** The one that waited longest and still can, or a new one. */
  take(): ToolWorker {
    for (let worker = this.#waiting.shift(); worker; worker = this.#waiting.shift()) {
      if (!worker.isOver) return worker;
      void worker[Symbol.asyncDispose]().catch(() => undefined);
    }
    return ToolWorker.start(this.#tools);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const worker of this.#waiting.splice(0)) await worker[Symbol.asyncDispose]();
  }
}

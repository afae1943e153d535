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
  #waiting: ToolWorker | undefined;
  #kept: { readonly worker: ToolWorker; readonly patch: string } | undefined;

  constructor(start: () => ToolWorker) {
    this.#start = start;
  }

  /** Starts a worker ahead of need, unless one waits, or is kept for this patch. */
  warm(patch?: string): void {
    this.#passOver();
    if (patch === undefined || this.#kept?.patch !== patch) this.#waiting ??= this.#start();
  }

  /** The one that was kept for this patch, else the one that waits, else a new one. */
  take(patch?: string): ToolWorker {
    this.#passOver();
    if (patch !== undefined && this.#kept?.patch === patch) {
      const { worker } = this.#kept;
      this.#kept = undefined;
      return worker;
    }
    const waiting = this.#waiting;
    this.#waiting = undefined;
    return waiting ?? this.#start();
  }

  /**
   * Keeps a taken worker for who takes it for the same patch, in place of any other that was kept: what waits for people may
   * wait for days. It must have run nothing but what people trust: whatever it ran can change what it says of the patch.
   */
  async keep(worker: ToolWorker, patch: string): Promise<void> {
    const former = this.#kept;
    this.#kept = { worker, patch };
    await former?.worker[Symbol.asyncDispose]();
  }

  /** One that ended while it waited is of no use: its time was over, or the sandbox was not there yet. */
  #passOver(): void {
    if (this.#waiting?.isOver) {
      this.#waiting[Symbol.asyncDispose]().catch(() => undefined);
      this.#waiting = undefined;
    }
    if (this.#kept?.worker.isOver) {
      this.#kept.worker[Symbol.asyncDispose]().catch(() => undefined);
      this.#kept = undefined;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const all = [this.#waiting, this.#kept?.worker];
    this.#waiting = undefined;
    this.#kept = undefined;
    for (const worker of all) await worker?.[Symbol.asyncDispose]();
  }
}

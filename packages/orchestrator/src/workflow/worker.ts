import { setTimeout as delay } from "node:timers/promises";
import type { Stage } from "../state/event.ts";
import type { RequestState } from "../state/request-state.ts";
import type { Job } from "../stores/store.ts";
import { takeAmendment } from "./amendment.ts";
import type { Context } from "./context.ts";
import { runJob } from "./engine.ts";
import { isAlive, thisProcess } from "./process-identity.ts";
import { startableJobs } from "./startable-jobs.ts";
import { sweep } from "./sweep.ts";

const LEASE = "worker";

/** How often it looks for jobs that another process queued, and for the lease. */
const LOOK_MILLISECONDS = 100;

/** Steps at once. Each starts tools that keep a core busy: more of them on a small machine only wait for each other. */
const CAPACITY = 2;

/** Where the process that works on it, and perhaps on its own, will soon be done. */
const NEAR_ITS_END: ReadonlySet<string> = new Set<Stage>(["check", "propose", "merge", "release", "verify"]);

/** What a person who watches does with each new state, and with one that rests: true when they moved it on. */
interface Watcher {
  readonly watch?: (state: RequestState) => void;
  readonly decide?: (state: RequestState) => Promise<boolean>;
}

/**
 * Works until a request rests and nobody moves it on. One process at a time holds the worker lease and runs jobs of all
 * requests, oldest first; the others watch, and take the lease when it falls free.
 */
export async function workUntilAtRest(
  context: Context,
  id: string,
  { watch = () => undefined, decide = async () => false }: Watcher = {},
): Promise<RequestState> {
  const self = thisProcess();
  const running = new Map<string, { job: Job; done: Promise<void> }>();
  const start = (job: Job) => {
    // What is done for others is not this person's to see.
    const progress = job.request === id ? context.progress : () => undefined;
    const done = runJob({ ...context, progress }, job).finally(() => running.delete(job.request));
    running.set(job.request, { job, done });
  };
  let shown = -1;
  let swept = false;
  try {
    for (;;) {
      const state = await context.store.request(id);
      if (!state) throw new Error(`request ${id} has vanished from the store`);
      if (state.version !== shown) watch(state);
      shown = state.version;
      if (state.status !== "running") {
        if ((await takeAmendment(context, state)) || (await decide(state))) continue;
        return state;
      }
      context.signal.throwIfAborted();
      const { taken } = await context.store.takeLease(LEASE, self, isAlive);
      if (taken && !swept) await sweep(context);
      swept ||= taken;
      const jobs = await context.store.jobs();
      // Ready when the lease may fall free; not earlier, since those who work need the machine.
      if (taken || jobs.slice(0, CAPACITY).some((job) => job.request === id && NEAR_ITS_END.has(job.stage)))
        context.delivery.start();
      const under = [...running.values()].map(({ job }) => job);
      if (taken) for (const job of startableJobs(jobs, under, CAPACITY)) start(job);
      await firstOf(
        [...running.values()].map(({ done }) => done),
        context.signal,
      );
    }
  } finally {
    // A lease that is dropped while its jobs still work would let another process begin them again.
    await Promise.allSettled([...running.values()].map(({ done }) => done));
    await context.store.dropLease(LEASE, self);
  }
}

/** Waits until one of them is done, but not longer than until it is time to look again. */
async function firstOf(jobs: readonly Promise<void>[], signal: AbortSignal): Promise<void> {
  const look = new AbortController();
  try {
    const time = delay(LOOK_MILLISECONDS, undefined, { signal: AbortSignal.any([signal, look.signal]) });
    await Promise.race([...jobs, time]);
  } finally {
    look.abort();
  }
}

import { setTimeout as delay } from "node:timers/promises";
import type { RequestState } from "../state/request-state.ts";
import type { Context } from "./context.ts";
import { runJob } from "./engine.ts";
import { isAlive, thisProcess } from "./process-identity.ts";
import { sweep } from "./sweep.ts";

const LEASE = "worker";

/** How often a process that does not hold the lease looks again. */
const LOOK_MILLISECONDS = 200;

/**
 * Works until a request rests. One process at a time holds the worker lease and runs jobs, oldest first, of all requests;
 * the others watch, and take the lease when it falls free.
 */
export async function workUntilAtRest(
  context: Context,
  id: string,
  watch: (state: RequestState) => void = () => undefined,
): Promise<RequestState> {
  const self = thisProcess();
  let shown = -1;
  let swept = false;
  try {
    for (;;) {
      const state = await context.store.request(id);
      if (!state) throw new Error(`request ${id} has vanished from the store`);
      if (state.version !== shown) watch(state);
      shown = state.version;
      if (state.status !== "running") return state;
      context.signal.throwIfAborted();
      const { taken } = await context.store.takeLease(LEASE, self, isAlive);
      if (taken && !swept) await sweep(context);
      swept ||= taken;
      const [job] = taken ? await context.store.jobs() : [];
      if (job) await runJob(context, job);
      else await delay(LOOK_MILLISECONDS, undefined, { signal: context.signal });
    }
  } finally {
    await context.store.dropLease(LEASE, self);
  }
}

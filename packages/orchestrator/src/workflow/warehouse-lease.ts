import { setTimeout as delay } from "node:timers/promises";
import type { Context } from "./context.ts";
import { recordInterruptedLoad } from "./interrupted-load.ts";
import { isAlive, thisProcess } from "./process-identity.ts";

const LEASE = "warehouse";
const LOOK_MILLISECONDS = 200;

/**
 * One writer for a warehouse: releases, loads, roll backs and set-up go one after the other, whichever process does them.
 * What is read of production inside stays true until `use` ends. Between processes, that is: inside one, `startableJobs`
 * lets a single request land at a time.
 */
export async function withWarehouse<T>(
  context: Pick<Context, "store" | "project" | "signal" | "progress">,
  use: () => Promise<T>,
): Promise<T> {
  const self = thisProcess();
  for (let told = false; ; told = true) {
    context.signal.throwIfAborted();
    const { taken, holder } = await context.store.takeLease(LEASE, self, isAlive);
    if (taken) break;
    if (!told) context.progress(`waiting for process ${holder.pid}, which writes the warehouse`);
    await delay(LOOK_MILLISECONDS, undefined, { signal: context.signal });
  }
  try {
    await recordInterruptedLoad(context);
    return await use();
  } finally {
    await context.store.dropLease(LEASE, self);
  }
}

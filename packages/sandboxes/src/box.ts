import { mkdirSync, mkdtempSync, realpathSync } from "node:fs";
import { isAbsolute, join, relative } from "node:path";
import { fail } from "./failures.ts";
import { runToEnd } from "./run-to-end.ts";
import type { Box, Command, Limit, Mount, Running } from "./sandbox.ts";

/** What an adapter brings; the rest of a box is the same for all. */
export interface BoxCore {
  readonly home: string;
  readonly socket?: string | undefined;
  inside(host: string): string;
  start(command: Command, folder: string): Promise<Running>;
  /** Everything that was started is gone when this has settled, whether or not it had ended. */
  close(): Promise<void>;
}

/** A box around an adapter's core: its time, and that nothing begins in one where something was ended. */
export function boxAround(core: BoxCore, limits: { readonly seconds?: number }): Box {
  const running = new Set<Running>();
  let over: Limit | "stopped" | "closed" | undefined;
  const endAll = (why: "time" | "closed") => {
    over = why;
    for (const one of running) one.end(why === "time" ? why : undefined);
  };
  const timer = limits.seconds === undefined ? undefined : setTimeout(() => endAll("time"), limits.seconds * 1000);
  const start = async (command: Command, folder: string): Promise<Running> => {
    if (over !== undefined) throw fail("sandbox.over", { command: command[0], why: over });
    const started = await core.start(command, folder).catch((error) => {
      // What was starting when its time came may have failed by that.
      throw over === undefined ? error : fail("sandbox.over", { command: command[0], why: over }, error);
    });
    running.add(started);
    const gone = () => running.delete(started);
    started.ended.then(gone, gone);
    if (over !== undefined) started.end(over === "time" ? over : undefined);
    return started;
  };
  return {
    home: core.home,
    socket: core.socket,
    inside: core.inside,
    async run(command, { folder, ...options }) {
      const exit = await runToEnd(await start(command, folder), options);
      over ??= exit.limit ?? (options.signal?.aborted ? "stopped" : undefined);
      return exit;
    },
    start: (command, { folder }) => start(command, folder),
    async [Symbol.asyncDispose]() {
      clearTimeout(timer);
      endAll("closed");
      await Promise.allSettled([...running].map(({ ended }) => ended));
      await core.close();
    },
  };
}

/** A folder of this machine for one box. */
export function makeFolder(scratch: string): string {
  mkdirSync(scratch, { recursive: true });
  return realpathSync(mkdtempSync(join(scratch, "throughline-box-")));
}

/** Where a path of this machine is in a box with a file system of its own. */
export function insideOf(mounts: readonly Mount[], host: string): string {
  for (const mount of mounts) {
    const below = relative(mount.host, host);
    if (below === "") return mount.inside;
    if (!below.startsWith("..") && !isAbsolute(below)) return join(mount.inside, below);
  }
  throw new Error(`${host} is in nothing that the box was given`);
}

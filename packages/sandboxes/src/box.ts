import { mkdirSync, mkdtempSync, realpathSync } from "node:fs";
import { isAbsolute, join, relative } from "node:path";
import { runToEnd } from "./run-to-end.ts";
import type { Box, Command, Mount, Running } from "./sandbox.ts";

/** What an adapter brings; the rest of a box is the same for all. */
export interface BoxCore {
  readonly home: string;
  readonly socket?: string | undefined;
  inside(host: string): string;
  start(command: Command, folder: string): Promise<Running>;
  /** Everything that was started is gone when this has settled, whether or not it had ended. */
  close(): Promise<void>;
}

/** A box around an adapter's core: its time, and that nothing runs in one that was ended. */
export function boxAround(core: BoxCore, limits: { readonly seconds?: number }): Box {
  const running = new Set<Running>();
  let over: "time" | "closed" | undefined;
  const endAll = () => {
    over ??= "time";
    for (const one of running) one.end("time");
  };
  const timer = limits.seconds === undefined ? undefined : setTimeout(endAll, limits.seconds * 1000);
  const start = async (command: Command, folder: string): Promise<Running> => {
    if (over === "closed") throw new Error(`starting ${command[0]} in a box that is closed`);
    const started = await core.start(command, folder);
    running.add(started);
    const gone = () => running.delete(started);
    started.ended.then(gone, gone);
    if (over === "time") started.end("time");
    return started;
  };
  return {
    home: core.home,
    socket: core.socket,
    inside: core.inside,
    async run(command, { folder, ...options }) {
      return await runToEnd(await start(command, folder), options);
    },
    start: (command, { folder }) => start(command, folder),
    async [Symbol.asyncDispose]() {
      over = "closed";
      clearTimeout(timer);
      for (const one of running) one.end();
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

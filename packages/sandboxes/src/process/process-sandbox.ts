import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { boxAround } from "../box.ts";
import { type GuaranteeId, guaranteesOf } from "../guarantee.ts";
import type { Sandbox } from "../sandbox.ts";
import { clearedEnvironment, startConfined, watchGroup } from "./confined-process.ts";

const HELD: readonly GuaranteeId[] = ["file-size", "time", "clear-environment"];

/**
 * A process like any other of this user, with bounds: for our own code alone. It has no file system of its own, so a mount
 * is where it is on this machine whatever the box calls it; memory is watched, so a short peak passes; what leaves the
 * process group outlives it. `without` leaves a guarantee out, and with it the promise: tests do, to see an attack succeed.
 */
export function processSandbox(
  searchPath: string,
  { without = new Set<GuaranteeId>(), caller = {} as Readonly<Record<string, string>> } = {},
): Sandbox {
  const holds = (id: GuaranteeId) => !without.has(id);
  return {
    guarantees: guaranteesOf("process", HELD.filter(holds)),
    node: process.execPath,
    async open(spec) {
      const home = realpathSync(mkdtempSync(join(tmpdir(), "throughline-box-")));
      const environment = {
        ...(holds("clear-environment") ? {} : caller),
        ...clearedEnvironment(home, { PATH: searchPath, ...spec.environment }),
      };
      const { fileMiB, memoryMiB, seconds } = spec.limits;
      return boxAround(
        {
          home,
          socket: spec.socket,
          inside: (host) => host,
          async start(command, folder) {
            const limits = holds("file-size") ? { fileMiB } : {};
            return watchGroup(startConfined(command, { folder, environment, limits }), memoryMiB);
          },
          async close() {
            rmSync(home, { recursive: true, force: true });
          },
        },
        holds("time") ? { seconds } : {},
      );
    },
  };
}

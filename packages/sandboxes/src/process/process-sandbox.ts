import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { boxAround, makeFolder } from "../box.ts";
import { type GuaranteeId, guaranteesOf } from "../guarantee.ts";
import type { Sandbox } from "../sandbox.ts";
import { clearedEnvironment, startConfined, watchGroup } from "./confined-process.ts";

const SYSTEM_PATH = "/usr/bin:/bin";

const HELD: readonly GuaranteeId[] = ["file-size", "time", "clear-environment"];

/**
 * A process like any other of this user, with bounds: for our own code alone. It has no file system of its own, so a mount
 * is where it is on this machine whatever the box calls it; memory is watched, so a short peak passes; what leaves the
 * process group outlives it. `without` leaves a guarantee out, and with it the promise: tests do, to see an attack succeed.
 */
export function processSandbox(options: {
  readonly searchPath: string;
  /** Where boxes have their folders; whoever chooses it finds what a killed process left there. */
  readonly scratch?: string;
  readonly without?: ReadonlySet<GuaranteeId>;
  readonly caller?: Readonly<Record<string, string>>;
}): Sandbox {
  const { searchPath, scratch = tmpdir(), without = new Set<GuaranteeId>(), caller = {} } = options;
  const holds = (id: GuaranteeId) => !without.has(id);
  return {
    guarantees: guaranteesOf("process", HELD.filter(holds)),
    sharesPaths: true,
    node: process.execPath,
    async open(spec) {
      const home = makeFolder(scratch);
      const environment = {
        ...(holds("clear-environment") ? {} : caller),
        // git may be anywhere on the caller's path; what every system has is where every system has it.
        ...clearedEnvironment(home, { PATH: `${searchPath}:${SYSTEM_PATH}`, ...spec.environment }),
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

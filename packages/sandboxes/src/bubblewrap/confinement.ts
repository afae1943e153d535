import { dirname } from "node:path";
import type { GuaranteeId } from "../guarantee.ts";
import type { BoxSpec, Mount } from "../sandbox.ts";

/** A user of no machine; the same in the image of the docker sandbox. */
const UID = "10001";

export const HOME = "/box";
export const NODE = "/run/node";
export const SOCKET = "/run/socket";
/** Where a child finds what is behind standard error. */
export const FILTER_DESCRIPTOR = 3;
/** Where bwrap says which process it started. */
export const INFO_DESCRIPTOR = 4;

const MIB = 1024 ** 2;

/** Python's locks are files in it. */
const SHARED_MEMORY_MIB = 1;

/** What the flags of one box are made from. */
export interface Circumstances {
  readonly spec: BoxSpec;
  /** Node of this machine. */
  readonly node: string;
  /** Folders and links of this machine's system that programs need to start. */
  readonly system: readonly string[];
}

/** Flags, and the guarantees that are lost without them. */
interface Part {
  readonly holds: readonly GuaranteeId[];
  readonly flags: (circumstances: Circumstances) => readonly string[];
  /** What stands in its place when a test leaves it out. */
  readonly otherwise?: (circumstances: Circumstances) => readonly string[];
}

/** What bwrap is told, in the order it needs: a file system from its root to what lies on it, closed last. */
export const BWRAP: readonly Part[] = [
  { holds: ["no-network"], flags: () => ["--unshare-net"] },
  { holds: ["ended-whole", "hidden-processes"], flags: () => ["--unshare-pid", "--die-with-parent"] },
  { holds: [], flags: () => ["--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try", "--new-session"] },
  { holds: ["system-call-filter"], flags: () => ["--seccomp", String(FILTER_DESCRIPTOR)] },
  {
    holds: ["no-host-files"],
    flags: ({ system }) => system,
    otherwise: ({ system }) => [...system, "--ro-bind", "/", "/host"],
  },
  {
    holds: [],
    flags: ({ node }) => ["--proc", "/proc", "--dev", "/dev", ...bind("--ro-bind")({ host: node, inside: NODE })],
  },
  {
    holds: ["disk"],
    flags: ({ spec }) => [
      ...["--perms", "1777", "--size", String(SHARED_MEMORY_MIB * MIB), "--tmpfs", "/dev/shm"],
      ...["--remount-ro", "/dev", "--perms", "1777", "--size", String(spec.limits.diskMiB * MIB)],
    ],
    otherwise: () => ["--perms", "1777"],
  },
  { holds: [], flags: () => ["--tmpfs", HOME, "--symlink", HOME.slice(1), "/tmp"] },
  {
    holds: ["read-only-inputs"],
    flags: ({ spec }) => spec.mounts.filter(({ access }) => access === "read").flatMap(bind("--ro-bind")),
    otherwise: ({ spec }) => spec.mounts.filter(({ access }) => access === "read").flatMap(bind("--bind")),
  },
  {
    holds: [],
    flags: ({ spec }) => spec.mounts.filter(({ access }) => access === "write").flatMap(bind("--bind")),
  },
  { holds: [], flags: ({ spec }) => (spec.socket ? bind("--ro-bind")({ host: spec.socket, inside: SOCKET }) : []) },
  { holds: ["read-only-root"], flags: () => ["--remount-ro", "/"] },
];

/** How an administrator's process gives up what it is, as the first thing in the box; whoever is none has nothing to give. */
export const SETPRIV: readonly Part[] = [
  { holds: ["own-user"], flags: () => ["--reuid", UID, "--regid", UID, "--clear-groups"] },
  { holds: ["no-capabilities"], flags: () => ["--inh-caps=-all", "--bounding-set=-all"] },
  { holds: ["no-new-privileges"], flags: () => ["--no-new-privs"] },
];

export function flagsOf(
  parts: readonly Part[],
  circumstances: Circumstances,
  without: ReadonlySet<GuaranteeId>,
): readonly string[] {
  return parts.flatMap(({ holds, flags, otherwise }) =>
    holds.some((id) => without.has(id)) ? (otherwise?.(circumstances) ?? []) : flags(circumstances),
  );
}

function bind(flag: string): (mount: Omit<Mount, "access">) => string[] {
  return ({ host, inside }) => [...folders(inside), flag, host, inside];
}

/** The folders above a path: what bwrap makes by itself on the way to a mount, the box's user may not enter. */
function folders(path: string): string[] {
  const above = dirname(path);
  return above === "/" ? [] : [...folders(above), "--dir", above];
}

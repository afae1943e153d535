import type { ContainerCreateOptions, HostConfig } from "dockerode";
import type { GuaranteeId } from "../guarantee.ts";
import type { BoxSpec } from "../sandbox.ts";

export const HOME = "/box";
export const NODE = "/opt/tools/bin/node";
export const PYTHON = "/opt/tools/bin/python";
export const PATH = "/opt/tools/bin:/usr/local/bin:/usr/bin:/bin";
export const SOCKET = "/run/socket";

/** The user that `toolchain/Dockerfile` makes. */
const USER = "10001:10001";

const MIB = 1024 ** 2;

const SHARED_MEMORY_MIB = 1;

/** Whoever opened a box ends it when its time is over, and can say why; the box does so itself this much later. */
export const GRACE_SECONDS = 5;

interface Part {
  readonly holds: readonly GuaranteeId[];
  readonly host?: (spec: BoxSpec) => HostConfig;
  readonly container?: (spec: BoxSpec) => Partial<ContainerCreateOptions>;
  /** What stands in its place when a test leaves it out. */
  readonly otherwise?: (spec: BoxSpec) => { host?: HostConfig; container?: Partial<ContainerCreateOptions> };
}

/** What the engine is told, and the guarantees that are lost without it. */
const PARTS: readonly Part[] = [
  {
    holds: ["own-user"],
    container: () => ({ User: USER }),
    otherwise: () => ({ container: { User: "0:0" } }),
  },
  { holds: ["no-capabilities"], host: () => ({ CapDrop: ["ALL"] }) },
  { holds: ["no-new-privileges"], host: () => ({ SecurityOpt: ["no-new-privileges"] }) },
  {
    // The engine's own, which is its default; whether this engine has one is asked before a box is opened.
    holds: ["system-call-filter"],
    otherwise: () => ({ host: { SecurityOpt: ["seccomp=unconfined"] } }),
  },
  { holds: ["read-only-root"], host: () => ({ ReadonlyRootfs: true }) },
  {
    holds: ["read-only-inputs"],
    host: (spec) => ({ Mounts: mounts(spec, "read", true) }),
    otherwise: (spec) => ({ host: { Mounts: mounts(spec, "read", false) } }),
  },
  {
    // The image is all there is of a file system; no flag can take that away, so a test gives the machine's beside it.
    holds: ["no-host-files"],
    otherwise: () => ({ host: { Mounts: [{ Type: "bind", Source: "/", Target: "/host", ReadOnly: true }] } }),
  },
  {
    holds: [],
    host: (spec) => ({
      Mounts: [
        ...mounts(spec, "write", false),
        ...(spec.socket ? [bind({ host: spec.socket, inside: SOCKET }, true)] : []),
      ],
    }),
  },
  {
    holds: ["no-network"],
    host: () => ({ NetworkMode: "none" }),
    otherwise: () => ({ host: { NetworkMode: "bridge" } }),
  },
  {
    // Swap would go round the bound.
    holds: ["memory"],
    host: ({ limits }) => ({ Memory: limits.memoryMiB * MIB, MemorySwap: limits.memoryMiB * MIB }),
  },
  { holds: ["processor"], host: ({ limits }) => ({ NanoCpus: Math.round(limits.processors * 1e9) }) },
  { holds: ["processes"], host: ({ limits }) => ({ PidsLimit: limits.processes }) },
  {
    // Shared memory is another place to fill; Python's locks are files in it.
    holds: ["disk"],
    host: ({ limits }) => ({
      Tmpfs: { [HOME]: `rw,nosuid,nodev,mode=1777,size=${limits.diskMiB * MIB}` },
      ShmSize: SHARED_MEMORY_MIB * MIB,
    }),
    otherwise: () => ({ host: { Tmpfs: { [HOME]: "rw,nosuid,nodev,mode=1777" } } }),
  },
  {
    holds: ["file-size"],
    host: ({ limits }) => ({ Ulimits: [{ Name: "fsize", Soft: limits.fileMiB * MIB, Hard: limits.fileMiB * MIB }] }),
  },
  { holds: [], host: () => ({ Ulimits: [{ Name: "core", Soft: 0, Hard: 0 }] }) },
  {
    // The first process of a container cannot be stopped from inside, and all others end with it: so the time is kept also
    // when whoever opened the box is gone.
    holds: ["time"],
    container: ({ limits }) => ({ Cmd: ["sleep", String(limits.seconds + GRACE_SECONDS)] }),
    otherwise: () => ({ container: { Cmd: ["sleep", "infinity"] } }),
  },
  { holds: ["hidden-processes"], otherwise: () => ({ host: { PidMode: "host" } }) },
];

/** What a container is made of, but for its image, labels and environment. */
export function containerOptions(spec: BoxSpec, without: ReadonlySet<GuaranteeId>): ContainerCreateOptions {
  const container: ContainerCreateOptions = {};
  const host: HostConfig = {};
  for (const part of PARTS) {
    const left = part.holds.some((id) => without.has(id));
    const chosen = left
      ? part.otherwise?.(spec)
      : { host: part.host?.(spec) ?? {}, container: part.container?.(spec) ?? {} };
    Object.assign(container, chosen?.container);
    for (const [key, value] of Object.entries(chosen?.host ?? {})) merge(host, key, value);
  }
  return { ...container, HostConfig: host };
}

/** Lists of several parts are one list. */
function merge(host: HostConfig, key: string, value: unknown): void {
  const present = (host as Record<string, unknown>)[key];
  const both = Array.isArray(present) && Array.isArray(value) ? [...present, ...value] : value;
  Object.assign(host, { [key]: both });
}

function mounts(spec: BoxSpec, access: "read" | "write", readOnly: boolean) {
  return spec.mounts.filter((mount) => mount.access === access).map((mount) => bind(mount, readOnly));
}

function bind({ host, inside }: { host: string; inside: string }, readOnly: boolean) {
  return { Type: "bind" as const, Source: host, Target: inside, ReadOnly: readOnly };
}

import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { accessSync, closeSync, constants, openSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { boxAround, insideOf, makeFolder } from "../box.ts";
import { fail } from "../failures.ts";
import { type GuaranteeId, guaranteesOf } from "../guarantee.ts";
import { clearedEnvironment, watchGroup } from "../process/confined-process.ts";
import type { BoxSpec, Command, Running, Sandbox } from "../sandbox.ts";
import { BWRAP, type Circumstances, flagsOf, HOME, INFO_DESCRIPTOR, NODE, SETPRIV, SOCKET } from "./confinement.ts";
import { type ControlGroup, controlGroups, type MakeControlGroup } from "./control-group.ts";
import { isFiltered, systemCallFilter } from "./system-call-filter.ts";
import { systemFolders } from "./system-folders.ts";

/** What the flags hold on any machine that has the programs. */
const ALWAYS: readonly GuaranteeId[] = [
  "no-capabilities",
  "no-new-privileges",
  "read-only-root",
  "read-only-inputs",
  "no-host-files",
  "no-network",
  "disk",
  "file-size",
  "time",
  "ended-whole",
  "clear-environment",
  "hidden-processes",
];
const BY_CONTROL_GROUP: readonly GuaranteeId[] = ["memory", "processor", "processes"];

/** How long the kernel may take to end what was killed, which takes it milliseconds. */
const GONE_SECONDS = 5;
const LOOK_MILLISECONDS = 10;

interface Machine {
  readonly searchPath: string;
  readonly isAdministrator: boolean;
  readonly groups: MakeControlGroup | undefined;
}

export interface BubblewrapOptions {
  readonly searchPath: string;
  /** Where boxes have their folders; whoever chooses it finds what a killed process left there. */
  readonly scratch?: string;
  /** Left out, and with it the promise: tests do, to see an attack succeed. */
  readonly without?: ReadonlySet<GuaranteeId>;
  /** What a box sees of the caller's environment when that is left out. */
  readonly caller?: Readonly<Record<string, string>>;
}

/**
 * Linux's own namespaces, through bwrap. Started by an administrator, as on a server or in CI, it holds everything; by
 * anybody else it cannot change user nor bound the memory and the number of all processes together, and says so.
 */
export function bubblewrapSandbox(options: BubblewrapOptions): Sandbox {
  const { searchPath, scratch = tmpdir(), without = new Set<GuaranteeId>(), caller = {} } = options;
  const isAdministrator = process.getuid?.() === 0;
  const machine: Machine = { searchPath, isAdministrator, groups: controlGroups() };
  const held: GuaranteeId[] = [
    ...ALWAYS,
    ...(isAdministrator ? (["own-user"] as const) : []),
    ...(isFiltered(process.arch) ? (["system-call-filter"] as const) : []),
    ...(machine.groups ? BY_CONTROL_GROUP : []),
  ];
  return {
    guarantees: guaranteesOf(
      "bubblewrap",
      held.filter((id) => !without.has(id)),
    ),
    sharesPaths: false,
    node: NODE,
    async open(spec) {
      const programs = findPrograms(searchPath);
      const folder = makeFolder(scratch);
      const group = machine.groups?.(`${process.pid}-${randomUUID()}`, boundsOf(spec, without));
      const circumstances = { spec, node: realpathSync(process.execPath), system: systemFolders() };
      const environment = {
        ...(without.has("clear-environment") ? caller : {}),
        ...clearedEnvironment(HOME, { ...spec.environment }),
      };
      const filter = join(folder, "system-calls");
      if (isFiltered(process.arch)) writeFileSync(filter, systemCallFilter(process.arch));
      const namespaces: Promise<number | undefined>[] = [];
      return boxAround(
        {
          home: HOME,
          socket: spec.socket === undefined ? undefined : SOCKET,
          inside: (host) => insideOf(spec.mounts, host),
          async start(command, where) {
            const line = commandLine(command, { programs, machine, circumstances, without, group, where });
            const { running, namespace } = startIn(line, { environment, filter, group });
            namespaces.push(namespace);
            return running;
          },
          async close() {
            if (!without.has("ended-whole")) await gone(group, await Promise.all(namespaces));
            rmSync(folder, { recursive: true, force: true });
          },
        },
        without.has("time") ? {} : { seconds: spec.limits.seconds },
      );
    },
  };
}

/** Why this machine has no such sandbox; undefined where it has. */
export function bubblewrapMissing(searchPath: string): string | undefined {
  if (process.platform !== "linux") return "bubblewrap is a program for Linux";
  const missing = ["bwrap", "setpriv"].filter((name) => !onPath(name, searchPath));
  return missing.length > 0 ? `${missing.join(" and ")} is not installed` : undefined;
}

interface Programs {
  readonly bwrap: string;
  readonly setpriv: string;
}

function findPrograms(searchPath: string): Programs {
  const [bwrap, setpriv] = [onPath("bwrap", searchPath), onPath("setpriv", searchPath)];
  if (process.platform === "linux" && bwrap && setpriv) return { bwrap, setpriv };
  throw fail("sandbox.bubblewrap-missing", { why: bubblewrapMissing(searchPath) ?? "" });
}

function onPath(name: string, searchPath: string): string | undefined {
  for (const folder of searchPath.split(":").filter((entry) => entry.startsWith("/"))) {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return join(folder, name);
    } catch {
      // Not in this folder.
    }
  }
  return undefined;
}

function boundsOf({ limits }: BoxSpec, without: ReadonlySet<GuaranteeId>) {
  return {
    ...(without.has("memory") ? {} : { memoryMiB: limits.memoryMiB }),
    ...(without.has("processes") ? {} : { processes: limits.processes }),
    ...(without.has("processor") ? {} : { processors: limits.processors }),
  };
}

/** A shell enters the control group and sets what children inherit, then becomes bwrap, which becomes the command. */
function commandLine(
  command: Command,
  {
    programs,
    machine,
    circumstances,
    without,
    group,
    where,
  }: {
    programs: Programs;
    machine: Machine;
    circumstances: Circumstances;
    without: ReadonlySet<GuaranteeId>;
    group: ControlGroup | undefined;
    where: string;
  },
): string[] {
  const fileMiB = circumstances.spec.limits.fileMiB;
  // `ulimit -f` counts blocks of 512 bytes.
  const bound = without.has("file-size") ? "" : `ulimit -f ${fileMiB * 2048} &&`;
  const script = `for group in $1; do echo $$ > "$group" || exit 125; done; shift; ulimit -c 0 && ${bound} exec "$@"`;
  const drop = machine.isAdministrator ? [programs.setpriv, ...flagsOf(SETPRIV, circumstances, without), "--"] : [];
  return [
    ...["-c", script, "sh", group?.enter.join(" ") ?? ""],
    ...[programs.bwrap, "--info-fd", String(INFO_DESCRIPTOR), ...flagsOf(BWRAP, circumstances, without)],
    ...["--chdir", where, "--"],
    ...[...drop, ...command],
  ];
}

/** A command that was started, and the first process of its namespace, with which all others of it end. */
interface Started {
  readonly running: Running;
  readonly namespace: Promise<number | undefined>;
}

function startIn(
  line: readonly string[],
  options: {
    environment: Readonly<Record<string, string>>;
    filter: string;
    group: ControlGroup | undefined;
  },
): Started {
  const filter = isFiltered(process.arch) ? openSync(options.filter, "r") : undefined;
  try {
    const child = spawn("/bin/sh", line, {
      env: options.environment,
      detached: true,
      stdio: ["pipe", "pipe", "pipe", filter ?? "ignore", "pipe"],
    }) as unknown as ChildProcessWithoutNullStreams;
    const running = watchGroup(child, undefined);
    return {
      running: {
        ...running,
        ended: running.ended.then(({ code, limit }) => {
          // A program whose child alone was ended may have lived on without it, and ended well.
          const why = limit ?? (code !== 0 && options.group?.ranOutOfMemory() ? "memory" : undefined);
          return { code, ...(why ? { limit: why } : {}) };
        }),
      },
      namespace: firstOf(child.stdio[INFO_DESCRIPTOR] as Readable | null),
    };
  } finally {
    if (filter !== undefined) closeSync(filter);
  }
}

/** What bwrap says of the process it starts, once and before that begins; undefined where it ended before it came to that. */
async function firstOf(told: Readable | null): Promise<number | undefined> {
  let text = "";
  try {
    for await (const chunk of told ?? []) text += String(chunk);
  } catch {
    // Ended in the middle of a word.
  }
  const pid = /"child-pid":\s*(\d+)/u.exec(text)?.[1];
  return pid === undefined ? undefined : Number(pid);
}

/**
 * Waits until the kernel has ended all that was killed. Only an empty group can be removed; where there is none, the first process
 * of a namespace is over when all others of it are.
 */
async function gone(group: ControlGroup | undefined, firsts: readonly (number | undefined)[]): Promise<void> {
  const began = performance.now();
  const isOver = () => (group?.remove() ?? true) && !firsts.some((pid) => pid !== undefined && isThere(pid));
  while (!isOver()) {
    if (performance.now() - began > GONE_SECONDS * 1000) throw fail("sandbox.not-ended", { seconds: GONE_SECONDS });
    await new Promise((resolve) => setTimeout(resolve, LOOK_MILLISECONDS));
  }
}

/** A process that has ended may be listed until somebody asks how. */
function isThere(pid: number): boolean {
  try {
    const state = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.[0];
    return state !== "Z" && state !== "X";
  } catch {
    return false;
  }
}

import { PassThrough } from "node:stream";
import { Failure } from "@throughline/contracts";
import type Docker from "dockerode";
import { boxAround, insideOf } from "../box.ts";
import { fail } from "../failures.ts";
import { GUARANTEE_IDS, GUARANTEES, type GuaranteeId, guaranteesOf } from "../guarantee.ts";
import { clearedEnvironment } from "../process/confined-process.ts";
import type { BoxSpec, Command, Limit, Running, Sandbox } from "../sandbox.ts";
import { containerOptions, GRACE_SECONDS, HOME, NODE, PATH, PYTHON, SOCKET } from "./confinement.ts";
import { type EngineInfo, engineAt, engineFailure, lackingIn } from "./engine.ts";
import { labelsOf, type Owner, removeOrphans } from "./orphans.ts";

/** How a shell's command ended that was killed. */
const KILLED = 137;

export interface DockerOptions {
  readonly image: string;
  /** DOCKER_HOST, where it is set. */
  readonly dockerHost: string | undefined;
  readonly owner: Owner;
  readonly now: () => string;
  /** Left out, and with it the promise: tests do, to see an attack succeed. */
  readonly without?: ReadonlySet<GuaranteeId>;
  /** What a box sees of the caller's environment when that is left out. */
  readonly caller?: Readonly<Record<string, string>>;
}

/**
 * A fresh container for every box, of an image that has all its programs. It holds everything that can be guaranteed, by
 * the engine's own means; nobody but this process is asked to keep it so.
 */
export function dockerSandbox(options: DockerOptions): Sandbox {
  const { image, owner, now, without = new Set<GuaranteeId>() } = options;
  let prepared: Promise<Docker> | undefined;
  const prepare = async (): Promise<Docker> => {
    const engine = await engineAt(options.dockerHost);
    await requireStrength(engine, without).catch((error) => {
      throw engineFailure(error, "asking the engine", image);
    });
    await removeOrphans(engine, owner, now());
    return engine;
  };
  return {
    guarantees: guaranteesOf(
      "docker",
      GUARANTEE_IDS.filter((id) => !without.has(id)),
    ),
    sharesPaths: false,
    node: NODE,
    python: PYTHON,
    async open(spec) {
      prepared ??= prepare().catch((error) => {
        prepared = undefined;
        throw error;
      });
      const engine = await prepared;
      const container = await startContainer(engine, spec, options).catch((error) => {
        throw engineFailure(error, "opening a box", image);
      });
      return boxAround(
        {
          home: HOME,
          socket: spec.socket === undefined ? undefined : SOCKET,
          inside: (host) => insideOf(spec.mounts, host),
          start: (command, folder) =>
            execute(engine, container, command, { folder, now }).catch((error) => {
              throw engineFailure(error, `starting ${command[0]}`, image);
            }),
          close: async () => {
            if (without.has("ended-whole")) return;
            await remove(container).catch((error) => {
              throw engineFailure(error, "closing a box", image);
            });
          },
        },
        without.has("time") ? {} : { seconds: spec.limits.seconds },
      );
    },
  };
}

/** Why this machine has no such sandbox; undefined where it has. */
export async function dockerMissing(dockerHost: string | undefined, image: string): Promise<string | undefined> {
  try {
    const engine = await engineAt(dockerHost);
    await engine.getImage(image).inspect();
    await requireStrength(engine, new Set());
    return undefined;
  } catch (error) {
    return error instanceof Failure ? error.message : engineFailure(error, "asking the engine", image).message;
  }
}

/** An engine that cannot hold something starts containers all the same, and says so to nobody who does not ask. */
async function requireStrength(engine: Docker, without: ReadonlySet<GuaranteeId>): Promise<void> {
  const lacking = lackingIn((await engine.info()) as EngineInfo).filter((id) => !without.has(id));
  if (lacking.length > 0) throw fail("sandbox.engine-weak", { lacking: lacking.map((id) => GUARANTEES[id]) });
}

async function startContainer(
  engine: Docker,
  spec: BoxSpec,
  { image, owner, now, without = new Set(), caller = {} }: DockerOptions,
): Promise<Docker.Container> {
  const environment = {
    ...(without.has("clear-environment") ? caller : {}),
    ...clearedEnvironment(HOME, { PATH, ...spec.environment }),
  };
  const deadline = new Date(Date.parse(now()) + (spec.limits.seconds + GRACE_SECONDS) * 1000).toISOString();
  const confined = containerOptions(spec, without);
  const container = await engine.createContainer({
    ...confined,
    Image: image,
    Entrypoint: [],
    Env: Object.entries(environment).map(([name, value]) => `${name}=${value}`),
    WorkingDir: "/",
    Labels: labelsOf(owner, spec.purpose, deadline),
    HostConfig: { ...confined.HostConfig, AutoRemove: true },
  });
  try {
    await container.start();
    return container;
  } catch (error) {
    await remove(container);
    throw error;
  }
}

async function execute(
  engine: Docker,
  container: Docker.Container,
  command: Command,
  { folder, now }: { folder: string; now: () => string },
): Promise<Running> {
  const exec = await container.exec({
    // By way of a shell, which says so on standard error when there is no such command; the engine would on the output.
    Cmd: ["/bin/sh", "-c", 'exec "$@"', "sh", ...command],
    WorkingDir: folder,
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
  });
  const stream = await exec.start({ hijack: true, stdin: true });
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  engine.modem.demuxStream(stream, stdout, stderr);
  let limit: Limit | undefined;
  const closed = new Promise<void>((resolve) => {
    // An engine that lets go in the middle has ended it; what code it had, if any, is asked below.
    for (const event of ["end", "close", "error"]) stream.once(event, () => resolve());
  });
  const ended = (async () => {
    await closed;
    stdout.end();
    stderr.end();
    const { code, outOfMemory } = await howItEnded(engine, container, exec, now);
    const why = limit ?? (outOfMemory ? "memory" : undefined);
    return { code, ...(why ? { limit: why } : {}) };
  })();
  return {
    stdin: stream,
    stdout,
    stderr,
    ended,
    end(why) {
      limit ??= why;
      // What cannot be killed is gone already, or goes when the box is closed.
      container.kill().catch(() => undefined);
    },
  };
}

/** Null and no more where the container is gone, and took the command with it. */
async function howItEnded(
  engine: Docker,
  container: Docker.Container,
  exec: Docker.Exec,
  now: () => string,
): Promise<{ code: number | null; outOfMemory: boolean }> {
  try {
    const { ExitCode: code } = await exec.inspect();
    // A program whose child alone was ended may have lived on without it, and ended well.
    const outOfMemory = code === KILLED && (await ranOutOfMemory(engine, container, now()));
    const { State: state } = await container.inspect();
    return { code: state.Running ? code : null, outOfMemory };
  } catch {
    return { code: null, outOfMemory: false };
  }
}

/**
 * Whether the kernel ended something in a container for want of memory. Of one that goes on running only the engine's events
 * tell, which may come a little later than the end of the command.
 */
async function ranOutOfMemory(engine: Docker, container: Docker.Container, now: string): Promise<boolean> {
  const until = Math.ceil(Date.parse(now) / 1000) + 1;
  const events = await engine.getEvents({ since: 0, until, filters: { container: [container.id], event: ["oom"] } });
  for await (const _ of events) return true;
  return false;
}

async function remove(container: Docker.Container): Promise<void> {
  try {
    await container.remove({ force: true, v: true });
  } catch (error) {
    // It ended by itself, and is being removed or has been.
    const { statusCode } = error as { statusCode?: number };
    if (statusCode !== 404 && statusCode !== 409) throw error;
  }
}

import type Docker from "dockerode";
import { fail } from "../failures.ts";
import type { GuaranteeId } from "../guarantee.ts";

const SOCKET = "/var/run/docker.sock";

/**
 * The engine that a variable DOCKER_HOST names, else the system's; of this machine alone, whose folders boxes are given. Its
 * client is loaded when there is something to ask: it takes longer to load than most commands to run.
 */
export async function engineAt(dockerHost: string | undefined): Promise<Docker> {
  if (dockerHost && !dockerHost.startsWith("unix://")) throw fail("sandbox.engine-remote", { host: dockerHost });
  const { default: Client } = await import("dockerode");
  return new Client({ socketPath: dockerHost ? dockerHost.slice("unix://".length) : SOCKET });
}

/** What an engine says of itself, as far as a box depends on it. */
export interface EngineInfo {
  readonly SecurityOptions?: readonly string[] | null;
  readonly MemoryLimit?: boolean;
  readonly CpuCfsQuota?: boolean;
  readonly PidsLimit?: boolean;
}

/** What an engine cannot hold: its filter was switched off, or its kernel lets it bound nothing. */
export function lackingIn(info: EngineInfo): GuaranteeId[] {
  const filtered = info.SecurityOptions?.some(
    (option) => option.startsWith("name=seccomp") && !option.includes("unconfined"),
  );
  return [
    ...(filtered ? [] : (["system-call-filter"] as const)),
    ...(info.MemoryLimit ? [] : (["memory"] as const)),
    ...(info.CpuCfsQuota ? [] : (["processor"] as const)),
    ...(info.PidsLimit ? [] : (["processes"] as const)),
  ];
}

/** A word of the engine, as a failure that says what to do. */
export function engineFailure(error: unknown, doing: string, image: string): Error {
  const { code, statusCode } = error as { code?: string; statusCode?: number };
  const problem = error instanceof Error ? error.message : String(error);
  if (code === "ENOENT" || code === "ECONNREFUSED" || code === "EACCES")
    return fail("sandbox.engine-missing", { problem }, error);
  if (statusCode === 404 && /no such image/i.test(problem)) return fail("sandbox.image-missing", { image }, error);
  return fail("sandbox.engine", { doing, problem }, error);
}

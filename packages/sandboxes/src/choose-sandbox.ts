import { bubblewrapSandbox } from "./bubblewrap/bubblewrap-sandbox.ts";
import { dockerSandbox } from "./docker/docker-sandbox.ts";
import type { Owner } from "./docker/orphans.ts";
import { processSandbox } from "./process/process-sandbox.ts";
import type { Sandbox } from "./sandbox.ts";

/** Which sandbox a project chose, and what it is made with: data, so that another process can be told. */
export interface SandboxSettings {
  readonly kind: "process" | "bubblewrap" | "docker";
  /** Of docker. */
  readonly image: string;
  /** DOCKER_HOST, where it is set. */
  readonly dockerHost?: string | undefined;
  /** Where programs are looked up. */
  readonly searchPath: string;
  /** Where boxes have their folders; whoever chooses it finds what a killed process left there. */
  readonly scratch: string;
  readonly owner: Pick<Owner, "place" | "id">;
}

/**
 * The sandbox that settings name. `lives` is how its owner tells whether another still runs; without it nothing of others is
 * removed until its time is over.
 */
export function chooseSandbox(
  { kind, image, dockerHost, searchPath, scratch, owner }: SandboxSettings,
  { now, lives = () => true }: { now: () => string; lives?: Owner["lives"] },
): Sandbox {
  if (kind === "docker") return dockerSandbox({ image, dockerHost, owner: { ...owner, lives }, now });
  if (kind === "bubblewrap") return bubblewrapSandbox({ searchPath, scratch });
  return processSandbox({ searchPath, scratch });
}

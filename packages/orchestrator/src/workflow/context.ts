import type { Delivery } from "@throughline/delivery";
import type { Sandbox } from "@throughline/sandboxes";
import type { Project } from "../config/project.ts";
import type { Forge } from "../forges/forge.ts";
import type { Secrets } from "../secrets/secrets.ts";
import type { RequestEvent } from "../state/event.ts";
import type { RequestState } from "../state/request-state.ts";
import type { Store } from "../stores/store.ts";
import type { Log } from "./log.ts";

/** Everything a stage may use. Concrete adapters are chosen in main.ts alone. */
export interface Context {
  readonly project: Project;
  /** The project's folder inside the repository, ending in `/`, or "". */
  readonly prefix: string;
  readonly store: Store;
  readonly forge: Forge;
  readonly sandbox: Sandbox;
  readonly delivery: Delivery;
  readonly secrets: Secrets;
  readonly now: () => string;
  readonly log: Log;
  readonly signal: AbortSignal;
  /** Does nothing, but in the crash suite: there it ends the process when it is at the point named. */
  readonly crashPoint: (point: string) => void;
  /** What is being done right now, for people who watch. */
  readonly progress: (text: string) => void;
}

/** One step of a request: what it makes of the state, as events. Finishing it is one transaction. */
export type RunStage = (context: Context, state: RequestState) => Promise<readonly RequestEvent[]>;

/** Seconds of work since it was made, in milliseconds' precision. */
export function stopwatch(): () => number {
  const started = performance.now();
  return () => Math.round(performance.now() - started) / 1000;
}

import type { LedgerEntry } from "../ledger/entry.ts";
import type { LedgerEvent, ProjectEvent, RequestEvent } from "../state/event.ts";
import type { RequestState } from "../state/request-state.ts";
import type { Status } from "../state/status.ts";

/** The next step of a running request. There is exactly one for each, derived from its state. */
export interface Job {
  readonly request: string;
  readonly stage: string;
  readonly version: number;
  /** The request it is coupled to, and goes behind. */
  readonly behind: string | null;
}

export interface PullRequest {
  readonly number: number;
  readonly branch: string;
  /** Finds it again after a crash: one pull request for each marker. */
  readonly marker: string;
  readonly title: string;
  readonly body: string;
  readonly head: string;
  readonly state: "open" | "merged" | "closed";
  readonly mergeCommit: string | null;
}

/** Names a process, so that its death can be told: a process id alone is given out again. */
export interface Holder {
  readonly pid: number;
  readonly bootId: string;
  readonly started: string;
}

/** What one call writes: events, in one transaction, with the state they make. */
export interface Append {
  readonly actor: string;
  readonly request: string | null;
  readonly events: readonly LedgerEvent[];
  /** The version of the request the events were decided on. Another version: `request.moved`, nothing written. */
  readonly expectedVersion?: number;
}

/**
 * Where the ledger and what follows from it are kept. The ledger is written first; requests and jobs are derived from it
 * in the same transaction.
 */
export interface Store extends AsyncDisposable {
  append(append: Append): Promise<readonly LedgerEntry[]>;
  request(id: string): Promise<RequestState | undefined>;
  /** Newest first. */
  requests(filter?: { status?: readonly Status[]; requester?: string }): Promise<readonly RequestState[]>;
  /** Those of the oldest request first: it is brought to its end before younger ones are begun over and over. */
  jobs(): Promise<readonly Job[]>;
  ledger(filter?: { request?: string; kinds?: readonly LedgerEvent["kind"][] }): Promise<readonly LedgerEntry[]>;
  head(): Promise<{ readonly seq: number; readonly hash: string }>;
  /** Takes the named lease, when it is free, its holder is dead, or it is the caller's already. */
  takeLease(
    name: string,
    holder: Holder,
    isAlive: (holder: Holder) => boolean,
  ): Promise<{ taken: boolean; holder: Holder }>;
  dropLease(name: string, holder: Holder): Promise<void>;
  /** The local forge's records. */
  pullRequests(): Promise<readonly PullRequest[]>;
  savePullRequest(pullRequest: Omit<PullRequest, "number">): Promise<PullRequest>;
}

/** Which events carry the state of a request; the others are about the project. */
const PROJECT_KINDS: ReadonlySet<string> = new Set<ProjectEvent["kind"]>([
  "set-up",
  "loaded",
  "roll-back-begun",
  "production-rolled-back",
  "breaker-closed",
  "freeze-set",
  "freeze-cleared",
  "lineage-frozen",
  "lineage-cleared",
  "effect-started",
  "effect-finished",
]);

export function isRequestEvent(event: LedgerEvent): event is RequestEvent {
  return !PROJECT_KINDS.has(event.kind);
}

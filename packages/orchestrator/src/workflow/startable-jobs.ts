import type { Stage } from "../state/event.ts";
import type { Job } from "../stores/store.ts";

/** Steps that hold main against production: they must not see one moved and the other not yet. */
const COMPARING: ReadonlySet<string> = new Set<Stage>(["plan", "check"]);

/** Steps between the move of main and the last word on production. */
const RELEASING: ReadonlySet<string> = new Set<Stage>(["release", "verify"]);

const isLanding = (job: Job) => job.stage === "merge" || RELEASING.has(job.stage);

/**
 * Which queued jobs may start beside those that run, oldest first, at most `capacity` together. Requests understand, write
 * and propose side by side; one at a time merges, and one at a time releases. One that was checked together with another goes
 * behind it, and none overtakes an older one in its checks. While a request lands nobody begins to compare, and one that is
 * ready to land goes first: what others would compare is about to move.
 */
export function startableJobs(queued: readonly Job[], running: readonly Job[], capacity: number): readonly Job[] {
  const isBusy = new Set(running.map((job) => job.request));
  const waiting = queued.filter(
    (job, at) => !isBusy.has(job.request) && !isBehind(job, queued) && !isOvertaking(job, queued.slice(0, at)),
  );
  const landing = [...running, ...waiting].some(isLanding);
  const chosen: Job[] = [];
  for (const job of waiting) {
    if (running.length + chosen.length >= capacity) break;
    const beside = [...running, ...chosen];
    if (mayStart(job, beside, landing)) chosen.push(job);
  }
  return chosen;
}

/** What was checked together lands in that order. The one before may also end without landing: then it has no job either. */
function isBehind(job: Job, queued: readonly Job[]): boolean {
  return isLanding(job) && queued.some((other) => other.request === job.behind);
}

/**
 * A change that lands while an older one is checked makes its check void. With long checks and many quick changes the older
 * one would never land: so it goes first, unless it comes to wait for a person.
 */
function isOvertaking(job: Job, older: readonly Job[]): boolean {
  return job.stage === "merge" && older.some((other) => other.stage === "check" || other.stage === "propose");
}

function mayStart(job: Job, beside: readonly Job[], landing: boolean): boolean {
  if (COMPARING.has(job.stage)) return !landing;
  if (!isLanding(job)) return true;
  // A check has read both when it began. What lands under it makes it void, unless it was coupled to just that.
  if (beside.some((other) => other.stage === "plan")) return false;
  // A merge beside a release only finds out that main has moved under it, and reads its words anew meanwhile.
  const same = RELEASING.has(job.stage) ? RELEASING : new Set(["merge"]);
  return !beside.some((other) => same.has(other.stage));
}

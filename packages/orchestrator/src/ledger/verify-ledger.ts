import { canonical } from "@throughline/contracts";
import type { Project } from "../config/project.ts";
import type { Forge } from "../forges/forge.ts";
import { applyEvent, type RequestState } from "../state/request-state.ts";
import { isRequestEvent, type Store } from "../stores/store.ts";
import { readAnchors } from "./anchors.ts";
import { type ChainReport, verifyChain } from "./entry.ts";

/** The chain, its anchors outside, and that what the workers obey is what replaying the ledger gives. */
export async function verifyLedger(context: { project: Project; forge: Forge; store: Store }): Promise<ChainReport> {
  const entries = await context.store.ledger();
  const chain = verifyChain(entries, await readAnchors(context));
  if (!chain.ok) return chain;
  const replayed = new Map<string, RequestState>();
  for (const { request, at, event } of entries) {
    if (request !== null && isRequestEvent(event)) {
      replayed.set(request, applyEvent(replayed.get(request), { request, at, event }));
    }
  }
  const broken = (reason: string): ChainReport => ({
    ok: false,
    entries: entries.length,
    brokenAt: entries.length,
    reason,
  });
  const kept = await context.store.requests();
  if (kept.length !== replayed.size) return broken("the store has other requests than the ledger");
  const changed = kept.find((state) => canonical(state) !== canonical(replayed.get(state.id)));
  if (changed) return broken(`request ${changed.id} is kept otherwise than the ledger tells`);
  const jobs = new Map((await context.store.jobs()).map((job) => [job.request, job]));
  const wrongJob = kept.find((state) => {
    const job = jobs.get(state.id);
    return state.status === "running" ? job?.version !== state.version || job.stage !== state.stage : job !== undefined;
  });
  return wrongJob ? broken(`request ${wrongJob.id} has another job than the ledger tells`) : chain;
}

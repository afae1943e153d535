import { existsSync } from "node:fs";
import { Failure, failureOf, isOfMachine } from "@throughline/contracts";
import { fail } from "../errors/failures.ts";
import { approve } from "../stages/approve.ts";
import { author } from "../stages/author.ts";
import { check } from "../stages/check.ts";
import { merge } from "../stages/merge.ts";
import { plan } from "../stages/plan.ts";
import { propose } from "../stages/propose.ts";
import { release } from "../stages/release.ts";
import { understand } from "../stages/understand.ts";
import { verify } from "../stages/verify.ts";
import type { RequestEvent, Stage } from "../state/event.ts";
import type { RequestState } from "../state/request-state.ts";
import type { Job } from "../stores/store.ts";
import type { Context, RunStage } from "./context.ts";

/** The steps after intake, which is a transaction of its own (see `stages/intake.ts`). */
const RUN: Readonly<Record<Exclude<Stage, "intake">, RunStage>> = {
  understand,
  plan,
  approve,
  author,
  check,
  propose,
  merge,
  release,
  verify,
};

/**
 * Runs one job to its end and writes what came of it in one transaction. Another version of the request by then (somebody
 * cancelled, or another worker finished it) makes the work worthless: it is dropped without a trace but its effects, which
 * are keyed.
 */
export async function runJob(context: Context, job: Job): Promise<void> {
  const state = await context.store.request(job.request);
  if (state?.status !== "running" || state.version !== job.version) return;
  if (state.stage === "intake") throw new Error(`request ${state.id} is running and still at intake`);
  const log = (level: "info" | "error", message: string) =>
    context.log.write({ level, request: state.id, stage: state.stage, message });
  log("info", `${state.stage} begins, attempt ${state.attempt}`);
  const watched: Context = {
    ...context,
    progress: (text) => {
      log("info", text);
      context.progress(text);
    },
  };
  const events = await attempt(watched, RUN[state.stage], state);
  const last = events.at(-1);
  if (last?.kind === "failed") log("error", `${last.failure.code}: ${last.failure.message}`);
  context.crashPoint(`${state.stage} worked`);
  try {
    await context.store.append({ actor: "throughline", request: state.id, events, expectedVersion: state.version });
    context.crashPoint(`${state.stage} recorded`);
    log("info", events.map((event) => event.kind).join(", "));
  } catch (error) {
    if (error instanceof Failure && error.code === "request.moved")
      log("info", "the request moved on meanwhile; this work is dropped");
    else throw error;
  }
}

/** Failures of the world end the request with an account; so do bugs, marked as such, because silence would be worse. */
async function attempt(context: Context, run: RunStage, state: RequestState): Promise<readonly RequestEvent[]> {
  try {
    return await run(context, state);
  } catch (error) {
    if (context.signal.aborted) throw error;
    // Unmounted, moved or removed under the work: whatever failed, failed because of that.
    if (!existsSync(context.project.root)) throw fail("project.gone", { folder: context.project.root }, error);
    const failure = failureOf(error, "internal.bug");
    // Nothing that the request did: it stays where it is, and goes on when there is room again.
    if (isOfMachine(failure)) throw new Failure(failure, error);
    return [{ kind: "failed", stage: state.stage, failure }];
  }
}

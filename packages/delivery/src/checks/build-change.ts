import { runDbt } from "../dbt/run-dbt.ts";
import type { Environment } from "../environments/environment.ts";
import { runPipeline } from "../loader/run-pipeline.ts";
import type { DbtRun, ToolWorker } from "../tools/tool-worker.ts";
import type { Change, CheckContext } from "./check.ts";

type How = Pick<CheckContext, "python" | "projectRoot" | "seconds" | "progress">;

/** Loads all files of all pipelines again, on the copy: with a changed loader, old rows have the new fields only so. */
export async function reload(environment: Environment, { python, projectRoot, seconds, progress }: How): Promise<void> {
  for (const pipeline of environment.layout.loader?.pipelines ?? []) {
    progress(`loading ${pipeline.name} again`);
    await runPipeline(environment, pipeline, { python, projectRoot, seconds, refresh: true });
  }
}

/**
 * Builds what a change reaches, with its tests: the same for the checks and for a release. Everything where the loader is
 * changed, or nothing was built before. Changed incremental models in full: on the copy their old rows would otherwise keep
 * the old logic, and nothing would show it.
 */
export function buildChange(
  environment: Environment,
  worker: ToolWorker,
  change: Pick<Change, "touchesLoader">,
  { seconds, progress }: Pick<How, "seconds" | "progress">,
): Promise<DbtRun> {
  const all = change.touchesLoader || !environment.state;
  return runDbt(environment, worker, "build", {
    ...(all ? {} : { select: ["state:modified+"] }),
    fullRefresh: true,
    seconds,
    progress,
  });
}

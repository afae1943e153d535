import { basename, extname } from "node:path";
import type { FileChange } from "@throughline/contracts";
import { runDbt } from "../dbt/run-dbt.ts";
import type { Environment } from "../environments/environment.ts";
import { runPipeline } from "../loader/run-pipeline.ts";
import type { DbtRun, ToolWorker } from "../tools/tool-worker.ts";
import type { Change, CheckContext } from "./check.ts";

type How = Pick<CheckContext, "tools" | "projectRoot" | "seconds" | "progress"> & {
  /** Of a release alone: what is checked is a patch's code. */
  readonly secretsFolder?: string | undefined;
};

/** Loads all files of all pipelines again, on the copy: with a changed loader, old rows have the new fields only so. */
export async function reload(environment: Environment, how: How): Promise<void> {
  const { tools, projectRoot, seconds, progress, secretsFolder } = how;
  for (const pipeline of environment.layout.loader?.pipelines ?? []) {
    progress(`loading ${pipeline.name} again`);
    await runPipeline(environment, pipeline, { tools, projectRoot, seconds, secretsFolder, refresh: true });
  }
}

/**
 * Builds what a change reaches, with its tests: the same for the checks and for a release. Everything where the loader or
 * the settings of dbt are changed, or nothing was built before. Changed incremental models in full: on the copy their old rows
 * would otherwise keep the old logic, and nothing would show it.
 */
export function buildChange(
  environment: Environment,
  worker: ToolWorker,
  change: Pick<Change, "touchesLoader" | "touchesSettings" | "files">,
  { seconds, progress }: Pick<How, "seconds" | "progress">,
): Promise<DbtRun> {
  const all = change.touchesLoader || change.touchesSettings || !environment.state;
  return runDbt(environment, worker, "build", {
    ...(all ? {} : { select: ["state:modified+", ...changedSeeds(environment, change.files)] }),
    fullRefresh: true,
    seconds,
    progress,
  });
}

/** dbt compares a seed of more than a mebibyte by its path alone: what the change edits is named. */
function changedSeeds({ layout, dbt }: Environment, files: readonly FileChange[]): string[] {
  const transform = layout.transform?.folder ?? ".";
  const folders = (dbt?.seedPaths ?? []).map((folder) => (transform === "." ? folder : `${transform}/${folder}`));
  return files
    .filter(({ path, after }) => after !== null && folders.some((folder) => path.startsWith(`${folder}/`)))
    .filter(({ path }) => extname(path).toLowerCase() === ".csv")
    .map(({ path }) => `${basename(path, extname(path))}+`);
}

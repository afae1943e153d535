import { join } from "node:path";
import { blamesDisk, Failure, failureOf } from "@throughline/contracts";
import type { Environment } from "../environments/environment.ts";
import type { DbtRun, ToolWorker } from "../tools/tool-worker.ts";

/** Runs one dbt command in an environment, for at most `seconds`. `--defer` needs the state of a release. */
export async function runDbt(
  environment: Environment,
  worker: ToolWorker,
  command: "deps" | "parse" | "build" | "run" | "test",
  options: {
    select?: readonly string[];
    fullRefresh?: boolean;
    /** Runs models once more that this environment has built: without an account of its own. */
    again?: boolean;
    seconds?: number;
    progress?: (text: string) => void;
  } = {},
): Promise<DbtRun> {
  if (!environment.dbt) throw new TypeError("the project has no dbt");
  const select = options.select ? ["--select", ...options.select] : [];
  const usesState = (options.select ?? []).some((item) => item.includes("state:"));
  const box = await worker.box();
  const made = ["--target-path", box.inside(environment.made), "--log-path", join(box.home, "logs")];
  const common = ["--profiles-dir", box.inside(environment.profiles), "--no-version-check", "--no-use-colors"];
  const state = environment.state && box.inside(environment.givenState);
  const run = await worker.dbt(
    { folder: environment.dbt.folder, made: environment.made },
    [
      command,
      ...common,
      ...(command === "deps" ? [] : made),
      ...select,
      ...(usesState && state ? ["--state", state, "--defer", "--favor-state"] : []),
      ...(options.fullRefresh ? ["--full-refresh"] : []),
      ...(options.again ? ["--no-write-json"] : []),
    ],
    {
      readable: environment.dbt.seedPaths,
      ...(options.seconds === undefined ? {} : { seconds: options.seconds }),
      ...(options.progress ? { progress: options.progress } : {}),
    },
  );
  const full = [run.exception ?? "", ...run.results.map(({ message }) => message)].find(blamesDisk);
  if (!run.success && full !== undefined) throw new Failure(failureOf(new Error(full.trim()), "dbt.build"));
  return run;
}

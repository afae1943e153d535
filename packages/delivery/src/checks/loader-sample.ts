import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Finding } from "@throughline/contracts";
import { Failure } from "@throughline/contracts";
import { runPipeline } from "../loader/run-pipeline.ts";
import type { Check, CheckContext } from "./check.ts";

/** Enough rows to meet each type and column, few enough for seconds. */
const SAMPLE_ROWS = 1000;

/** Runs every changed pipeline on a bounded sample, into an empty database. */
export const loaderSample: Check = {
  name: "loader on a sample",
  unneeded: (change) => (change.touchesLoader ? undefined : "the loader is not changed"),
  async run(context) {
    const absent = absentInputs(context);
    if (absent.length > 0) return { notChecked: `the loader reads ${absent.join(", ")}, which is not here` };
    const findings: Finding[] = [];
    for (const pipeline of context.change.layout.loader?.pipelines ?? []) {
      try {
        const loaded = await runPipeline(context.environment, pipeline, {
          tools: context.tools,
          projectRoot: context.projectRoot,
          seconds: context.seconds,
          rows: SAMPLE_ROWS,
          databaseFile: join(context.environment.made, `sample-of-${context.environment.database}.duckdb`),
        });
        const rows = loaded.runs.flatMap((run) => Object.values(run.rows)).reduce((sum, count) => sum + count, 0);
        if (rows === 0) {
          findings.push({
            code: "loader.empty",
            severity: "error",
            file: pipeline.file,
            message: "the pipeline ran and loaded no row",
            hint: "Does it find its input? Folders it reads are listed under `loader.inputs` in throughline.yml.",
          });
        }
      } catch (error) {
        if (!(error instanceof Failure) || error.code.startsWith("tools.")) throw error;
        findings.push({
          code: error.code,
          severity: "error",
          file: pipeline.file,
          message: error.message,
          hint: error.hint,
        });
      }
    }
    return findings;
  },
};

/** Folders that pipelines read and that neither the tree nor the project has: git does not hold them, and CI has only git. */
export function absentInputs({ change, environment, projectRoot }: CheckContext): readonly string[] {
  const inputs = change.layout.loader?.inputs ?? [];
  return inputs.filter((input) => ![environment.project, projectRoot].some((root) => existsSync(join(root, input))));
}

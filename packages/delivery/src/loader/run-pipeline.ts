import { existsSync, lstatSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Pipeline } from "@throughline/contracts";
import { clearedEnvironment, runConfined } from "@throughline/sandboxes";
import { z } from "zod";
import type { Environment } from "../environments/environment.ts";
import { fail } from "../failures.ts";
import { PROGRAMS, QUIET_TOOLS, requirePython, toolPath } from "../tools/python.ts";

const Loaded = z.object({
  runs: z.array(
    z.object({
      pipeline: z.string(),
      dataset: z.string().nullable(),
      rows: z.record(z.string(), z.number()),
      failed: z.boolean(),
    }),
  ),
});
export type Loaded = z.infer<typeof Loaded>;

/**
 * Runs one pipeline on the environment's warehouse. The pipelines folder is fresh and dlt restores its state from the
 * destination tables, so that data and cursor move together. The folders it reads are linked in from the project.
 *
 * `rows` bounds what each resource yields; `refresh` drops the pipeline's tables first and loads everything again.
 */
export async function runPipeline(
  environment: Environment,
  pipeline: Pipeline,
  options: {
    python: string;
    projectRoot: string;
    seconds: number;
    rows?: number;
    refresh?: boolean;
    databaseFile?: string;
    /** A folder in memory with a file for each secret, by the name that dlt has for it. Never given to a patch's code. */
    secretsFolder?: string | undefined;
  },
): Promise<Loaded> {
  requirePython(options.python);
  linkInputs(environment, options.projectRoot);
  const home = mkdtempSync(join(tmpdir(), "throughline-loader-"));
  try {
    const database = options.databaseFile ?? environment.databaseFile;
    const exit = await runConfined(
      [
        ...([options.python, join(PROGRAMS, "run_pipeline.py"), pipeline.file] as const),
        ...(options.rows === undefined ? [] : ["--rows", String(options.rows)]),
        ...(options.refresh ? ["--refresh"] : []),
        ...(options.secretsFolder === undefined ? [] : ["--secrets", options.secretsFolder]),
      ],
      {
        folder: environment.project,
        environment: clearedEnvironment(home, {
          ...QUIET_TOOLS,
          PATH: toolPath(options.python),
          DLT_DATA_DIR: home,
          DESTINATION__DUCKDB__CREDENTIALS: database,
          RESTORE_FROM_DESTINATION: "true",
        }),
        limits: { seconds: options.seconds, memoryMiB: 6144, fileMiB: 65_536 },
      },
    );
    const during = `loading with ${pipeline.file}`;
    // Ended from outside: that says nothing of the script.
    if (exit.limit) throw fail("tools.command", { what: during, output: `it was ended at its ${exit.limit} limit` });
    if (exit.code === null) throw fail("tools.command", { what: during, output: "it was ended by a signal" });
    if (exit.code !== 0) {
      const output = exit.stderr.trim().split("\n").slice(-4).join(" / ");
      throw fail("loader.run", { file: pipeline.file, output: output || `ended with code ${exit.code}` });
    }
    const loaded = readLoaded(exit.stdout.trim().split("\n").at(-1) ?? "", during);
    if (loaded.runs.length === 0)
      throw fail("loader.run", { file: pipeline.file, output: "the script ran no dlt pipeline" });
    if (loaded.runs.some((run) => run.failed))
      throw fail("loader.run", { file: pipeline.file, output: "a load job failed" });
    return loaded;
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

function readLoaded(answer: string, during: string): Loaded {
  try {
    return Loaded.parse(JSON.parse(answer));
  } catch (error) {
    throw fail("tools.garbage", { during, problem: answer.slice(0, 200) || "it said nothing" }, error);
  }
}

/** Links each input folder of the project into the work tree, where git does not hold it. */
function linkInputs(environment: Environment, projectRoot: string): void {
  for (const input of environment.layout.loader?.inputs ?? []) {
    const source = join(projectRoot, input);
    const target = join(environment.project, input);
    if (!existsSync(source) || exists(target)) continue;
    mkdirSync(dirname(target), { recursive: true });
    symlinkSync(source, target);
  }
}

function exists(path: string): boolean {
  try {
    lstatSync(path);
    return true;
  } catch {
    return false;
  }
}

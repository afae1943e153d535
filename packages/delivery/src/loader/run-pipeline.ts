import { randomUUID } from "node:crypto";
import { existsSync, lstatSync, mkdirSync, readlinkSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Pipeline } from "@throughline/contracts";
import type { Mount } from "@throughline/sandboxes";
import { z } from "zod";
import type { Environment } from "../environments/environment.ts";
import { placeMounts } from "../environments/place.ts";
import { fail } from "../failures.ts";
import { openToolBox, type Toolchain } from "../tools/toolchain.ts";

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

/** Where a box has what a loader is given. */
const SECRETS = "/given/secrets";
const INPUTS = "/given/inputs";

/**
 * Runs one pipeline on the environment's warehouse, in a box of its own. The pipelines folder is fresh and dlt restores its state
 * from the destination tables, so that data and cursor move together. The folders it reads are linked in from the project.
 *
 * `rows` bounds what each resource yields; `refresh` drops the pipeline's tables first and loads everything again.
 */
export async function runPipeline(
  environment: Environment,
  pipeline: Pipeline,
  options: {
    tools: Toolchain;
    projectRoot: string;
    seconds: number;
    rows?: number;
    refresh?: boolean;
    databaseFile?: string;
    /** A folder in memory with a file for each secret, by the name that dlt has for it. Never given to a patch's code. */
    secretsFolder?: string | undefined;
  },
): Promise<Loaded> {
  const { place, name, made, project } = environment;
  const inputs = inputsOf(environment, options.projectRoot);
  const secrets = options.secretsFolder;
  await using opened = await openToolBox(options.tools, {
    purpose: "loader",
    mounts: [
      ...placeMounts(place, [name]),
      ...inputs.map(({ host, inside }): Mount => ({ host, inside, access: "read" })),
      ...(secrets === undefined ? [] : [{ host: secrets, inside: SECRETS, access: "read" as const }]),
    ],
    seconds: options.seconds,
  });
  const { box } = opened;
  for (const { host, link } of inputs) linkInput(box.inside(host), link);
  const exit = await box.run(
    [
      ...opened.program("run_pipeline.py"),
      pipeline.file,
      ...["--database", box.inside(options.databaseFile ?? environment.databaseFile)],
      ...["--data", join(box.inside(made), `loader-${randomUUID()}`)],
      ...(options.rows === undefined ? [] : ["--rows", String(options.rows)]),
      ...(options.refresh ? ["--refresh"] : []),
      ...(secrets === undefined ? [] : ["--secrets", box.inside(secrets)]),
    ],
    { folder: box.inside(project) },
  );
  const during = `loading with ${pipeline.file}`;
  // Ended from outside: that says nothing of the script.
  if (exit.limit) throw fail("tools.command", { what: during, output: `it was ended at its ${exit.limit} limit` });
  if (exit.code === null) throw fail("tools.command", { what: during, output: "it was ended by a signal" });
  if (exit.code !== 0) {
    const output = exit.stderr.trim().split("\n").slice(-4).join(" / ");
    const isApart = options.tools.sandbox.guarantees.guaranteed.includes("no-network");
    throw fail("loader.run", { file: pipeline.file, output: output || `ended with code ${exit.code}`, isApart });
  }
  const loaded = readLoaded(exit.stdout.trim().split("\n").at(-1) ?? "", during);
  if (loaded.runs.length === 0)
    throw fail("loader.run", { file: pipeline.file, output: "the script ran no dlt pipeline" });
  if (loaded.runs.some((run) => run.failed))
    throw fail("loader.run", { file: pipeline.file, output: "a load job failed" });
  return loaded;
}

function readLoaded(answer: string, during: string): Loaded {
  try {
    return Loaded.parse(JSON.parse(answer));
  } catch (error) {
    throw fail("tools.garbage", { during, problem: answer.slice(0, 200) || "it said nothing" }, error);
  }
}

interface Input {
  readonly host: string;
  /** Where a box has it. */
  readonly inside: string;
  /** Where the pipeline looks for it, in the project's files. */
  readonly link: string;
}

/** The input folders of the project that git does not hold. */
function inputsOf(environment: Environment, projectRoot: string): Input[] {
  return (environment.layout.loader?.inputs ?? [])
    .map((input, index) => ({
      host: join(projectRoot, input),
      inside: `${INPUTS}/${index}`,
      link: join(environment.project, input),
    }))
    .filter(({ host, inside, link }) => existsSync(host) && [undefined, host, inside].includes(targetOf(link)));
}

function linkInput(target: string, link: string): void {
  if (targetOf(link) === target) return;
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync(target, link);
}

/** Where a link leads; undefined where there is nothing, the path itself where there is something else. */
function targetOf(link: string): string | undefined {
  const found = lstatSync(link, { throwIfNoEntry: false });
  return found?.isSymbolicLink() ? readlinkSync(link) : found && link;
}

import { cpSync, existsSync, lstatSync, mkdirSync, readdirSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import type { FileChange } from "@throughline/contracts";
import { type Environment, openEnvironment } from "../environments/environment.ts";
import { copyFormer } from "../environments/former-files.ts";
import { homeIn } from "../environments/place.ts";
import { fail } from "../failures.ts";
import { type DbtRun, ToolWorker } from "../tools/tool-worker.ts";
import type { Toolchain } from "../tools/toolchain.ts";
import { runDbt } from "./run-dbt.ts";

const NAMED_IN = ["packages.yml", "dependencies.yml"];
const FILES = [...NAMED_IN, "package-lock.yml"];

/** Whether a project is built with packages. */
export function hasPackages({ dbt }: Environment): boolean {
  return dbt !== undefined && NAMED_IN.some((name) => existsSync(join(dbt.folder, name)));
}

/** Whether a change is of which packages there are. */
export function changesPackages({ layout }: Environment, files: readonly FileChange[]): boolean {
  const folder = layout.transform?.folder ?? ".";
  const named = FILES.map((name) => (folder === "." ? name : `${folder}/${name}`));
  return files.some(({ path }) => named.includes(path));
}

/** Fetches the packages of code that is main's, where it lies; fails when they cannot be had. */
export async function fetchPackages(environment: Environment, worker: ToolWorker, seconds: number): Promise<void> {
  if (!hasPackages(environment)) return;
  const run = await runDbt(environment, worker, "deps", { seconds });
  if (!run.success) throw fail("dbt.build", { what: "fetching dbt's packages", problem: problemOf(run) });
}

/**
 * Fetches packages for code that may not fetch any itself: `tools` run main's own files, a copy of the project as it was before
 * `changes`, and what comes of it is put where the code can only read it. Packages that are folders of the project stay the
 * project's own.
 */
export async function givePackages(
  environment: Environment,
  tools: Toolchain,
  changes: readonly FileChange[],
  seconds: number,
): Promise<DbtRun> {
  await using worker = ToolWorker.start(tools);
  const { place } = worker;
  const prefix = relative(join(homeIn(environment.place, environment.name), "tree"), environment.project);
  const former = join(homeIn(place, "change"), "tree", prefix);
  copyFormer(environment.project, former, changes);
  const { layout, database } = environment;
  const fetched = openEnvironment({ folder: place.folder, place, prefix, layout, database });
  const run = await runDbt(fetched, worker, "deps", { seconds });
  if (run.success) bring(fetched, environment);
  return run;
}

export function problemOf(run: DbtRun): string {
  return run.exception?.trim() ?? "dbt could not fetch the packages";
}

function bring(from: Environment, to: Environment): void {
  if (!from.dbt || !to.dbt) return;
  // Where main has them: what a change says of it could be any folder of this machine.
  const [source, target] = [
    join(from.dbt.folder, from.dbt.packagesFolder),
    join(to.dbt.folder, from.dbt.packagesFolder),
  ];
  if (relative(to.project, target).startsWith(".."))
    throw fail("dbt.build", {
      what: "giving a box dbt's packages",
      problem: "packages-install-path leads out of the project",
    });
  rmSync(target, { recursive: true, force: true });
  if (!existsSync(source)) return;
  mkdirSync(target, { recursive: true });
  const project = realpathSync(from.project);
  for (const name of readdirSync(source)) {
    const [fetched, given] = [join(source, name), join(target, name)];
    if (lstatSync(fetched).isSymbolicLink()) {
      const own = join(to.project, relative(project, realpathSync(fetched)));
      symlinkSync(relative(dirname(given), own), given);
    } else cpSync(fetched, given, { recursive: true, verbatimSymlinks: true });
  }
}

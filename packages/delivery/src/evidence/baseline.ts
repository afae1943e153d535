import { mkdirSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import type { FileChange } from "@throughline/contracts";
import type { BuiltWarehouse } from "../dbt/built-warehouse.ts";
import { runDbt } from "../dbt/run-dbt.ts";
import { type Environment, openEnvironment } from "../environments/environment.ts";
import { copyFormer } from "../environments/former-files.ts";
import { type EnvironmentName, homeIn } from "../environments/place.ts";
import type { InstalledRelease } from "../releases/production.ts";
import type { ToolWorker } from "../tools/tool-worker.ts";

/** What a baseline is made of. */
export interface BaselineOf {
  readonly environment: Environment;
  readonly release: InstalledRelease;
  readonly worker: ToolWorker;
  readonly files: readonly FileChange[];
  /** The warehouse with the change in it. */
  readonly head: Pick<BuiltWarehouse, "databaseFile">;
  /** Whether that has data which was loaded again: production's code then has to be built on it. */
  readonly isReloaded: boolean;
  readonly seconds: number;
}

/**
 * Production's own code built anew, in full, on the data that the change was built on: an environment to compare the change with.
 * What differs from production here too, differs without the change: a time of building, rows that a table kept from before.
 * `name` tells several of one environment apart. Undefined when it cannot be built.
 */
export async function buildBaseline(
  of: BaselineOf,
  name: EnvironmentName,
  models: readonly string[],
): Promise<Environment | undefined> {
  const { environment, release, worker, seconds } = of;
  const folder = join(environment.folder, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  const { place } = environment;
  const tree = join(homeIn(place, name), "tree");
  const prefix = relative(join(homeIn(place, environment.name), "tree"), environment.project);
  const project = join(tree, prefix);
  rmSync(tree, { recursive: true, force: true });
  copyFormer(environment.project, project, of.files);
  const baseline = openEnvironment({
    folder,
    place,
    name,
    prefix,
    layout: environment.layout,
    database: environment.database,
    from: { databaseFile: (of.isReloaded ? of.head : release).databaseFile, state: release.state },
  });
  const run = await runDbt(baseline, worker, "run", { select: models, fullRefresh: true, seconds });
  return run.success ? baseline : undefined;
}

import { chmodSync, copyFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { ProjectLayout } from "@throughline/contracts";
import { stringify } from "yaml";
import { type DbtProject, readDbtProject } from "../dbt/dbt-project.ts";

/** An isolated copy of the warehouse beside a work tree, with a dbt profile that knows no other database. */
export interface Environment {
  readonly folder: string;
  /** The project inside the work tree. */
  readonly project: string;
  readonly layout: ProjectLayout;
  readonly databaseFile: string;
  readonly dbt: DbtProject | undefined;
  readonly profiles: string;
  /** dbt's artifacts of the release the copy was made from. */
  readonly state: string | undefined;
}

/**
 * Prepares `folder/{db,profiles}` for the project in `folder/tree`, with a copy of the warehouse file `from` when there is
 * one. The path in the profile is relative, and the same in every environment, so that dbt's partial parsing keeps working.
 */
export function openEnvironment(options: {
  folder: string;
  prefix: string;
  layout: ProjectLayout;
  database: string;
  from?: { databaseFile: string; state?: string } | undefined;
}): Environment {
  const project = join(options.folder, "tree", options.prefix);
  const databaseFile = join(options.folder, "db", `${options.database}.duckdb`);
  const profiles = join(options.folder, "profiles");
  mkdirSync(join(options.folder, "db"), { recursive: true });
  mkdirSync(profiles, { recursive: true });
  rmSync(databaseFile, { force: true });
  rmSync(`${databaseFile}.wal`, { force: true });
  if (options.from) {
    copyFileSync(options.from.databaseFile, databaseFile);
    chmodSync(databaseFile, 0o644);
  }
  const dbt = options.layout.transform ? readDbtProject(join(project, options.layout.transform.folder)) : undefined;
  if (dbt) writeFileSync(join(profiles, "profiles.yml"), profileText(dbt, databaseFile));
  const state = options.from?.state;
  if (dbt && state && existsSync(join(state, "partial_parse.msgpack"))) {
    mkdirSync(join(dbt.folder, "target"), { recursive: true });
    copyFileSync(join(state, "partial_parse.msgpack"), join(dbt.folder, "target", "partial_parse.msgpack"));
  }
  return { folder: options.folder, project, layout: options.layout, databaseFile, dbt, profiles, state };
}

/** The same profile and target names as the project's own, or dbt would see every node as changed. */
function profileText(dbt: DbtProject, databaseFile: string): string {
  return stringify({
    [dbt.profile]: {
      target: dbt.target,
      outputs: {
        [dbt.target]: {
          type: "duckdb",
          path: relative(dbt.folder, databaseFile).replaceAll("\\", "/"),
          schema: dbt.schema,
          threads: 2,
        },
      },
    },
  });
}

import { chmodSync, copyFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { ProjectLayout } from "@throughline/contracts";
import { stringify } from "yaml";
import { type DbtProject, readDbtProject } from "../dbt/dbt-project.ts";
import { fail } from "../failures.ts";

/** An isolated copy of the warehouse beside a work tree, with a dbt profile that knows no other database. */
export interface Environment {
  readonly folder: string;
  /** The project inside the work tree. */
  readonly project: string;
  readonly layout: ProjectLayout;
  /** The database's name, which relation names contain: its file is called so too. */
  readonly database: string;
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
  const dbtFolder = options.layout.transform && join(project, options.layout.transform.folder);
  if ((dbtFolder ?? project).includes("'")) throw fail("environment.path", { folder: dbtFolder ?? project });
  mkdirSync(join(options.folder, "db"), { recursive: true });
  mkdirSync(profiles, { recursive: true });
  rmSync(databaseFile, { force: true });
  rmSync(logOf(databaseFile), { force: true });
  if (options.from) copyDatabase(options.from.databaseFile, databaseFile);
  const dbt = dbtFolder === undefined ? undefined : readDbtProject(dbtFolder);
  if (dbt) writeFileSync(join(profiles, "profiles.yml"), profileText(dbt, databaseFile));
  const state = options.from?.state;
  if (dbt && state && existsSync(join(state, "partial_parse.msgpack"))) {
    mkdirSync(join(dbt.folder, "target"), { recursive: true });
    copyFileSync(join(state, "partial_parse.msgpack"), join(dbt.folder, "target", "partial_parse.msgpack"));
  }
  const { folder, layout, database } = options;
  return { folder, project, layout, database, databaseFile, dbt, profiles, state };
}

/** DuckDB keeps what it has not yet folded into a file in a log beside it, and finds it by this name. */
function logOf(databaseFile: string): string {
  return `${databaseFile}.wal`;
}

/** Copies a database with its write-ahead log: without it, what was written last would be lost. */
export function copyDatabase(from: string, to: string): void {
  try {
    copyFileSync(from, to);
    chmodSync(to, 0o644);
    if (!existsSync(logOf(from))) return;
    copyFileSync(logOf(from), logOf(to));
    chmodSync(logOf(to), 0o644);
  } catch (error) {
    const problem = existsSync(from)
      ? error instanceof Error
        ? error.message
        : String(error)
      : "there is no such file";
    throw fail("warehouse.unreadable", { file: from, problem }, error);
  }
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

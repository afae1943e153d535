import { chmodSync, copyFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { ProjectLayout } from "@throughline/contracts";
import { makeReadable } from "@throughline/sandboxes";
import { stringify } from "yaml";
import { type DbtProject, readDbtProject } from "../dbt/dbt-project.ts";
import { fail } from "../failures.ts";
import { putIn, removeMade, takeOut } from "./made-files.ts";
import { type EnvironmentName, homeIn, madeIn, type Place } from "./place.ts";

/** An isolated copy of the warehouse beside a project's files, with a dbt profile that knows no other database. */
export interface Environment {
  /** Where this machine keeps what it looks at, out of reach of the tools. */
  readonly folder: string;
  readonly place: Place;
  readonly name: EnvironmentName;
  /** The project's files, which the tools read. */
  readonly project: string;
  /** What the tools make: this machine looks at no file of it, but at copies (`made-files.ts`). */
  readonly made: string;
  readonly layout: ProjectLayout;
  /** The database's name, which relation names contain: its file is called so too. */
  readonly database: string;
  /** One of what is made. */
  readonly databaseFile: string;
  readonly dbt: DbtProject | undefined;
  readonly profiles: string;
  /** dbt's artifacts of the release the copy was made from; and as the tools are given them. */
  readonly state: string | undefined;
  readonly givenState: string;
}

/**
 * Prepares the environment `name` of a place, in which the project's files are already: with a copy of the warehouse file `from`
 * when there is one. The path in the profile is relative, and the same in every environment, so that dbt's partial parsing keeps
 * working.
 */
export function openEnvironment(options: {
  folder: string;
  place: Place;
  name?: EnvironmentName;
  prefix: string;
  layout: ProjectLayout;
  database: string;
  from?: { databaseFile: string; state?: string } | undefined;
}): Environment {
  const { folder, place, name = "change", layout, database } = options;
  const home = homeIn(place, name);
  const project = join(home, "tree", options.prefix);
  const made = madeIn(place, name);
  const databaseFile = join(made, `${database}.duckdb`);
  const profiles = join(home, "profiles");
  const givenState = join(home, "state");
  const dbtFolder = layout.transform && join(project, layout.transform.folder);
  if ((dbtFolder ?? project).includes("'")) throw fail("environment.path", { folder: dbtFolder ?? project });
  for (const given of [profiles, givenState]) mkdirSync(given, { recursive: true });
  if (options.from) putDatabase(options.from.databaseFile, databaseFile);
  const dbt = dbtFolder === undefined ? undefined : readDbtProject(dbtFolder);
  if (dbt) writeFileSync(join(profiles, "profiles.yml"), profileText(dbt, databaseFile));
  const state = options.from?.state;
  if (dbt && state) {
    copyIfThere(join(state, "manifest.json"), join(givenState, "manifest.json"));
    if (existsSync(join(state, PARTIAL_PARSE))) putIn(join(state, PARTIAL_PARSE), join(made, PARTIAL_PARSE));
  }
  for (const given of ["tree", "profiles", "state"]) if (existsSync(join(home, given))) makeReadable(join(home, given));
  return { folder, place, name, project, made, layout, database, databaseFile, dbt, profiles, state, givenState };
}

const PARTIAL_PARSE = "partial_parse.msgpack";

function copyIfThere(from: string, to: string): void {
  if (existsSync(from)) copyFileSync(from, to);
}

/** DuckDB keeps what it has not yet folded into a file in a log beside it, and finds it by this name. */
function logOf(databaseFile: string): string {
  return `${databaseFile}.wal`;
}

/** Puts a database where the tools change it, with its write-ahead log: without it, what was written last would be lost. */
export function putDatabase(from: string, to: string): void {
  try {
    putIn(from, to);
    removeMade(logOf(to));
    if (existsSync(logOf(from))) putIn(logOf(from), logOf(to));
  } catch (error) {
    const problem = existsSync(from)
      ? error instanceof Error
        ? error.message
        : String(error)
      : "there is no such file";
    throw fail("warehouse.unreadable", { file: from, problem }, error);
  }
}

/** Copies a database of this machine with its log, where there is one. */
export function copyDatabase(from: string, to: string): void {
  for (const name of [String, logOf]) {
    if (!existsSync(name(from))) continue;
    copyFileSync(name(from), name(to));
    chmodSync(name(to), 0o644);
  }
}

/** Takes out a database that the tools made, with its log, where there is one. */
export function takeDatabase(from: string, to: string): void {
  rmSync(logOf(to), { force: true });
  if (takeOut(from, to)) takeOut(logOf(from), logOf(to));
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

import { existsSync, readFileSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { fail } from "../failures.ts";

/** What Throughline needs of a dbt project to run it on a copy of its warehouse. */
export interface DbtProject {
  readonly folder: string;
  readonly name: string;
  readonly profile: string;
  readonly target: string;
  readonly schema: string;
  /** DuckDB names a database after its file, and dbt compares states by that name: copies keep it. */
  readonly database: string;
  /** The file the profile points at, as written; relative to the dbt project. */
  readonly path: string;
  readonly seedPaths: readonly string[];
  /** Where packages are, relative to the dbt project. */
  readonly packagesFolder: string;
}

const ProjectFile = z.looseObject({
  name: z.string(),
  profile: z.string().optional(),
  "seed-paths": z.array(z.string()).default(["seeds"]),
  "packages-install-path": z.string().default("dbt_packages"),
});

const Output = z.looseObject({ type: z.string(), path: z.string().optional(), schema: z.string().default("main") });
const Profiles = z.record(z.string(), z.unknown());
const Profile = z.looseObject({ target: z.string().default("dev"), outputs: z.record(z.string(), Output) });

function readYaml<T>(file: string, schema: z.ZodType<T>): T {
  let raw: unknown;
  try {
    raw = parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw fail(
      "dbt.project-unreadable",
      { file, problem: error instanceof Error ? error.message : String(error) },
      error,
    );
  }
  const read = schema.safeParse(raw ?? {});
  if (read.success) return read.data;
  throw fail("dbt.project-unreadable", { file, problem: z.prettifyError(read.error).replaceAll("\n", " ") });
}

/** Reads dbt_project.yml and the profiles.yml beside it (or in `profilesFolder`). Only DuckDB profiles can be run. */
export function readDbtProject(folder: string, profilesFolder = folder): DbtProject {
  const file = join(folder, "dbt_project.yml");
  if (!existsSync(file)) throw fail("dbt.project-missing", { folder });
  const project = readYaml(file, ProjectFile);
  const profileName = project.profile ?? project.name;
  const profilesFile = join(profilesFolder, "profiles.yml");
  if (!existsSync(profilesFile)) throw fail("dbt.profile", { problem: `there is no ${profilesFile}` });
  const named = readYaml(profilesFile, Profiles)[profileName];
  if (named === undefined) throw fail("dbt.profile", { problem: `${profilesFile} has no profile ${profileName}` });
  const profile = Profile.safeParse(named);
  if (!profile.success) throw fail("dbt.profile", { problem: z.prettifyError(profile.error).replaceAll("\n", " ") });
  const { target, outputs } = profile.data;
  const output = outputs[target];
  if (!output) throw fail("dbt.profile", { problem: `profile ${profileName} has no output for its target ${target}` });
  if (output.type !== "duckdb") {
    throw fail("dbt.profile", {
      problem: `target ${target} is of type ${output.type}, which cannot be run on a copy here`,
    });
  }
  const path = output.path ?? `${project.name}.duckdb`;
  return {
    folder,
    name: project.name,
    profile: profileName,
    target,
    schema: output.schema,
    database: databaseName(path) || project.name,
    path,
    seedPaths: project["seed-paths"],
    packagesFolder: project["packages-install-path"],
  };
}

/** The file name without folder and extension, as DuckDB does it; of a templated path only what is plain text. */
function databaseName(path: string): string {
  const plain = path.includes("{{") ? (/env_var\([^,)]+,\s*['"]([^'"]+)['"]\s*\)/.exec(path)?.[1] ?? "") : path;
  return basename(plain, extname(plain));
}

import { accessSync, constants, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { Failure, type ProjectLayout } from "@throughline/contracts";
import { fail } from "../errors/failures.ts";
import { git } from "../git/git.ts";
import { CONFIG_FILE, type Config, layoutOf, readConfig } from "./config.ts";

/** Where a project and everything Throughline keeps of it are. */
export interface Project {
  readonly root: string;
  readonly config: Config;
  readonly layout: ProjectLayout;
  /** `.throughline`: store, forge, warehouse, environments, logs. Ignored by git. */
  readonly state: string;
  readonly warehouse: string;
}

export function projectAt(root: string, config: Config): Project {
  const state = join(root, ".throughline");
  return { root, config, layout: layoutOf(config), state, warehouse: join(state, "warehouse") };
}

/** The project of a folder: the nearest one upwards that has a throughline.yml. */
export function findProject(folder: string): Project {
  const start = resolve(folder);
  if (!existsSync(start)) throw fail("project.gone", { folder: start });
  const root = projectRoot(start);
  if (root === undefined) throw fail("project.not-found", { folder: start });
  return projectAt(root, readConfig(root));
}

/** The nearest folder upwards that has a throughline.yml, whatever is in it; undefined where there is none. */
export function projectRoot(start: string): string | undefined {
  for (let at = start; ; at = dirname(at)) {
    if (existsSync(join(at, CONFIG_FILE))) return at;
    if (dirname(at) === at) return undefined;
  }
}

/** Makes the state folder; git is told to ignore it without touching the project's own .gitignore. */
export function prepareState(project: Project): void {
  try {
    mkdirSync(join(project.state, "logs"), { recursive: true });
    accessSync(project.state, constants.W_OK);
    const ignore = join(project.state, ".gitignore");
    if (!existsSync(ignore)) writeFileSync(ignore, "*\n");
  } catch (error) {
    throw fail("project.read-only", { folder: project.root }, error);
  }
}

export interface Repository {
  /** The work tree's top. */
  readonly top: string;
  /** The project inside it, ending in `/`, or "" when the project is the repository. */
  readonly prefix: string;
  readonly head: string;
  readonly branch: string;
}

/** The git repository a project is in; undefined when there is none, or it has no commit yet. */
export async function findRepository(root: string): Promise<Repository | undefined> {
  try {
    const asked = ["--show-toplevel", "--show-prefix", "HEAD^{commit}", "--abbrev-ref", "HEAD"];
    const answers = (await git(root, ["rev-parse", ...asked])).trimEnd().split("\n");
    // Git does not quote these: with a line break in a path nobody can tell where it ends.
    if (answers.length !== asked.length - 1) throw fail("project.line-break", { folder: root });
    const [top = "", prefix = "", head = "", branch = ""] = answers;
    return { top, prefix, head, branch };
  } catch (error) {
    if (error instanceof Failure && error.code === "git.failed") return undefined;
    throw error;
  }
}

export async function requireRepository(root: string): Promise<Repository> {
  const repository = await findRepository(root);
  if (!repository) throw fail("project.not-git", { folder: root });
  return repository;
}

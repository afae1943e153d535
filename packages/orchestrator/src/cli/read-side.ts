import { existsSync } from "node:fs";
import { join } from "node:path";
import { Production, readLoaders } from "@throughline/delivery";
import type { Lineage } from "@throughline/lineage";
import { findProject, findRepository, type Project, type Repository } from "../config/project.ts";
import { fail } from "../errors/failures.ts";
import { gitLine } from "../git/git.ts";
import { filesAt } from "../git/tree-files.ts";
import { filesSource, formerFiles, type GraphSource } from "../workflow/project-lineage.ts";
import { readFolder } from "./read-folder.ts";
import { type Found, graphOf, releaseInputs } from "./read-lineage.ts";

/** One side of a comparison. */
export interface Side {
  readonly lineage: Lineage;
  readonly of: string;
}

/**
 * The lineage of `production`, of `worktree`, of `release:<n>`, or of a commit by any name git has for it. A commit that a release
 * was built from is known as dbt built it; of any other, what dbt never compiled is known by its references alone.
 */
export async function readSide(folder: string, named: string): Promise<Side> {
  const { Lineage } = await import("@throughline/lineage/kept");
  const found = await inputsOf(findProject(folder), named);
  return { lineage: new Lineage(await graphOf(folder, found)), of: found.of };
}

async function inputsOf(project: Project, named: string): Promise<Found> {
  const production = new Production(project.warehouse);
  if (named === "worktree") return { ...filesOrFail(project, readFolder(project.root, false)), of: "the work tree" };
  const release = releaseNamed(production, named);
  const repository = await findRepository(project.root);
  const commit = release?.manifest.commit ?? (repository && (await commitOf(repository, named)));
  if (commit === undefined) throw fail("lineage.unknown-side", { side: named });
  const built = release ?? production.list().findLast(({ manifest }) => manifest.commit === commit);
  const files = await filesOfCommit(project, repository, commit);
  if (built && existsSync(join(built.state, "manifest.json"))) {
    return releaseInputs(project, production, built, files && readLoaders(project.layout, (path) => files.get(path)));
  }
  if (!files) throw fail("lineage.unknown-side", { side: named });
  return { ...filesOrFail(project, files), of: `commit ${commit.slice(0, 12)}` };
}

function releaseNamed(production: Production, named: string) {
  if (named === "production") return production.current();
  const number = /^release:(\d+)$/u.exec(named)?.[1];
  return number === undefined ? undefined : production.find(Number(number));
}

async function commitOf({ top }: Repository, named: string): Promise<string | undefined> {
  // What is asked for by name must not be read as an option.
  const wanted = named === "production" ? "HEAD" : named;
  if (wanted.startsWith("-")) return undefined;
  return await gitLine(top, ["rev-parse", "--verify", "--quiet", `${wanted}^{commit}`]).catch(() => undefined);
}

/** A commit that Throughline merged may be in its forge alone. */
async function filesOfCommit(project: Project, repository: Repository | undefined, commit: string) {
  const places = [repository?.top, join(project.state, "forge.git")];
  for (const place of places) {
    if (place === undefined || !existsSync(place)) continue;
    const files = await filesAt(place, commit, repository?.prefix ?? "").catch(() => undefined);
    if (files) return files;
  }
  return undefined;
}

/** Two graphs of references alone would tell nothing apart. */
function filesOrFail(project: Project, files: ReadonlyMap<string, string>): GraphSource {
  const target = join(project.root, project.layout.transform?.folder ?? ".", "target", "manifest.json");
  if (project.layout.transform && formerFiles(project).length === 0)
    throw fail("lineage.no-manifest", { looked: [target] });
  return filesSource(project, files);
}

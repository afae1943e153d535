import { rmSync } from "node:fs";
import { join } from "node:path";
import type { ProjectLayout } from "@throughline/contracts";
import { writeTree } from "../git/write-tree.ts";
import type { Context } from "./context.ts";

/** What delivery needs to know of a work tree, the project in it and its warehouse. */
interface WorkTree {
  readonly folder: string;
  readonly prefix: string;
  readonly layout: ProjectLayout;
  readonly projectRoot: string;
  readonly warehouse: string;
  readonly seconds: number;
}

/**
 * Puts a commit's files into `environments/<name>/tree`, made by the host, for as long as `use` runs. Whatever a killed
 * process left under that name is removed first.
 */
export async function withWorkTree<T>(
  context: Pick<Context, "project" | "prefix" | "forge">,
  name: string,
  commit: string,
  use: (workTree: WorkTree) => Promise<T>,
): Promise<T> {
  const { project, prefix, forge } = context;
  const folder = join(project.state, "environments", name);
  rmSync(folder, { recursive: true, force: true });
  await writeTree(forge.repository, commit, folder);
  try {
    return await use({
      folder,
      prefix,
      layout: project.layout,
      projectRoot: project.root,
      warehouse: project.warehouse,
      seconds: project.config.limits.checkSeconds,
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

import { existsSync, realpathSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The author's program: TypeScript in a clone, JavaScript in a published package. */
export const AUTHOR = realpathSync(fileURLToPath(import.meta.resolve("@throughline/agent/author")));

/**
 * The folders that the author's program and what it imports are in, and where a box has them. Of a clone only the packages:
 * neither its history nor what was made in it. Links between packages are relative, so that they hold in the box.
 */
export function installation(): { host: string; inside: string }[] {
  const modules = ancestors(AUTHOR).findLast((folder) => basename(folder) === "node_modules");
  if (modules) return [{ host: modules, inside: "/throughline/node_modules" }];
  const clone = ancestors(AUTHOR).find((folder) => existsSync(join(folder, "packages", "agent")));
  if (!clone) throw new Error(`${AUTHOR} is neither in a clone nor in an installed package`);
  return ["packages", "node_modules"].map((name) => ({
    host: realpathSync(join(clone, name)),
    inside: `/throughline/${name}`,
  }));
}

/** Nearest first. */
function ancestors(path: string): string[] {
  const above = dirname(path);
  return above === path ? [] : [above, ...ancestors(above)];
}

import { chmodSync, cpSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Mount } from "@throughline/sandboxes";

/** The environments that one patch may need: of its plan, its own, and production's code on the data that it was built on. */
export const ENVIRONMENT_NAMES = ["preview", "change", "baseline", "baseline-again", "incremental-baseline"] as const;
export type EnvironmentName = (typeof ENVIRONMENT_NAMES)[number];

/**
 * A folder where the environments of one patch are put, and that the tools see: read-only, but for one folder of each
 * environment, `made`. It is there before the first environment, so that tools can start before there is work.
 */
export interface Place {
  readonly folder: string;
}

const FOR_EVERYBODY = 0o777;

/** Makes a place. Its folders are open to the user of a box, so `folder` has to be in one that only this user can enter. */
export function makePlace(folder: string): Place {
  for (const name of ENVIRONMENT_NAMES) {
    mkdirSync(madeIn({ folder }, name), { recursive: true });
    chmodSync(madeIn({ folder }, name), FOR_EVERYBODY);
    chmodSync(homeIn({ folder }, name), 0o755);
  }
  chmodSync(folder, 0o755);
  return { folder };
}

/** What this machine puts into an environment. */
export function homeIn({ folder }: Place, name: EnvironmentName): string {
  return join(folder, name);
}

/**
 * What tools make in an environment: the database, and dbt's artifacts. There are no folders below it that anybody of this machine
 * enters, so that no link can lead one elsewhere.
 */
export function madeIn(place: Place, name: EnvironmentName): string {
  return join(homeIn(place, name), "made");
}

const INSIDE = "/work";

/** What a box is given of a place: all of it to read, and what is made in the environments named to write. */
export function placeMounts(place: Place, written: readonly EnvironmentName[]): Mount[] {
  return [
    { host: place.folder, inside: INSIDE, access: "read" },
    ...written.map(
      (name): Mount => ({ host: madeIn(place, name), inside: madeIn({ folder: INSIDE }, name), access: "write" }),
    ),
  ];
}

/** Moves a project's files into an environment. */
export function moveTree(tree: string, place: Place, name: EnvironmentName): void {
  const target = join(homeIn(place, name), "tree");
  try {
    renameSync(tree, target);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EXDEV") throw error;
    cpSync(tree, target, { recursive: true, verbatimSymlinks: true });
    rmSync(tree, { recursive: true });
  }
}

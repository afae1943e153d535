import { rmSync } from "node:fs";
import { ENVIRONMENT_NAMES, type Place, placeMounts } from "../environments/place.ts";
import { openToolBox, type Toolchain } from "./toolchain.ts";

const SECONDS = 60;

/**
 * Removes the folder of a place, after its box was closed. What the user of a box made, and closed to all others, only that user
 * can remove: in another box.
 */
export async function removePlace(tools: Toolchain, place: Place, folder: string): Promise<void> {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "EACCES" && code !== "EPERM") throw error;
    await emptyPlace(tools, place);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Removes what was made in a place, as the user who made it. */
export async function emptyPlace(tools: Toolchain, place: Place): Promise<void> {
  const mounts = placeMounts(place, ENVIRONMENT_NAMES);
  await using opened = await openToolBox(tools, { purpose: "removal", mounts, seconds: SECONDS });
  const made = mounts.filter(({ access }) => access === "write").map(({ host }) => opened.box.inside(host));
  // One after the other: a folder has to be opened before what is in it is looked for.
  const script = 'find "$@" -mindepth 1 -type d -exec chmod u+rwx {} \\; ; find "$@" -mindepth 1 -delete';
  await opened.box.run(["/bin/sh", "-c", script, "sh", ...made], { folder: opened.box.home });
}

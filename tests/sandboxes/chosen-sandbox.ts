import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseDocument } from "yaml";
import { bubblewrapMissing } from "../../packages/sandboxes/src/bubblewrap/bubblewrap-sandbox.ts";
import { dockerMissing } from "../../packages/sandboxes/src/docker/docker-sandbox.ts";
import { SANDBOX_IMAGE } from "../../packages/sandboxes/src/docker/image.ts";
import { toolsMissing, type World } from "../world.ts";

/** Why a project with the real tools cannot be tried in each sandbox here; undefined where it can. */
export const MISSING = {
  process: toolsMissing,
  bubblewrap: toolsMissing ?? bubblewrapMissing(process.env["PATH"] ?? ""),
  docker: toolsMissing ?? (await dockerMissing(process.env["DOCKER_HOST"], SANDBOX_IMAGE)),
};

/** Names a sandbox in a project's configuration, as its people would: in a commit. */
export function choose(world: World, sandbox: Readonly<Record<string, string>>): void {
  const file = join(world.folder, "throughline.yml");
  const config = parseDocument(readFileSync(file, "utf8"));
  config.set("sandbox", sandbox);
  writeFileSync(file, config.toString({ lineWidth: 0 }));
  world.commit("Choose a sandbox\n\nThroughline-Changes: file:throughline.yml");
}

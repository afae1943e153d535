import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SandboxSettings } from "@throughline/sandboxes";
import { environment } from "../config/environment.ts";
import type { Project } from "../config/project.ts";
import { boxOwner } from "./box-owner.ts";

/** The sandbox that a project chose. Who only looks at a project makes no folder in it. */
export function sandboxSettings({ config, state }: Project): SandboxSettings {
  const { place, id } = boxOwner();
  return {
    ...config.sandbox,
    dockerHost: environment.dockerHost,
    searchPath: environment.searchPath,
    scratch: existsSync(state) ? join(state, "sandboxes") : tmpdir(),
    owner: { place, id },
  };
}

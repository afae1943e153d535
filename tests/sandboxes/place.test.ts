import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { madeIn, makePlace, placeMounts } from "../../packages/delivery/src/environments/place.ts";
import { findPython } from "../../packages/delivery/src/tools/python.ts";
import { emptyPlace, removePlace } from "../../packages/delivery/src/tools/remove-place.ts";
import { openToolBox, type Toolchain } from "../../packages/delivery/src/tools/toolchain.ts";
import { bubblewrapMissing, bubblewrapSandbox } from "../../packages/sandboxes/src/bubblewrap/bubblewrap-sandbox.ts";
import { dockerMissing, dockerSandbox } from "../../packages/sandboxes/src/docker/docker-sandbox.ts";
import { SANDBOX_IMAGE } from "../../packages/sandboxes/src/docker/image.ts";
import { toolsMissing } from "../world.ts";

const searchPath = process.env["PATH"] ?? "/usr/bin:/bin";
const dockerHost = process.env["DOCKER_HOST"];
const docker = {
  image: SANDBOX_IMAGE,
  dockerHost,
  owner: { place: "here", id: String(process.pid), lives: () => true },
  now: () => new Date().toISOString(),
};

const SANDBOXES = [
  ["bubblewrap", toolsMissing ?? bubblewrapMissing(searchPath), () => bubblewrapSandbox({ searchPath })],
  ["docker", toolsMissing ?? (await dockerMissing(dockerHost, SANDBOX_IMAGE)), () => dockerSandbox(docker)],
] as const;

/** Closes what it made to everybody else, and to itself. */
const CLOSE = 'mkdir -p "$1/deep/deeper" && echo x > "$1/deep/deeper/file" && chmod 000 "$1/deep/deeper" "$1/deep"';

describe("a place", () => {
  for (const [kind, missing, makeSandbox] of SANDBOXES)
    it.skipIf(missing)(
      `is removed with what was closed in it, by the user of a box of ${kind}${missing ? ` (${missing})` : ""}`,
      async () => {
        const folder = mkdtempSync(join(tmpdir(), "throughline-place-"));
        const tools: Toolchain = { sandbox: makeSandbox(), python: findPython(process.env), scratch: tmpdir() };
        const place = makePlace(join(folder, "place"));
        const made = madeIn(place, "change");
        try {
          {
            await using opened = await openToolBox(tools, {
              purpose: "test",
              mounts: placeMounts(place, ["change"]),
              seconds: 60,
            });
            const { box } = opened;
            const closed = await box.run(["/bin/sh", "-c", CLOSE, "sh", box.inside(made)], { folder: box.home });
            expect(closed).toMatchObject({ code: 0, stderr: "" });
          }
          expect(statSync(join(made, "deep")).mode & 0o777).toBe(0);

          await emptyPlace(tools, place);

          expect(readdirSync(made)).toEqual([]);
          await removePlace(tools, place, folder);
          expect(existsSync(folder)).toBe(false);
        } finally {
          rmSync(folder, { recursive: true, force: true });
        }
      },
    );
});

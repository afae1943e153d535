import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { dockerMissing, dockerSandbox } from "../../packages/sandboxes/src/docker/docker-sandbox.ts";
import { SANDBOX_IMAGE } from "../../packages/sandboxes/src/docker/image.ts";
import { PROGRAM, ROOT } from "../world.ts";

const dockerHost = process.env["DOCKER_HOST"];
const missing = await dockerMissing(dockerHost, SANDBOX_IMAGE);

function throughline(parameters: readonly string[], path = process.env["PATH"]) {
  const ran = spawnSync(process.execPath, [PROGRAM, ...parameters, "--json"], {
    encoding: "utf8",
    env: { ...process.env, PATH: path },
  });
  return { exit: ran.status, json: JSON.parse(ran.stdout) };
}

describe.skipIf(missing)(`the image of the docker sandbox${missing ? ` (${missing})` : ""}`, () => {
  const sandbox = dockerSandbox({
    image: SANDBOX_IMAGE,
    dockerHost,
    owner: { place: `image test ${process.pid}`, id: "me", lives: () => true },
    now: () => new Date().toISOString(),
  });
  const limits = { seconds: 120, memoryMiB: 1024, processes: 128, processors: 2, diskMiB: 128, fileMiB: 64 };

  async function inside(script: string): Promise<string> {
    await using box = await sandbox.open({ purpose: "test", mounts: [], limits });
    const exit = await box.run(["/bin/sh", "-c", script], { folder: box.home });
    expect(exit.code, exit.stderr).toBe(0);
    return exit.stdout;
  }

  it("has the tools that are pinned, and no others of their names", async () => {
    const lock = readFileSync(join(ROOT, "toolchain", "requirements.lock"), "utf8");
    const pinned = (name: string) => new RegExp(`^${name}(?:\\[\\w+\\])?==([^ ;]+)`, "m").exec(lock)?.[1];
    const names = ["dbt-core", "dbt-duckdb", "dlt", "duckdb", "ruff", "sqlfluff"];
    const ask = `import importlib.metadata as m; print(*[m.version(n) for n in "${names.join(" ")}".split()])`;

    expect((await inside(`/opt/tools/bin/python -c '${ask}'`)).trim()).toBe(names.map(pinned).join(" "));
    expect(await inside("node --version; git --version; dbt --version")).toMatch(/^v24\.[\s\S]*git version 2\./);
  });

  it("has no program that changes its user, and nothing of the certificates it was built with", async () => {
    expect(await inside("find / -xdev -type f -perm /6000 2>/dev/null; true")).toBe("");
    expect(await inside("ls -A /run/secrets /opt/uv 2>/dev/null; true")).toBe("/run/secrets:\n");
  });

  it("is not built of a base that is not there, and the engine's word is told", () => {
    const { exit, json } = throughline([
      "image",
      "build",
      "--base",
      "localhost:1/no-such-base:1",
      "--name",
      "test:never",
    ]);

    expect(exit).toBe(1);
    expect(json.failure).toMatchObject({
      code: "sandbox.image-build",
      message: expect.stringMatching(/building the image test:never: .*no-such-base/),
      hint: expect.stringContaining("--base"),
    });
  });
});

describe("throughline image", () => {
  it("says so when there is no docker command", () => {
    const { exit, json } = throughline(["image", "build"], "/nonexistent");

    expect(json.failure.code).toBe("sandbox.docker-missing");
    expect(exit).toBe(2);
  });

  it("does nothing but build", () => {
    const { exit, json } = throughline(["image", "push"]);

    expect(json.failure).toMatchObject({ code: "usage.wrong", message: expect.stringContaining("image build") });
    expect(exit).toBe(2);
  });
});

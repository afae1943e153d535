import { afterAll, describe, expect, it } from "vitest";
import { authorContract } from "../../packages/orchestrator/src/sandboxes/author.contract.ts";
import { hostileAuthorContract } from "../../packages/orchestrator/src/sandboxes/hostile-author.contract.ts";
import { attackContract } from "../../packages/sandboxes/src/attacks.contract.ts";
import { dockerMissing, dockerSandbox } from "../../packages/sandboxes/src/docker/docker-sandbox.ts";
import { engineAt } from "../../packages/sandboxes/src/docker/engine.ts";
import { SANDBOX_IMAGE } from "../../packages/sandboxes/src/docker/image.ts";
import { labelsOf, removeOrphans } from "../../packages/sandboxes/src/docker/orphans.ts";
import { sandboxContract } from "../../packages/sandboxes/src/sandbox.contract.ts";

const dockerHost = process.env["DOCKER_HOST"];
const engine = await engineAt(dockerHost);
const missing = await dockerMissing(dockerHost, SANDBOX_IMAGE);

const now = () => new Date().toISOString();
const owner = { place: `test ${process.pid}`, id: "me", lives: (id: string) => id === "me" };
const options = { image: SANDBOX_IMAGE, dockerHost, owner, now };

describe.skipIf(missing)(`docker${missing ? ` (${missing})` : ""}`, () => {
  // Those that an attack left behind on purpose, too.
  afterAll(async () => {
    await removeOrphans(engine, { ...owner, lives: () => false }, now());
  });

  sandboxContract("docker", () => dockerSandbox(options));
  attackContract("docker", (more) => dockerSandbox({ ...options, ...more }));
  authorContract("docker", () => dockerSandbox(options));
  hostileAuthorContract("docker", () => dockerSandbox(options));

  it("holds everything", () => {
    expect(dockerSandbox(options).guarantees.notGuaranteed).toEqual([]);
  });

  describe("orphans", () => {
    const create = async (labels: Record<string, string>) => {
      const container = await engine.createContainer({ Image: SANDBOX_IMAGE, Cmd: ["sleep", "600"], Labels: labels });
      await container.start();
      return container;
    };
    const later = new Date(Date.now() + 600_000).toISOString();
    const earlier = new Date(Date.now() - 1000).toISOString();
    const isThere = async (id: string) =>
      (await engine.listContainers({ all: true })).some((container) => container.Id === id);

    it("are removed when their owner is gone, and no others", async () => {
      const gone = await create(labelsOf({ ...owner, id: "gone" }, "test", later));
      const alive = await create(labelsOf(owner, "test", later));
      const elsewhere = await create(labelsOf({ ...owner, place: "elsewhere", id: "gone" }, "test", later));

      await removeOrphans(engine, owner, now());

      expect(await Promise.all([gone, alive, elsewhere].map(({ id }) => isThere(id)))).toEqual([false, true, true]);
      for (const left of [alive, elsewhere]) await left.remove({ force: true });
    });

    it("are removed when their time is over, whoever's they are", async () => {
      const elsewhere = await create(labelsOf({ ...owner, place: "elsewhere" }, "test", earlier));

      await removeOrphans(engine, owner, now());

      expect(await isThere(elsewhere.id)).toBe(false);
    });

    it("are removed before the first box is opened", async () => {
      const gone = await create(labelsOf({ ...owner, id: "gone" }, "test", later));
      const limits = { seconds: 60, memoryMiB: 64, processes: 8, processors: 1, diskMiB: 8, fileMiB: 8 };

      await using _ = await dockerSandbox(options).open({ purpose: "test", mounts: [], limits });

      expect(await isThere(gone.id)).toBe(false);
    });
  });
});

describe("a docker sandbox that cannot be", () => {
  const limits = { seconds: 60, memoryMiB: 64, processes: 8, processors: 1, diskMiB: 8, fileMiB: 8 };
  const open = (more: Partial<typeof options>) =>
    dockerSandbox({ ...options, ...more }).open({ purpose: "test", mounts: [], limits });

  it.each([
    ["the engine is not there", { dockerHost: "unix:///nonexistent/docker.sock" }, "sandbox.engine-missing"],
    ["the engine is on another machine", { dockerHost: "tcp://build-server:2376" }, "sandbox.engine-remote"],
    ["the engine is reached over ssh", { dockerHost: "ssh://someone@build-server" }, "sandbox.engine-remote"],
  ])("says so when %s", async (_, more, code) => {
    await expect(open(more)).rejects.toMatchObject({ code });
  });

  it.skipIf(missing)("says so when there is no image", async () => {
    await expect(open({ image: "throughline-sandbox:no-such" })).rejects.toMatchObject({
      code: "sandbox.image-missing",
    });
  });
});

import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { processTools } from "./test-support/process-tools.ts";
import { ToolWorker } from "./tools/tool-worker.ts";
import { WarmWorker } from "./warm-worker.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "throughline-warm-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function start(name: string, script: string): ToolWorker {
  const file = join(folder, name);
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return ToolWorker.start(processTools(file, folder));
}

const waits = () => start("waits", "exec cat >/dev/null");

it("gives each taker a worker and a place of their own", async () => {
  await using workers = new WarmWorker(waits);
  workers.warm();

  await using first = workers.take();
  await using second = workers.take();
  await using third = workers.take();

  expect(new Set([first, second, third].map(({ place }) => place.folder)).size).toBe(3);
});

it.each<[string, (workers: WarmWorker) => void]>([
  ["when one is taken", () => undefined],
  ["when one is to be warm", (workers) => workers.warm()],
])("passes over one that has ended while it waited, %s", async (_, meanwhile) => {
  const ends = start("ends", "exit 1");
  const started = [ends];
  await using workers = new WarmWorker(() => started.shift() ?? waits());
  workers.warm();
  await expect.poll(() => ends.isOver).toBe(true);

  meanwhile(workers);
  await using taken = workers.take();

  expect(taken).not.toBe(ends);
  expect(taken.isOver).toBe(false);
});

it("gives a worker that was kept to the checks of its patch, and to nobody else", async () => {
  await using workers = new WarmWorker(waits);
  const kept = workers.take();
  await workers.keep(kept, "r-1/1");

  await using another = workers.take("r-1/2");
  await using nameless = workers.take();
  await using own = workers.take("r-1/1");
  await using again = workers.take("r-1/1");

  expect(own).toBe(kept);
  expect([another, nameless, again]).not.toContain(kept);
});

it("starts none for a patch that has one kept", async () => {
  let started = 0;
  await using workers = new WarmWorker(() => {
    started += 1;
    return waits();
  });
  await workers.keep(workers.take(), "r-1/1");

  workers.warm("r-1/1");
  expect(started).toBe(1);
  workers.warm("r-2/1");
  expect(started).toBe(2);
});

it("keeps one, and ends the one that it kept before", async () => {
  await using workers = new WarmWorker(waits);
  const first = workers.take();
  await workers.keep(first, "r-1/1");
  const second = workers.take();

  await workers.keep(second, "r-2/1");

  expect([first.isOver, second.isOver]).toEqual([true, false]);
  await using taken = workers.take("r-2/1");
  expect(taken).toBe(second);
});

it("takes a new one for a patch whose kept worker has ended", async () => {
  const ends = start("ends", "exit 1");
  await using workers = new WarmWorker(waits);
  await workers.keep(ends, "r-1/1");
  await expect.poll(() => ends.isOver).toBe(true);

  workers.warm("r-1/1");
  await using taken = workers.take("r-1/1");

  expect(taken.isOver).toBe(false);
});

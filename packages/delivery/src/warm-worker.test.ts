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
  workers.warm(2);

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

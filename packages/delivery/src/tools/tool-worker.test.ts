import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { madeIn } from "../environments/place.ts";
import { processTools } from "../test-support/process-tools.ts";
import { ToolWorker } from "./tool-worker.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "throughline-tool-worker-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = ({ place }: ToolWorker) => ({ folder: place.folder, made: madeIn(place, "change") });

/** A worker that reads and never answers. */
function silent(): ToolWorker {
  const file = join(folder, "python");
  writeFileSync(file, "#!/bin/sh\nexec cat >/dev/null\n");
  chmodSync(file, 0o755);
  return ToolWorker.start(processTools(file, folder));
}

it.each([
  ["dbt", (worker: ToolWorker) => worker.dbt(at(worker), ["build"], { seconds: 0.1 })],
  ["sqlfluff", (worker: ToolWorker) => worker.sqlfluff(folder, [], { seconds: 0.1 })],
])("waits for %s no longer than it was told", async (_, ask) => {
  await using worker = silent();

  await expect(ask(worker)).rejects.toMatchObject({ code: "tools.worker-timeout" });
});

it("says that there is no Python, when it is asked", async () => {
  await using worker = ToolWorker.start(processTools("python-of-ours", folder));

  await expect(worker.dbt(at(worker), ["build"])).rejects.toMatchObject({ code: "tools.python-missing" });
});

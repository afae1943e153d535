import { join } from "node:path";
import type { Preview } from "@throughline/contracts";
import { fetchPackages, givePackages, hasPackages } from "../dbt/packages.ts";
import { runDbt } from "../dbt/run-dbt.ts";
import { openSnapshot } from "../duckdb/snapshot.ts";
import { removeMade } from "../environments/made-files.ts";
import { evaluateMeasures } from "../evidence/measures.ts";
import { setAside } from "../releases/candidate.ts";
import { readModelFiles } from "../releases/model-files.ts";
import { Production } from "../releases/production.ts";
import type { AskedOf } from "../service.ts";
import type { Toolchain } from "../tools/toolchain.ts";
import type { Workers } from "../warm-worker.ts";
import { environmentFor } from "./workplace.ts";

/** The numbers a plan will show: on the release itself when dbt is left alone, else on a throw-away environment. */
export async function preview(
  input: AskedOf<"preview">,
  { tools, workers }: Workers,
  own: Toolchain,
  progress: (text: string) => void,
): Promise<Preview[]> {
  const layout = input.layout;
  const release = new Production(input.warehouse).require();
  const files = readModelFiles(join(input.folder, "tree", input.prefix), layout);
  if (!input.build) {
    await using snapshot = await openSnapshot(release.databaseFile);
    return await evaluateMeasures(files, layout, input.questions, snapshot);
  }
  await using taken = new AsyncDisposableStack();
  const worker = workers.take();
  taken.use(worker);
  const environment = environmentFor(input, release, worker, { isApart: tools !== own, name: "preview" });
  // No plan changes which packages there are: those named in its files are main's.
  if (tools === own) await fetchPackages(environment, worker, input.seconds);
  else if (hasPackages(environment)) await givePackages(environment, own, [], input.seconds);
  // Models only: the tests belong to the checks.
  const run = await runDbt(environment, worker, "run", {
    select: ["state:modified+"],
    fullRefresh: true,
    seconds: input.seconds,
    progress,
  });
  if (!run.success) {
    const why =
      run.exception ?? run.results.find((result) => result.status === "error")?.message ?? "dbt did not succeed";
    return input.questions.flatMap((question) =>
      question.measures.map((measure) => ({
        measure: `${measure.table}[${measure.measure}]`,
        columns: [],
        rows: [],
        unavailable: `building the change: ${why.trim()}`,
      })),
    );
  }
  const { databaseFile } = setAside(environment);
  if (input.patch !== undefined) {
    // It can wait for days, and a warehouse is big.
    removeMade(environment.databaseFile);
    taken.move();
    await workers.keep(worker, input.patch);
  }
  await using snapshot = await openSnapshot(databaseFile);
  return await evaluateMeasures(files, layout, input.questions, snapshot);
}

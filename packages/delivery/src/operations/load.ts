import type { Finding } from "@throughline/contracts";
import { findingsOf } from "../checks/transform-build.ts";
import { fetchPackages } from "../dbt/packages.ts";
import { runDbt } from "../dbt/run-dbt.ts";
import { fail } from "../failures.ts";
import { runPipeline } from "../loader/run-pipeline.ts";
import { setAside } from "../releases/candidate.ts";
import { Production } from "../releases/production.ts";
import { openWriter, requirePassed } from "../releases/writer.ts";
import type { AskedOf, OutputOf } from "../service.ts";
import type { Workers } from "../warm-worker.ts";
import { asInstalled, nextDataVersion } from "./release.ts";
import { builtVerdict } from "./set-up.ts";
import { environmentFor } from "./workplace.ts";

/** A new data version of the current release: copy, load, build, tests, pointer. The code does not change. */
export async function load(
  input: AskedOf<"load">,
  { tools, workers }: Workers,
  progress: (text: string) => void,
): Promise<OutputOf<"load">> {
  const production = new Production(input.warehouse);
  const current = production.require();
  const layout = input.layout;
  await using worker = layout.transform ? workers.take() : undefined;
  const environment = environmentFor(input, current, worker);
  const rows: Record<string, number> = {};
  for (const pipeline of layout.loader?.pipelines ?? []) {
    progress(`loading ${pipeline.name}`);
    const loaded = await runPipeline(environment, pipeline, {
      tools,
      projectRoot: input.projectRoot,
      seconds: input.seconds,
      secretsFolder: input.secretsFolder,
    });
    for (const run of loaded.runs)
      for (const [table, count] of Object.entries(run.rows)) rows[table] = (rows[table] ?? 0) + count;
  }
  const findings: Finding[] = [];
  if (worker) {
    progress("building with dbt");
    await fetchPackages(environment, worker, input.seconds);
    findings.push(
      ...findingsOf(environment, await runDbt(environment, worker, "build", { progress, seconds: input.seconds })),
    );
  }
  const verdict = builtVerdict(input.tree, findings);
  if (verdict.verdict !== "passed") {
    throw fail("dbt.build", {
      what: "building the new data",
      problem: findings.find((f) => f.severity === "error")?.message ?? "",
    });
  }
  const dataVersion = nextDataVersion(production);
  const token = `${current.manifest.release}-data-${dataVersion}`;
  const writer = openWriter(production, requirePassed(verdict, input.tree));
  const installed = await writer.install({ ...environment, built: setAside(environment) }, token, {
    ...current.manifest,
    dataVersion,
    builtOn: current.token,
    commit: input.commit,
    ledgerHead: input.ledgerHead,
    builtAt: input.at,
  });
  try {
    return { ...asInstalled(writer.switchTo(installed.token, current.token)), verdict, rows };
  } catch (error) {
    writer.discard(installed.token);
    throw error;
  }
}

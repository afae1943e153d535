import type { Finding, Verdict } from "@throughline/contracts";
import { verdictOf } from "../checks/run-checks.ts";
import { findingsOf } from "../checks/transform-build.ts";
import type { BuiltWarehouse } from "../dbt/built-warehouse.ts";
import { relationsOf } from "../dbt/dbt-manifest.ts";
import { fetchPackages } from "../dbt/packages.ts";
import { runDbt } from "../dbt/run-dbt.ts";
import { openSnapshot } from "../duckdb/snapshot.ts";
import type { Environment } from "../environments/environment.ts";
import { fail } from "../failures.ts";
import { runPipeline } from "../loader/run-pipeline.ts";
import { setAside } from "../releases/candidate.ts";
import { Production } from "../releases/production.ts";
import { openWriter, requirePassed } from "../releases/writer.ts";
import type { AskedOf, OutputOf } from "../service.ts";
import type { ToolWorker } from "../tools/tool-worker.ts";
import type { Workers } from "../warm-worker.ts";
import { asInstalled } from "./release.ts";
import { environmentFor } from "./workplace.ts";

/** Release 1: load and build from nothing, or from a copy of an existing file, whose original is only read. */
export async function setUp(
  input: AskedOf<"setUp">,
  { tools, workers }: Workers,
  progress: (text: string) => void,
): Promise<OutputOf<"setUp">> {
  const production = new Production(input.warehouse);
  const layout = input.layout;
  await using worker = layout.transform ? workers.take() : undefined;
  const environment = environmentFor(input, undefined, worker, { takeOver: input.takeOver });
  if (input.takeOver === undefined) {
    for (const pipeline of layout.loader?.pipelines ?? []) {
      progress(`loading ${pipeline.name}`);
      await runPipeline(environment, pipeline, {
        tools,
        projectRoot: input.projectRoot,
        seconds: input.seconds,
        secretsFolder: input.secretsFolder,
      });
    }
  }
  const findings: Finding[] = [];
  if (worker) {
    await fetchPackages(environment, worker, input.seconds);
    findings.push(
      ...(await buildWhatIsMissing(environment, worker, input.takeOver, {
        progress,
        seconds: input.seconds,
      })),
    );
  }
  const verdict = builtVerdict(input.tree, findings);
  if (verdict.verdict !== "passed") {
    throw fail("dbt.build", {
      what: "building release 1",
      problem: findings.find((f) => f.severity === "error")?.message ?? "",
    });
  }
  const writer = openWriter(production, requirePassed(verdict, input.tree));
  progress("installing release 1");
  const installed = await writer.install({ ...environment, built: setAside(environment) }, "1", {
    release: 1,
    dataVersion: 1,
    predecessor: null,
    builtOn: null,
    request: null,
    commit: input.commit,
    ledgerHead: input.ledgerHead,
    builtAt: input.at,
  });
  return { ...asInstalled(writer.switchTo(installed.token, undefined)), verdict };
}

/** A taken-over warehouse that has all relations is only tested; one that lacks some is built, on the copy. */
async function buildWhatIsMissing(
  environment: Environment,
  worker: ToolWorker,
  takeOver: string | undefined,
  options: { progress: (text: string) => void; seconds: number },
): Promise<Finding[]> {
  if (takeOver !== undefined) {
    const parsed = await runDbt(environment, worker, "parse", options);
    if (!parsed.success) return findingsOf(environment, parsed);
    if (await hasAllRelations(takeOver, setAside(environment))) {
      options.progress("testing the warehouse that is taken over");
      return findingsOf(environment, await runDbt(environment, worker, "test", options));
    }
  }
  options.progress("building with dbt");
  return findingsOf(environment, await runDbt(environment, worker, "build", options));
}

async function hasAllRelations(databaseFile: string, { manifest }: BuiltWarehouse): Promise<boolean> {
  if (!manifest) return false;
  await using snapshot = await openSnapshot(databaseFile);
  const { rows } = await snapshot.query("select lower(table_schema), lower(table_name) from information_schema.tables");
  const present = new Set(rows.map((row) => row.join("\0")));
  return [...relationsOf(manifest).values()].every((relation) =>
    present.has(`${relation.schema.toLowerCase()}\0${relation.relation.toLowerCase()}`),
  );
}

/** The verdict of a build that is its own check: dbt ran every model and test of the tree. */
export function builtVerdict(tree: string, findings: readonly Finding[]): Verdict {
  const failed = findings.some((finding) => finding.severity === "error");
  return verdictOf(
    { tree, against: null },
    [{ name: "dbt build", status: failed ? "failed" : "passed", needed: true, seconds: 0 }],
    findings,
    { rowCounts: [], columns: [], selected: [], measuresBefore: [], measuresAfter: [] },
  );
}

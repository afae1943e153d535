import { join } from "node:path";
import { findingsOf } from "../checks/transform-build.ts";
import { readManifest, relationsOf } from "../dbt/dbt-manifest.ts";
import { fetchPackages } from "../dbt/packages.ts";
import { runDbt } from "../dbt/run-dbt.ts";
import { identifier } from "../duckdb/identifier.ts";
import { openForChange } from "../duckdb/open-for-change.ts";
import type { Environment } from "../environments/environment.ts";
import { fail } from "../failures.ts";
import { setAside } from "../releases/candidate.ts";
import { type InstalledRelease, Production } from "../releases/production.ts";
import { openWriter, requireIntact, requirePassed } from "../releases/writer.ts";
import type { AskedOf, OutputOf } from "../service.ts";
import type { Workers } from "../warm-worker.ts";
import { asInstalled } from "./release.ts";
import { builtVerdict } from "./set-up.ts";
import { environmentFor } from "./workplace.ts";

/** Makes an earlier release production again, on the newest data. */
export async function rollBack(
  input: AskedOf<"rollBack">,
  { workers }: Workers,
  progress: (text: string) => void,
): Promise<OutputOf<"rollBack">> {
  const production = new Production(input.warehouse);
  const current = production.require();
  const target = production.find(input.release);
  if (target.manifest.dataVersion === current.manifest.dataVersion) {
    const writer = openWriter(production, await requireIntact(target));
    return { ...asInstalled(writer.switchTo(target.token, current.token)), how: "pointer", verdict: null };
  }
  progress(`building release ${input.release} on data version ${current.manifest.dataVersion}`);
  await using worker = input.layout.transform ? workers.take() : undefined;
  const environment = environmentFor(input, current, worker);
  await dropBuilt(environment, current);
  const findings = [];
  if (worker) {
    await fetchPackages(environment, worker, input.seconds);
    findings.push(
      ...findingsOf(
        environment,
        await runDbt(environment, worker, "build", { fullRefresh: true, progress, seconds: input.seconds }),
      ),
    );
  }
  const verdict = builtVerdict(input.tree, findings);
  const problem = findings.find((finding) => finding.severity === "error");
  if (problem)
    throw fail("dbt.build", { what: `building release ${input.release} on the newest data`, problem: problem.message });
  const writer = openWriter(production, requirePassed(verdict, input.tree));
  const token = `${input.release}-data-${current.manifest.dataVersion}`;
  const installed = await writer.install({ ...environment, built: setAside(environment) }, token, {
    ...target.manifest,
    dataVersion: current.manifest.dataVersion,
    builtOn: current.token,
    ledgerHead: input.ledgerHead,
    builtAt: input.at,
  });
  return { ...asInstalled(writer.switchTo(installed.token, current.token)), how: "rebuilt", verdict };
}

/** Removes every relation that dbt built, so that nothing of the newer code stays beside the older one. Sources stay. */
async function dropBuilt(environment: Environment, current: InstalledRelease): Promise<void> {
  const manifest = readManifest(join(current.state, "manifest.json"));
  if (!manifest) return;
  // Nothing has run in it yet.
  const instance = await openForChange(environment.databaseFile);
  const connection = await instance.connect();
  try {
    for (const { schema, relation } of relationsOf(manifest).values()) {
      const kind = await connection.runAndReadAll(
        "select table_type from information_schema.tables where table_schema = $schema and table_name = $relation",
        { schema, relation },
      );
      const type = kind.getRows()[0]?.[0];
      if (type === undefined) continue;
      await connection.run(`drop ${type === "VIEW" ? "view" : "table"} ${identifier(schema, relation)} cascade`);
    }
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

import { existsSync } from "node:fs";
import type { Finding } from "@throughline/contracts";
import type { BuiltWarehouse } from "../dbt/built-warehouse.ts";
import { type DbtManifest, relationsOf } from "../dbt/dbt-manifest.ts";
import { dropRemoved } from "../dbt/drop-removed.ts";
import { changesPackages, givePackages, hasPackages, problemOf } from "../dbt/packages.ts";
import { runDbt } from "../dbt/run-dbt.ts";
import { shapeOf } from "../duckdb/shape.ts";
import { openSnapshot } from "../duckdb/snapshot.ts";
import type { Environment } from "../environments/environment.ts";
import { setAside } from "../releases/candidate.ts";
import type { DbtRun } from "../tools/tool-worker.ts";
import { buildChange, reload } from "./build-change.ts";
import type { Check, CheckContext } from "./check.ts";
import { absentInputs } from "./loader-sample.ts";

/** dbt's packages as the project locks them. Code in a box fetches none itself: it is given main's. */
export const transformPackages: Check = {
  name: "dbt deps",
  unneeded: (change) => (change.touchesTransform || change.touchesLoader ? undefined : "dbt is not affected"),
  async run({ environment, worker, tools, own, change, seconds }) {
    if (!environment.dbt || !worker) return { notChecked: "the project has no dbt" };
    if (!hasPackages(environment)) return [];
    const isApart = tools !== own;
    if (isApart && changesPackages(environment, change.files))
      return { notChecked: "the change has other packages than main, and code in a sandbox is given main's alone" };
    const run = isApart
      ? await givePackages(environment, own, change.files, seconds)
      : await runDbt(environment, worker, "deps", { seconds });
    return run.success
      ? []
      : [
          {
            code: "dbt.deps",
            severity: "error" as const,
            message: problemOf(run),
            hint: "`dbt deps` in the project shows the same.",
          },
        ];
  },
};

/** Builds what the change reaches on the copy, with the tests of what it builds; a changed loader loads again first. */
export const transformBuild: Check = {
  name: "dbt build",
  unneeded: transformPackages.unneeded,
  async run(context) {
    const { environment, worker, change } = context;
    if (!environment.dbt || !worker) return { notChecked: "the project has no dbt" };
    if (change.touchesLoader) {
      const absent = absentInputs(context);
      if (absent.length > 0) return { notChecked: `the loader reads ${absent.join(", ")}, which is not here` };
      await reload(environment, context);
    }
    const built = await buildChange(environment, worker, change, context);
    const aside = setAside(environment);
    if (!context.release && !built.success && !built.exception) {
      const absent = await absentSources(aside);
      if (absent.length > 0)
        return { notChecked: `there is no warehouse to build on: ${absent.join(", ")} is not loaded` };
    }
    context.built = built;
    // What is set aside is what later checks look at, and what the release would build.
    context.head = aside;
    await dropWhatIsGone(context);
    const { manifest } = context.head;
    if (manifest) {
      context.evidence.selected.push(...selection(context, built, manifest));
      context.evidence.ignored.push(...leftAlone(context, built, manifest));
    }
    return findingsOf(environment, context.built);
  },
};

/** Sources that a database does not have: it begins empty where there is no release. */
async function absentSources({ manifest, databaseFile }: BuiltWarehouse): Promise<string[]> {
  if (!manifest || !existsSync(databaseFile)) return [];
  await using snapshot = await openSnapshot(databaseFile);
  const absent: string[] = [];
  for (const source of Object.values(manifest.sources)) {
    const [schema, name] = [source.schema ?? "main", source.identifier ?? source.name];
    if (!(await shapeOf(snapshot, schema, name))) absent.push(`${schema}.${name}`);
  }
  return absent;
}

/** The copy still has the tables of models that the change removes; nothing may be found to be right because of them. */
async function dropWhatIsGone({ head, production, evidence }: CheckContext): Promise<void> {
  if (!production?.manifest) return;
  const removed = await dropRemoved(head, production.manifest);
  if (removed.length === 0) return;
  const relations = relationsOf(production.manifest);
  await using before = await openSnapshot(production.databaseFile);
  for (const model of removed) {
    const relation = relations.get(model);
    const shape = relation && (await shapeOf(before, relation.schema, relation.relation));
    evidence.rowCounts.push({ model, before: shape?.rows ?? null, after: null });
  }
}

/** Why each node was built: it is in a changed file, or below one that is. */
function selection(
  { change }: CheckContext,
  built: DbtRun,
  manifest: DbtManifest,
): { node: string; because: string }[] {
  const prefix = change.layout.transform?.folder === "." ? "" : `${change.layout.transform?.folder}/`;
  const changedFiles = new Set(change.files.map((file) => file.path));
  return built.results.map(({ node }) => {
    const own = manifest.nodes[node]?.original_file_path.replaceAll("\\", "/") ?? "";
    if (changedFiles.has(`${prefix}${own}`)) return { node, because: `${own} is changed` };
    const parents = manifest.nodes[node]?.depends_on?.nodes ?? [];
    const above = parents.filter((parent) => built.results.some((result) => result.node === parent));
    return { node, because: above.length > 0 ? `below ${above.join(", ")}` : "its properties are changed" };
  });
}

/** Why each other node of the project was not built. */
function leftAlone(
  { release }: CheckContext,
  built: DbtRun,
  manifest: DbtManifest,
): { node: string; because: string }[] {
  const selected = new Set(built.results.map(({ node }) => node));
  const because = release ? "neither it nor anything above it is changed" : "the build did not reach it";
  return Object.values(manifest.nodes)
    .filter(({ unique_id, resource_type }) => !selected.has(unique_id) && resource_type !== "operation")
    .map((node) => ({
      node: node.unique_id,
      because: node.config.materialized === "ephemeral" ? "it is ephemeral: it is built within what reads it" : because,
    }));
}

/** dbt's results as findings, with paths relative to the project. */
export function findingsOf(environment: Environment, run: DbtRun): Finding[] {
  const folder = environment.layout.transform?.folder ?? ".";
  const place = (file: string | null) => (file ? { file: folder === "." ? file : `${folder}/${file}` } : {});
  if (run.exception) {
    return [
      { code: "dbt.parse", severity: "error", message: run.exception.trim(), hint: "`dbt parse` shows the same." },
    ];
  }
  const findings: Finding[] = [];
  for (const result of run.results) {
    const bad = result.status === "error" || result.status === "fail" || result.status === "runtime error";
    if (!bad && result.status !== "warn") continue;
    findings.push({
      code: result.type === "test" || result.type === "unit_test" ? "dbt.test-failed" : "dbt.model-error",
      severity: bad ? "error" : "warning",
      ...place(result.file),
      message: `${result.node}: ${result.message.trim()}`,
      hint:
        result.type === "test"
          ? `\`dbt test --select ${result.node.split(".").at(-2)}\` shows the rows.`
          : "The text is the database's own.",
    });
  }
  if (!run.success && findings.length === 0) {
    const message = run.warnings.map((warning) => warning.message.trim()).join(" / ") || "dbt did not succeed";
    findings.push({ code: "dbt.build", severity: "error", message, hint: "`dbt build` shows the same." });
  }
  return findings;
}

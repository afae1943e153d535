import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Finding, type IncrementalLeg, modelNode, type TableDiff } from "@throughline/contracts";
import type { Engine } from "@throughline/semantic-model";
import { type DbtManifest, relationsOf } from "../dbt/dbt-manifest.ts";
import { plainCode } from "../dbt/plain-code.ts";
import { runDbt } from "../dbt/run-dbt.ts";
import { identifier } from "../duckdb/identifier.ts";
import { openForChange } from "../duckdb/open-for-change.ts";
import { shapeOf } from "../duckdb/shape.ts";
import { timedQuery } from "../duckdb/timed-query.ts";
import { copyDatabase, type Environment, putDatabase, takeDatabase } from "../environments/environment.ts";
import { buildBaseline } from "../evidence/baseline.ts";
import { type Built, tableDifferences } from "../evidence/table-differences.ts";
import { watermarkOf } from "../evidence/watermark.ts";
import { setAside } from "../releases/candidate.ts";
import type { ToolWorker } from "../tools/tool-worker.ts";
import type { Check, CheckContext } from "./check.ts";
import { findingsOf, transformBuild, transformPackages } from "./transform-build.ts";

/**
 * The other leg of incremental models: a run after the newest rows were taken away must bring them back as the full build had
 * them, and leave the others alone. Where it cannot be told which rows are the newest, a second run on top must change nothing.
 * Logic that is right only on a full refresh shows here, and nowhere else.
 */
export const incrementalBuild: Check = {
  name: "dbt build, incremental",
  // It builds in the environment, which nobody looks at once the full build is set aside.
  beside: { after: [transformBuild] },
  unneeded: transformPackages.unneeded,
  async run(context) {
    const { environment, production, head, worker, built, evidence } = context;
    if (!environment.dbt || !worker) return { notChecked: "the project has no dbt" };
    if (!built?.success) return { notChecked: "the full build did not pass" };
    const { databaseFile, manifest } = head;
    const models = manifest ? incrementalIn(manifest, new Set(built.results.map(({ node }) => node))) : [];
    if (!manifest || models.length === 0) return [];
    const changed = new Set(
      models.filter((model) => branchOf(production?.manifest, model) !== branchOf(manifest, model)),
    );
    const full = { databaseFile, manifest };
    const { legs, findings } = await tryLegs(environment, full, models, { ...context, worker, changed });
    evidence.incremental.push(...legs.map(({ leg }) => leg));
    const wrong = legs.filter(({ leg }) => leg.same === false);
    if (wrong.length === 0) return findings;
    const before = await legsWithoutTheChange(context, models, changed);
    return [...findings, ...wrong.flatMap((one) => findingOf(one, before, changed))];
  },
};

/** What runs on top of old rows, as its author wrote it. */
const BRANCH = /\{%-?\s*if\s+is_incremental\(\)[\s\S]*?\{%-?\s*endif/g;

/**
 * How a model treats what is there already. Where that is other than production's, older rows are taken away too: which of them a
 * run brings back, how far it looks behind the newest, is what such a change decides.
 */
function branchOf(manifest: DbtManifest | undefined, model: string): string {
  const id = manifest && relationsOf(manifest).get(model)?.id;
  const code = String((id && manifest?.nodes[id]?.["raw_code"]) ?? "");
  return (code.match(BRANCH) ?? []).map(plainCode).join("\n");
}

/** A leg of one model, with how it differs from the full build. */
interface Tried {
  readonly leg: IncrementalLeg;
  readonly diff?: TableDiff;
}

function incrementalIn(manifest: DbtManifest, nodes: ReadonlySet<string>): string[] {
  return [...relationsOf(manifest)]
    .filter(([, { id, kind }]) => nodes.has(id) && kind === "incremental")
    .map(([name]) => name);
}

interface How extends Pick<CheckContext, "seconds" | "progress"> {
  readonly worker: ToolWorker;
  /** Models that treat what is there already otherwise than production's. */
  readonly changed: ReadonlySet<string>;
}

/** The leg of each of these models, built in the environment on top of a copy of `full`. */
async function tryLegs(
  environment: Environment,
  full: Built,
  models: readonly string[],
  { worker, seconds, progress, changed }: How,
): Promise<{ legs: readonly Tried[]; findings: readonly Finding[] }> {
  // Beside the data diff, which keeps its own copies of views.
  const folder = join(environment.folder, "incremental");
  mkdirSync(folder, { recursive: true });
  const begin = join(folder, `${environment.database}.duckdb`);
  copyDatabase(full.databaseFile, begin);
  const kept = await takeNewestAway(begin, full.manifest, models, changed);
  putDatabase(begin, environment.databaseFile);
  // Without tests: they have passed on the full build, and the rows have to be the same.
  const run = await runDbt(environment, worker, "run", { select: models, again: true, seconds, progress });
  if (!run.success) return { legs: [], findings: findingsOf(environment, run) };
  takeDatabase(environment.databaseFile, begin);
  const after: Built = { databaseFile: begin, manifest: full.manifest };
  const diffs = await tableDifferences(full, after, models, { folder, seconds });
  const legs = diffs.map((diff): Tried => {
    const { model, how, rows, columns } = diff;
    const leg = kept.has(model) ? "again" : "new-rows";
    const reason = how === "not-compared" ? diff.reason : kept.get(model);
    const same = how === "not-compared" ? null : rows.added + rows.removed === 0 && columns.length === 0;
    return { leg: { model, leg, same, ...(reason !== undefined && { reason }) }, diff };
  });
  return { legs, findings: [] };
}

/** Of older rows, one in so many is taken away. */
const ONE_IN = 5;

/**
 * Takes the newest rows of each model away, by what the model itself reads to know what is new, and some older ones of those that
 * are changed there. The models that keep theirs, with the reason.
 */
async function takeNewestAway(
  databaseFile: string,
  manifest: DbtManifest,
  models: readonly string[],
  changed: ReadonlySet<string>,
): Promise<ReadonlyMap<string, string>> {
  const kept = new Map<string, string>();
  const relations = relationsOf(manifest);
  const instance = await openForChange(databaseFile);
  const connection = await instance.connect();
  const engine: Engine = { query: (sql) => timedQuery(connection, sql) };
  try {
    for (const model of models) {
      const place = relations.get(model);
      const shape = place && (await shapeOf(engine, place.schema, place.relation));
      if (!place || !shape) continue;
      const code = String(manifest.nodes[place.id]?.["raw_code"] ?? "");
      const [mark] = watermarkOf(code, [...shape.columns.keys()]);
      if (mark === undefined) {
        kept.set(model, "it does not say which rows are new");
        continue;
      }
      const [from, name] = [identifier(place.schema, place.relation), identifier(mark)];
      const { rows } = await engine.query(`select count(distinct ${name}) from ${from}`);
      if (Number(rows[0]?.[0]) < 2)
        kept.set(model, `all its rows have one ${mark}: there are no older ones to build upon`);
      else {
        const older = changed.has(model) ? ` or hash(${name}) % ${ONE_IN} = 0` : "";
        await engine.query(`delete from ${from} where ${name} = (select max(${name}) from ${from})${older}`);
      }
    }
    await engine.query("checkpoint");
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
  return kept;
}

/** The same leg of production's own code: what was wrong with it before is not this change's doing. */
async function legsWithoutTheChange(
  context: CheckContext,
  models: readonly string[],
  changed: ReadonlySet<string>,
): Promise<readonly Tried[]> {
  const { environment, release, production, head, worker, change, seconds } = context;
  const old = production?.manifest;
  if (!release || !worker || !old) return [];
  const known = models.filter((model) => relationsOf(old).get(model)?.kind === "incremental");
  if (known.length === 0) return [];
  const of = { environment, release, worker, files: change.files, head, isReloaded: change.touchesLoader, seconds };
  const baseline = await buildBaseline(of, "incremental-baseline", known);
  if (!baseline) return [];
  const { databaseFile, manifest } = setAside(baseline);
  return manifest
    ? (await tryLegs(baseline, { databaseFile, manifest }, known, { ...context, worker, changed })).legs
    : [];
}

function findingOf({ leg, diff }: Tried, before: readonly Tried[], changed: ReadonlySet<string>): Finding[] {
  const old = before.find((one) => one.leg.model === leg.model && one.leg.leg === leg.leg);
  const isOld = old?.diff !== undefined && diff !== undefined && isNoWorse(diff, old.diff);
  // Not to bring older rows back may be what it is for; only to bring back fewer than before is a finding.
  if (isOld && changed.has(leg.model)) return [];
  const how = leg.leg === "again" ? "built a second time" : "given rows later";
  const than = old?.diff && changed.has(leg.model) ? `; production's own code: ${inWords(old.diff)}` : "";
  return [
    {
      code: "incremental.differs",
      severity: isOld ? "warning" : "error",
      node: modelNode(leg.model),
      message: `${how}, ${leg.model} is not what a full build makes: ${diff ? inWords(diff) : "it differs"}${than}${
        isOld ? " (as in production already)" : ""
      }`,
      hint: "Look at what `is_incremental()` lets in, and at the key that tells an old row from a new one.",
    },
  ];
}

function isNoWorse(diff: TableDiff, old: TableDiff): boolean {
  const columns = new Set(old.columns.map(({ column }) => column));
  return (
    diff.rows.added <= old.rows.added &&
    diff.rows.removed <= old.rows.removed &&
    diff.columns.every(({ column }) => columns.has(column))
  );
}

function inWords({ rows, columns }: TableDiff): string {
  const parts = [
    ...(rows.added > 0 ? [`${rows.added} rows too many`] : []),
    ...(rows.removed > 0 ? [`${rows.removed} rows missing`] : []),
    ...columns.map(({ column, changed }) => `other values of ${column} in ${changed} rows`),
  ];
  return parts.length === 0 ? "nothing differs" : parts.slice(0, 4).join(", ");
}

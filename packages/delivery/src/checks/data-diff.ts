import { covers, type Finding, modelNode, type NodeName, type TableDiff } from "@throughline/contracts";
import type { BuiltWarehouse } from "../dbt/built-warehouse.ts";
import { type DbtManifest, relationsOf } from "../dbt/dbt-manifest.ts";
import { identifier } from "../duckdb/identifier.ts";
import { openSnapshot, type Snapshot } from "../duckdb/snapshot.ts";
import type { EnvironmentName } from "../environments/place.ts";
import { buildBaseline } from "../evidence/baseline.ts";
import { changedJoins } from "../evidence/changed-joins.ts";
import { howToExplain } from "../evidence/difference.ts";
import { mayDiffer } from "../evidence/may-differ.ts";
import { type Built, tableDifferences } from "../evidence/table-differences.ts";
import { unexplainedValues } from "../evidence/unexplained-values.ts";
import { setAside } from "../releases/candidate.ts";
import { builtModels } from "./built-models.ts";
import type { Check, CheckContext } from "./check.ts";
import { NO_WAREHOUSE } from "./check.ts";

/**
 * Every row of what was built, held against production: schema, rows, values. What the plan does not explain is looked at once
 * more beside production's own code built anew on the same data, so that what differs without the change is not blamed on it.
 */
export const dataDiff: Check = {
  name: "data diff",
  unneeded: (change) => (change.touchesTransform || change.touchesLoader ? undefined : "no table is changed"),
  async run(context) {
    const { environment, built, change, evidence, seconds } = context;
    if (!context.production) return { notChecked: NO_WAREHOUSE };
    if (!built?.success) return { notChecked: "the build did not pass" };
    const [production, head] = [accounted(context.production), accounted(context.head)];
    if (!head) return { notChecked: "dbt wrote no manifest" };
    if (!production) return { notChecked: "production has no account of how it was built" };
    const models = builtModels(head.manifest, built);
    const options = { folder: environment.folder, seconds };
    const tables = await tableDifferences(production, head, models, options);
    evidence.tables.push(...tables);
    const allowed = mayDiffer(change.expectations, head.manifest);
    const suspicious = tables.filter((diff) => unexplainedValues(diff, allowed).length > 0);
    const fair = suspicious.length > 0 ? await withoutTheChange(context, production, head, suspicious) : undefined;
    for (const diff of suspicious) noteCause(diff, fair);
    await using snapshot = await openSnapshot(head.databaseFile, undefined, seconds);
    const findings: Finding[] = [];
    for (const diff of suspicious) {
      const joins = await changedJoins(
        snapshot,
        codeOf(production.manifest, diff.model),
        codeOf(head.manifest, diff.model),
      );
      const why = joins.map(({ words }) => words);
      const attributed = fair?.diffs.get(diff.model) ?? diff;
      findings.push(...unexplainedValues(attributed, [...allowed, ...(fair?.unstable ?? [])], why));
    }
    findings.push(...notCompared(tables, allowed), ...(await newColumns(context, snapshot, head.manifest, allowed)));
    return findings;
  },
};

function accounted({ databaseFile, manifest }: BuiltWarehouse): Built | undefined {
  return manifest && { databaseFile, manifest };
}

function codeOf(manifest: DbtManifest, model: string): string {
  const node = Object.values(manifest.nodes).find(
    ({ name, resource_type }) => name === model && resource_type === "model",
  );
  return String(node?.["compiled_code"] ?? "");
}

/** What is known of suspicious tables once production's own code was built beside them. */
interface Fair {
  /** How they differ from what production's code makes of the same data. */
  readonly diffs: ReadonlyMap<string, TableDiff>;
  /** Columns that are never the same twice, whoever builds them: nothing can be said of their values. */
  readonly unstable: readonly NodeName[];
}

/**
 * The suspicious tables held against production's own code built anew on the same data. Columns that differ there as well as from
 * production are built once more: what differs between two builds of the same code differs with each build. Undefined when the
 * old code cannot be built any more.
 */
async function withoutTheChange(
  context: CheckContext,
  production: Built,
  head: Built,
  suspicious: readonly TableDiff[],
): Promise<Fair | undefined> {
  const { environment, release, worker, built, change, seconds, progress } = context;
  if (!release || !worker || !built) return undefined;
  progress("building production's own code beside it");
  const of = { environment, release, worker, files: change.files, head, isReloaded: change.touchesLoader, seconds };
  const old = builtModels(production.manifest, built);
  const build = async (name: EnvironmentName) => {
    const baseline = await buildBaseline(of, name, old);
    return baseline && accounted(setAside(baseline));
  };
  const names = suspicious.map(({ model }) => model);
  const compare = (one: Built, other: Built) =>
    tableDifferences(one, other, names, { folder: environment.folder, seconds });
  const base = await build("baseline");
  if (!base) return undefined;
  const diffs = await compare(base, head);
  const drifting = new Set(columnsOf(await compare(production, base)));
  const isDoubtful = columnsOf(diffs).some((node) => drifting.has(node));
  const again = isDoubtful ? await build("baseline-again") : undefined;
  const unstable = again ? columnsOf(await compare(base, again)) : [];
  return { diffs: new Map(diffs.map((diff) => [diff.model, diff])), unstable };
}

function columnsOf(diffs: readonly TableDiff[]): NodeName[] {
  return diffs.flatMap(({ model, columns }) => columns.map(({ column }) => modelNode(model, column)));
}

/** Says of a table's columns that they differ without the change, too. */
function noteCause(diff: TableDiff, fair: Fair | undefined): void {
  if (!fair) return;
  const blamed = new Set(fair.diffs.get(diff.model)?.columns.map(({ column }) => column));
  const columns = diff.columns
    .map(({ column }) => column)
    .filter((column) => !blamed.has(column) || covers(fair.unstable, modelNode(diff.model, column)));
  if (columns.length > 0) diff.caps.push(`${columns.join(", ")}: differs from production without the change, too`);
}

/** What could not be compared, where it was to be. */
function notCompared(tables: readonly TableDiff[], allowed: readonly NodeName[]): Finding[] {
  return tables
    .filter(({ how, model }) => how === "not-compared" && !covers(allowed, modelNode(model)))
    .map(({ model, reason }) => ({
      code: "values.not-compared",
      severity: "error",
      node: modelNode(model),
      message: `${model} could not be compared with production: ${reason ?? "no reason given"}`,
      hint: "Nothing is known of its rows: look at them before this goes on.",
    }));
}

/** New columns that hold nothing, or what is no number: a division by zero, a join that finds nothing. */
async function newColumns(
  context: CheckContext,
  snapshot: Snapshot,
  manifest: DbtManifest,
  allowed: readonly NodeName[],
): Promise<Finding[]> {
  const relations = relationsOf(manifest);
  const findings: Finding[] = [];
  for (const { model, added } of context.evidence.columns) {
    const place = relations.get(model);
    if (!place) continue;
    for (const column of added) {
      const name = identifier(column);
      const { rows } = await snapshot.query(
        `select count(*), count(${name}), count(*) filter (where lower(cast(${name} as varchar)) in ('inf', '-inf', 'nan')) from ${identifier(place.schema, place.relation)}`,
      );
      const [all = 0, filled = 0, broken = 0] = (rows[0] ?? []).map(Number);
      const isPromised = context.change.expectations.some(
        (expectation) =>
          expectation.kind === "column-present" &&
          expectation.column.model === model &&
          expectation.column.column.toLowerCase() === column.toLowerCase(),
      );
      if (broken > 0) {
        findings.push({
          code: "column.not-a-number",
          severity: "error",
          node: modelNode(model, column),
          message: `the new column ${model}.${column} is infinite or no number in ${broken} of ${all} rows`,
          hint: "It divides by zero there: divide by nullif(…, 0).",
        });
      } else if (all > 0 && filled === 0 && (isPromised || !covers(allowed, modelNode(model, column)))) {
        findings.push({
          code: "column.empty",
          severity: "error",
          node: modelNode(model, column),
          message: `the new column ${model}.${column} is empty in each of ${all} rows`,
          hint: `Does what it is made of exist, and do the joins find it? ${howToExplain(modelNode(model, column))}`,
        });
      }
    }
  }
  return findings;
}

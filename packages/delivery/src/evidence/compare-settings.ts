import { canonical, modelNode } from "@throughline/contracts";
import { z } from "zod";
import { type DbtManifest, relationsOf } from "../dbt/dbt-manifest.ts";
import { sensitiveMark } from "../dbt/sensitive-columns.ts";
import type { Difference } from "./difference.ts";

/** Settings that decide which rows a build keeps, renews or forgets: a copy built once cannot show what they do over time. */
const BUILDING = [
  "incremental_strategy",
  "unique_key",
  "on_schema_change",
  "full_refresh",
  "event_time",
  "batch_size",
  "lookback",
  "begin",
  "strategy",
  "updated_at",
  "check_cols",
  "hard_deletes",
  "invalidate_hard_deletes",
  "dbt_valid_to_current",
  "target_schema",
  "pre-hook",
  "post-hook",
  "grants",
] as const;

const Constraint = z.looseObject({ type: z.string() });
const Column = z.looseObject({
  name: z.string(),
  constraints: z.array(Constraint).default([]),
});
const Described = z.looseObject({
  resource_type: z.string(),
  name: z.string(),
  schema: z.string().nullish(),
  alias: z.string().nullish(),
  config: z.looseObject({
    materialized: z.string().nullish(),
    contract: z.looseObject({ enforced: z.boolean().default(false) }).nullish(),
  }),
  columns: z.record(z.string(), Column).default({}),
  constraints: z.array(Constraint).nullish(),
});
type Described = z.infer<typeof Described>;

/** What models, seeds, snapshots and hooks are told beside their SQL, where that is looser or other than it was. */
export function compareSettings(old: DbtManifest, now: DbtManifest): Difference[] {
  const left = builtIn(now);
  const [had, has] = [relationsOf(old), relationsOf(now)];
  const gone = [...had.keys()].filter((name) => !has.has(name));
  return [
    ...gone.map((name) => differs(name, "model.gone", `${name} is gone`)),
    ...[...builtIn(old)].flatMap(([name, before]) => {
      const after = left.get(name);
      return after ? compareOne(name, before, after) : [];
    }),
    ...compareOperations(old, now),
  ];
}

function differs(name: string, code: string, message: string, column?: string): Difference {
  return { nodes: [modelNode(name, column), modelNode(name)], code, severity: "error", message };
}

function builtIn(manifest: DbtManifest): ReadonlyMap<string, Described> {
  return new Map(
    Object.values(manifest.nodes)
      .filter(({ resource_type }) => ["model", "seed", "snapshot"].includes(resource_type))
      .map((node) => [node.name, Described.parse(node)]),
  );
}

function compareOne(name: string, before: Described, after: Described): Difference[] {
  const differences: Difference[] = [];
  const changed = BUILDING.filter(
    (setting) => canonical(settled(before.config[setting])) !== canonical(settled(after.config[setting])),
  );
  for (const setting of changed) {
    const [was, is] = [shown(before.config[setting]), shown(after.config[setting])];
    differences.push(differs(name, "model.building-changed", `${setting} of ${name} was ${was} and is ${is}`));
  }
  const [was, is] = [before.config.materialized ?? "view", after.config.materialized ?? "view"];
  if (was !== is) {
    differences.push(differs(name, "model.building-changed", `${name} was built as ${was} and is as ${is}`));
  }
  if (before.schema !== after.schema || (before.alias ?? name) !== (after.alias ?? name)) {
    differences.push(
      differs(name, "model.moved", `${name} is built elsewhere: ${after.schema}.${after.alias ?? name}`),
    );
  }
  return [...differences, ...compareContracts(name, before, after)];
}

/** dbt writes what is not given as null, or as an empty list or map. */
function settled(value: unknown): unknown {
  const empty = value === undefined || (typeof value === "object" && value !== null && Object.keys(value).length === 0);
  return empty ? null : value;
}

function shown(value: unknown): string {
  const plain = settled(value);
  return plain === null ? "not set" : typeof plain === "string" ? plain : JSON.stringify(plain);
}

function compareContracts(name: string, before: Described, after: Described): Difference[] {
  const differences: Difference[] = [];
  if (before.config.contract?.enforced && !after.config.contract?.enforced) {
    differences.push(differs(name, "contract.loosened", `the contract of ${name} is no longer enforced`));
  }
  for (const lost of lostConstraints(before.constraints ?? [], after.constraints ?? [])) {
    differences.push(differs(name, "contract.loosened", `${name} has lost its constraint ${lost}`));
  }
  const columns = new Map(Object.values(after.columns).map((column) => [column.name.toLowerCase(), column]));
  for (const column of Object.values(before.columns)) {
    const kept = columns.get(column.name.toLowerCase());
    if (!kept) {
      if (before.config.contract?.enforced) {
        const message = `${name}.${column.name} is no longer in the contract`;
        differences.push(differs(name, "contract.loosened", message, column.name));
      }
      continue;
    }
    for (const lost of lostConstraints(column.constraints, kept.constraints)) {
      const message = `${name}.${column.name} has lost its constraint ${lost}`;
      differences.push(differs(name, "contract.loosened", message, column.name));
    }
    if (sensitiveMark(column) && !sensitiveMark(kept)) {
      const message = `${name}.${column.name} is no longer marked as sensitive`;
      differences.push(differs(name, "sensitive.unmarked", message, column.name));
    }
  }
  return differences;
}

/** Constraints of before that are not there any more, in words. */
function lostConstraints(
  before: readonly z.infer<typeof Constraint>[],
  after: readonly z.infer<typeof Constraint>[],
): string[] {
  const kept = new Set(after.map(sameOf));
  return before.filter((constraint) => !kept.has(sameOf(constraint))).map(({ type }) => type);
}

function sameOf({ type, expression, columns, to, to_columns: toColumns }: z.infer<typeof Constraint>): string {
  return canonical([type, expression ?? null, columns ?? null, to ?? null, toColumns ?? null]);
}

/** Code that runs before and after every build. */
function compareOperations(old: DbtManifest, now: DbtManifest): Difference[] {
  const operations = (manifest: DbtManifest) =>
    new Map(
      Object.entries(manifest.nodes)
        .filter(([, node]) => node.resource_type === "operation")
        .map(([id, node]) => [id, String(node["raw_code"] ?? "")]),
    );
  const [before, after] = [operations(old), operations(now)];
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((id) => before.get(id) !== after.get(id))
    .map((id) => {
      const name = id.split(".").at(-1) ?? id;
      return {
        nodes: [`operation:${name}`],
        code: "hook.changed",
        severity: "error",
        message: `the hook ${name} is ${!before.has(id) ? "new" : !after.has(id) ? "gone" : "changed"}`,
      };
    });
}

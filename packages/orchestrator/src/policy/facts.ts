import {
  type BlastRadius,
  type BreakingClass,
  type Effects,
  type Evidence,
  type Intent,
  type Layer,
  measureNode,
  modelNode,
  type NodeName,
  type Plan,
  type Preview,
  type Reached,
} from "@throughline/contracts";
import { namesOf, planName } from "./plan-name.ts";

/** What a rule of the policy sees of a change. */
export interface PolicyFacts {
  readonly effects: Effects;
  readonly layers: readonly Layer[];
  /** What it edits, by name. */
  readonly edited: readonly NodeName[];
  /** Its own files, relative to the project. */
  readonly paths: readonly string[];
  /** Files that people pushed since the last release, and that production gets with it. */
  readonly pushed: readonly string[];
  /** Whether people changed it by hand. */
  readonly amended: boolean;
  /** Everybody whose words or hand it is of. */
  readonly requesters: readonly string[];
  /** What it reaches of what a failed verification froze. */
  readonly frozen: readonly string[];
  /** Null until it was measured. */
  readonly rows: number | null;
  readonly share: number | null;
  /** Checks that it needs and that did not run. */
  readonly notChecked: readonly { readonly check: string; readonly reason: string }[];
  /** Whether the project is of one person. */
  readonly solo: boolean;
}

/** Everything a change touches or reaches, by name: files, models, measures. What is frozen is compared with it. */
export function reachOf(effects: Effects, edits: readonly { readonly file: string }[]): ReadonlySet<string> {
  return new Set([...effects.blastRadius.models, ...effects.blastRadius.measures, ...edits.map((edit) => edit.file)]);
}

type Planned = Pick<Plan, "edits" | "effects" | "expectations">;

/** What a plan edits: what it promises of, destroys, and writes files of. */
export function editedBy(intent: Intent, { edits, effects, expectations }: Planned): NodeName[] {
  const names = new Set<NodeName>([...effects.destroyed, ...effects.sensitive]);
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    const { table, measure, model } = value as Record<string, unknown>;
    if (typeof table === "string" && typeof measure === "string") names.add(measureNode({ table, measure }));
    if (typeof model === "string") names.add(modelNode(model));
    for (const [key, inner] of Object.entries(value)) if (!INGREDIENTS.has(key)) visit(inner);
  };
  visit(intent);
  visit(expectations);
  for (const expectation of expectations)
    if (expectation.kind === "rest-unchanged") for (const node of expectation.except) names.add(node);
  for (const { file } of edits) {
    const model = /([^/]+)\.(sql|py)$/.exec(file)?.[1];
    if (model !== undefined) names.add(modelNode(model));
  }
  return [...names];
}

/** Parts of an intent that name what a change is made of, not what it edits. */
const INGREDIENTS: ReadonlySet<string> = new Set(["formula", "derivation", "by", "test"]);

/** A total that was nothing has no share it could change by: it counts as this much. */
export const WITHOUT_SHARE = 1000;

/** What the environment showed, held against what was planned: it can only add. */
export function measured(
  plan: Pick<Plan, "effects" | "intent">,
  evidence: Evidence,
): Pick<PolicyFacts, "effects" | "rows" | "share"> & { readonly moved: readonly NodeName[] } {
  const shapes = evidence.columns.filter(
    ({ added, removed, retyped }) => added.length + removed.length + retyped.length > 0,
  );
  const isBroken = shapes.some(({ removed, retyped }) => removed.length + retyped.length > 0);
  const { effects, intent } = plan;
  const gone = [
    ...shapes.flatMap(({ model, removed, added }) =>
      removed.filter((column) => !isRenamed(intent, column, added)).map((column) => modelNode(model, column)),
    ),
    ...evidence.rowCounts.filter(({ before, after }) => before !== null && after === null).map(nodeOf),
  ];
  const tables = evidence.tables ?? [];
  const moving = movedTotals(evidence);
  return {
    effects: {
      ...effects,
      blastRadius: reachedTogether(effects.blastRadius, evidence.reach),
      schemaChange: effects.schemaChange || shapes.length > 0,
      breaking: isBroken ? "breaking" : worse(effects.breaking, evidence.breaking?.class ?? "none"),
      destroyed: [...new Set([...effects.destroyed, ...gone])],
    },
    rows: evidence.tables === undefined ? rowsMoreOrLess(evidence) : sumOf(tables.map(rowsThatDiffer)),
    share: Math.max(0, ...moving.map(({ share }) => share)),
    moved: [
      ...shapes.map(nodeOf),
      ...tables.filter((table) => rowsThatDiffer(table) > 0).map(nodeOf),
      ...moving.map(({ measure }): NodeName => `measure:${measure}`),
    ],
  };
}

const BY_HARM: readonly BreakingClass[] = ["none", "additive", "unknown", "breaking"];

function worse(one: BreakingClass, other: BreakingClass): BreakingClass {
  return BY_HARM.indexOf(one) < BY_HARM.indexOf(other) ? other : one;
}

/** What the plan said it reaches, and what the built code does: names as plans have them. */
function reachedTogether(planned: BlastRadius, reach: Evidence["reach"]): BlastRadius {
  if (!reach) return planned;
  const together = (names: readonly string[], nodes: readonly Reached[]) =>
    namesOf([...names, ...nodes.map(({ node }) => planName(node))]);
  return {
    models: together(planned.models, reach.models),
    measures: together(planned.measures, reach.measures),
    visuals: together(planned.visuals, reach.visuals),
  };
}

/** Whether a column that is gone is there under the name the request gave it. */
function isRenamed(intent: Intent, column: string, added: readonly string[]): boolean {
  if (intent.kind !== "rename-column" || intent.column === undefined) return false;
  const same = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();
  return same(intent.column.column, column) && added.some((name) => same(name, intent.name));
}

/** What a plan takes away. A measure that it promises under the name the request gave it is renamed, however it was written. */
export function destroyedBy(intent: Intent, { effects, expectations }: Planned): NodeName[] {
  if (intent.kind !== "rename-measure") return effects.destroyed;
  const { table, measure } = intent.measure;
  const isKept = expectations.some(
    (promise) =>
      promise.kind === "measure-present" && promise.measure.table === table && promise.measure.measure === intent.name,
  );
  return effects.destroyed.filter((node) => !isKept || node !== measureNode({ table, measure }));
}

function nodeOf({ model }: { readonly model: string }): NodeName {
  return modelNode(model);
}

/** The least that differs, where nobody compared rows: how many more or fewer there are. */
function rowsMoreOrLess({ rowCounts }: Evidence): number {
  return sumOf(rowCounts.map(({ before, after }) => (before === null ? 0 : Math.abs((after ?? 0) - before))));
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}

/** Of a table that could not be compared, any row may differ. */
function rowsThatDiffer({ how, rows }: NonNullable<Evidence["tables"]>[number]): number {
  if (how === "not-compared") return Math.max(rows.before, rows.after);
  return rows.added + rows.removed + (rows.changed ?? 0);
}

/** Relative difference up to which two totals are the same: sums of doubles depend on the order of rows. */
const SAME = 1e-9;

/** Measures whose total is another one, of those that were there before. */
function movedTotals({ measuresBefore, measuresAfter }: Evidence): { measure: string; share: number }[] {
  const after = new Map(measuresAfter.filter(({ by }) => !by).map((preview) => [preview.measure, preview]));
  return measuresBefore
    .filter(({ by }) => !by)
    .flatMap((before) => {
      const now = after.get(before.measure);
      const share = now === undefined ? 0 : shareOf(before, now);
      return share > SAME ? [{ measure: before.measure, share }] : [];
    });
}

function shareOf(before: Preview, after: Preview): number {
  // What could not be evaluated before either says nothing.
  if (before.unavailable !== undefined) return 0;
  if (after.unavailable !== undefined) return WITHOUT_SHARE;
  const [was, is] = [before, after].map(({ rows }) => rows[0]?.at(-1) ?? 0);
  if (was === is) return 0;
  if (typeof was !== "number" || typeof is !== "number" || was === 0) return WITHOUT_SHARE;
  return Math.min(WITHOUT_SHARE, Math.abs(is - was) / Math.abs(was));
}

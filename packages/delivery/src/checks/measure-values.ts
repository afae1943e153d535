import type { Expectation, Finding, MeasureRef, Preview } from "@throughline/contracts";
import type { MeasureQuestion } from "@throughline/semantic-model";
import { openSnapshot } from "../duckdb/snapshot.ts";
import { evaluateMeasures, measureName } from "../evidence/measures.ts";
import { openModels, readModelFiles } from "../releases/model-files.ts";
import type { Check, CheckContext } from "./check.ts";

/** Relative difference up to which two numbers are the same: sums of doubles depend on the order of rows. */
const SAME = 1e-9;

/**
 * Measures before and after, held against the plan: what was approved must be seen, and no other measure may move.
 */
export const measureValues: Check = {
  name: "measures as planned",
  unneeded: (change) => (change.layout.semanticModels.length > 0 ? undefined : "the project has no semantic model"),
  async run(context) {
    const { change, environment, release, evidence } = context;
    const files = readModelFiles(environment.project, change.layout);
    const models = openModels(files, change.layout);
    const present = models.flatMap((model) =>
      model.tables.flatMap((table) => table.measures.map((measure) => ({ table: table.name, measure: measure.name }))),
    );
    const asked: MeasureQuestion[] = [
      ...change.questions,
      ...present.map((measure) => ({ measures: [measure], by: [] })),
    ];
    await using after = await openSnapshot(environment.databaseFile);
    evidence.measuresAfter.push(...(await evaluateMeasures(files, change.layout, asked, after)));
    if (release) {
      await using before = await openSnapshot(release.databaseFile);
      const old = readModelFiles(release.models, change.layout);
      const had = present.filter((measure) => modelHas(old, change, measure));
      const questions = had.map((measure) => ({ measures: [measure], by: [] }));
      evidence.measuresBefore.push(...(await evaluateMeasures(old, change.layout, questions, before)));
    }
    return change.expectations.flatMap((expectation) => judge(expectation, context, present));
  },
};

function modelHas(
  files: ReturnType<typeof readModelFiles>,
  change: CheckContext["change"],
  measure: MeasureRef,
): boolean {
  return openModels(files, change.layout).some((model) =>
    model.tables.some(
      (table) => table.name === measure.table && table.measures.some((m) => m.name === measure.measure),
    ),
  );
}

function judge(expectation: Expectation, context: CheckContext, present: readonly MeasureRef[]): Finding[] {
  const { evidence } = context;
  const has = (measure: MeasureRef) => present.some((m) => m.table === measure.table && m.measure === measure.measure);
  const unmet = (message: string, hint: string): Finding[] => [
    { code: "expectation.unmet", severity: "error", message, hint },
  ];
  switch (expectation.kind) {
    case "measure-present":
      return has(expectation.measure)
        ? []
        : unmet(
            `the plan promised ${measureName(expectation.measure)}, and the model does not have it`,
            "The author left it out.",
          );
    case "measure-absent":
      return has(expectation.measure)
        ? unmet(
            `the plan promised to remove ${measureName(expectation.measure)}, and it is still there`,
            "The author left it in.",
          )
        : [];
    case "measures-unchanged": {
      const except = new Set(expectation.except.map(measureName));
      return evidence.measuresBefore
        .filter((before) => !except.has(before.measure))
        .flatMap((before) => {
          const after = evidence.measuresAfter.findLast(
            (candidate) => candidate.measure === before.measure && !candidate.by,
          );
          if (!after || sameValues(before, after)) return [];
          return unmet(
            `${before.measure} was ${shown(before)} and is ${shown(after)}, which the plan does not say`,
            "Either the change is wrong, or the request must say that this number changes.",
          );
        });
    }
    default:
      return [];
  }
}

function shown(preview: Preview): string {
  return preview.unavailable ?? String(preview.rows[0]?.[0] ?? "blank");
}

export function sameValues(a: Preview, b: Preview): boolean {
  if (a.unavailable !== undefined || b.unavailable !== undefined) return a.unavailable === b.unavailable;
  return (
    a.rows.length === b.rows.length &&
    a.rows.every((row, at) => row.every((value, index) => sameValue(value, b.rows[at]?.[index])))
  );
}

function sameValue(a: unknown, b: unknown): boolean {
  if (typeof a !== "number" || typeof b !== "number") return a === b;
  return a === b || Math.abs(a - b) <= SAME * Math.max(Math.abs(a), Math.abs(b));
}

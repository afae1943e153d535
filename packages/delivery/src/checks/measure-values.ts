import type { Expectation, Finding, MeasureRef, Preview } from "@throughline/contracts";
import type { MeasureQuestion, SemanticModel } from "@throughline/semantic-model";
import { openSnapshot } from "../duckdb/snapshot.ts";
import { evaluateMeasures, measureName } from "../evidence/measures.ts";
import { openModels, readModelFiles } from "../releases/model-files.ts";
import { type Change, type Check, type CheckContext, hasWarehouse, NO_WAREHOUSE } from "./check.ts";

/** Relative difference up to which two numbers are the same: sums of doubles depend on the order of rows. */
const SAME = 1e-9;

/**
 * Measures before and after, held against the plan: what was approved must be seen, and no other measure may move.
 */
export const measureValues: Check = {
  name: "measures as planned",
  unneeded: (change) => (change.layout.semanticModels.length > 0 ? undefined : "the project has no semantic model"),
  async run(context) {
    if (!hasWarehouse(context)) return { notChecked: NO_WAREHOUSE };
    const { change, environment, release, evidence } = context;
    const files = readModelFiles(environment.project, change.layout);
    const models = openModels(files, change.layout);
    const present = measuresOf(models);
    await using after = await openSnapshot(environment.databaseFile);
    evidence.measuresAfter.push(
      ...(await evaluateMeasures(files, change.layout, eachOnce(change.questions, present), after)),
    );
    const gone: MeasureRef[] = [];
    if (release) {
      await using before = await openSnapshot(release.databaseFile);
      const old = readModelFiles(release.models, change.layout);
      const had = measuresOf(openModels(old, change.layout));
      evidence.measuresBefore.push(...(await evaluateMeasures(old, change.layout, eachOnce([], had), before)));
      gone.push(...had.filter((measure) => !has(present, measure)));
    }
    return [
      ...change.expectations.flatMap((expectation) => judge(expectation, context, present)),
      ...gone.flatMap((measure) => judgeGone(measure, change)),
    ];
  },
};

function measuresOf(models: readonly SemanticModel[]): MeasureRef[] {
  return models.flatMap((model) =>
    model.tables.flatMap((table) => table.measures.map((measure) => ({ table: table.name, measure: measure.name }))),
  );
}

function has(measures: readonly MeasureRef[], measure: MeasureRef): boolean {
  return measures.some((candidate) => measureName(candidate) === measureName(measure));
}

/** The questions, and every measure by itself; what is asked twice is evaluated once. */
export function eachOnce(questions: readonly MeasureQuestion[], measures: readonly MeasureRef[]): MeasureQuestion[] {
  const single = [...questions, ...measures.map((measure) => ({ measures: [measure], by: [] }))].flatMap((question) =>
    question.measures.map((measure): MeasureQuestion => ({ measures: [measure], by: question.by })),
  );
  const key = ({ measures, by }: MeasureQuestion) =>
    JSON.stringify([measures.map(measureName), by.map(({ table, column }) => [table, column])]);
  return [...new Map(single.map((question) => [key(question), question])).values()];
}

/** A measure that vanished: promised, or a finding; an error where there is a plan that does not say so. */
export function judgeGone(measure: MeasureRef, change: Pick<Change, "mayTouch" | "expectations">): Finding[] {
  const planned = change.expectations.some((expectation) => {
    if (expectation.kind === "measure-absent") return has([expectation.measure], measure);
    return expectation.kind === "measures-unchanged" && has(expectation.except, measure);
  });
  if (planned) return [];
  if (change.mayTouch === undefined) {
    return [
      {
        code: "measure.gone",
        severity: "warning",
        message: `production has ${measureName(measure)}, and the model no longer does`,
        hint: "Reports outside this project may show it.",
      },
    ];
  }
  return [
    {
      code: "expectation.unmet",
      severity: "error",
      message: `${measureName(measure)} is gone, which the plan does not say`,
      hint: "Either the change is wrong, or the request must say that this measure goes.",
    },
  ];
}

function judge(expectation: Expectation, context: CheckContext, present: readonly MeasureRef[]): Finding[] {
  const { evidence } = context;
  const unmet = (message: string, hint: string): Finding[] => [
    { code: "expectation.unmet", severity: "error", message, hint },
  ];
  switch (expectation.kind) {
    case "measure-present":
      return has(present, expectation.measure)
        ? []
        : unmet(
            `the plan promised ${measureName(expectation.measure)}, and the model does not have it`,
            "The author left it out.",
          );
    case "measure-absent":
      return has(present, expectation.measure)
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
          const after = evidence.measuresAfter.find(
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

/** Whether two answers are the same: numbers up to the order of summing, everything else exactly. */
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

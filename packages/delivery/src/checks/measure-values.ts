import {
  covers,
  type Expectation,
  type Finding,
  type MeasureRef,
  measureNode,
  type NodeName,
  type Preview,
} from "@throughline/contracts";
import type { MeasureQuestion, SemanticModel } from "@throughline/semantic-model";
import { askedOnce } from "../duckdb/asked-once.ts";
import { openSnapshot } from "../duckdb/snapshot.ts";
import { type Compared, changedFormulas, compareModels, formulasOf } from "../evidence/compare-models.ts";
import { howToExplain, unexplained } from "../evidence/difference.ts";
import { allowedBy, movableMeasures, renamedIn, valuesMayDiffer } from "../evidence/may-differ.ts";
import { evaluateOn, measureName, measureOf } from "../evidence/measures.ts";
import { sameTables } from "../evidence/same-tables.ts";
import { sameValues } from "../evidence/same-values.ts";
import { brokenNumbers, compareShown } from "../evidence/shown-values.ts";
import { openModels, readModelFiles } from "../releases/model-files.ts";
import { builtModels } from "./built-models.ts";
import { type Change, type Check, type CheckContext, hasWarehouse, NO_WAREHOUSE } from "./check.ts";

/**
 * Measures before and after, held against the plan: what was approved must be seen, and no other measure may move, neither in
 * total nor in what a visual shows.
 */
export const measureValues: Check = {
  name: "measures as planned",
  unneeded: (change) => (change.layout.semanticModels.length > 0 ? undefined : "the project has no semantic model"),
  async run(context) {
    if (!hasWarehouse(context)) return { notChecked: NO_WAREHOUSE };
    const { change, environment, release, head, evidence, seconds } = context;
    const { layout, questions, expectations } = change;
    const files = readModelFiles(environment.project, layout);
    const models = openModels(files, layout);
    const present = measuresOf(models);
    await using headSnapshot = await openSnapshot(head.databaseFile, undefined, seconds);
    const after = askedOnce(headSnapshot);
    evidence.measuresAfter.push(...(await evaluateOn(models, eachOnce(questions, present), after)));
    if (!release) return expectations.flatMap((expectation) => judge(expectation, context, present, () => false));
    // Where dbt is left alone both are production's file, and most formulas ask the same of it.
    const isSame = release.databaseFile === head.databaseFile;
    await using snapshot = isSame ? undefined : await openSnapshot(release.databaseFile, undefined, seconds);
    const before = snapshot ? askedOnce(snapshot) : after;
    const old = readModelFiles(release.models, layout);
    const oldModels = openModels(old, layout);
    const had = measuresOf(oldModels);
    evidence.measuresBefore.push(...(await evaluateOn(oldModels, eachOnce([], had), before)));
    const gone = had.filter((measure) => !has(present, measure));
    const renamed = renamedIn(expectations);
    const isMeant = movableMeasures([...models, ...oldModels], valuesMayDiffer(expectations, head.manifest));
    const compared = { before: old, after: files, layout };
    const sides = [
      { models: oldModels, engine: before },
      { models, engine: after },
    ] as const;
    const [known, formulas] = [formulasOf(oldModels), formulasOf(models)];
    const changed = changedFormulas(known, formulas);
    const shown = canMove(context, changed, compared)
      ? await compareShown(...sides, { changed, isMeant, renamed })
      : [];
    const earlier = new Set(known.values());
    // A measure that is only renamed is not new.
    const fresh = [...formulas].filter(([name, formula]) => !known.has(name) && !earlier.has(formula));
    const broken = await brokenNumbers(sides[1], new Set([...changed, ...fresh.map(([name]) => name)]));
    return [
      ...broken.map(notANumber),
      ...expectations.flatMap((expectation) => judge(expectation, context, present, isMeant)),
      ...gone.flatMap((measure) => judgeGone(measure, change)),
      ...unexplained(shown, allowedBy(expectations)),
    ];
  },
};

/** Whether a number can be another one: a table is no longer the same, or the model says something that the plan does not. */
function canMove(context: CheckContext, changed: ReadonlySet<string>, compared: Omit<Compared, "values">): boolean {
  const { change, head, built, evidence } = context;
  if (change.touchesLoader) return true;
  if (change.touchesTransform) {
    if (!built || !head.manifest || !sameTables(builtModels(head.manifest, built), evidence)) return true;
  }
  if (!change.touchesModel) return false;
  const allowed = allowedBy(change.expectations);
  return (
    [...changed].some((name) => !covers(allowed, measureNode(measureOf(name)))) ||
    unexplained(compareModels({ ...compared, values: [] }), allowed).length > 0
  );
}

function notANumber({ measure, where }: { measure: MeasureRef; where: string }): Finding {
  return {
    code: "measure.not-a-number",
    severity: "error",
    node: measureNode(measure),
    message: `${measureName(measure)} is infinite or no number ${where}`,
    hint: "It divides by zero there: DIVIDE leaves that blank.",
  };
}

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

/** A measure that vanished: promised, or an error; a tree that is held against no plan only hears of it. */
export function judgeGone(measure: MeasureRef, { expectations }: Pick<Change, "expectations">): Finding[] {
  const planned = expectations.some((expectation) => {
    if (expectation.kind === "measure-absent") return has([expectation.measure], measure);
    return expectation.kind === "measures-unchanged" && has(expectation.except, measure);
  });
  if (planned) return [];
  const isHeld = expectations.some(({ kind }) => kind === "measures-unchanged");
  const node = measureNode(measure);
  const said = isHeld ? ", which the plan does not say" : "";
  return [
    {
      code: "measure.gone",
      severity: isHeld ? "error" : "warning",
      node,
      message: `production has ${measureName(measure)}, and the model no longer does${said}`,
      hint: isHeld ? howToExplain(node) : "Reports outside this project may show it.",
    },
  ];
}

function judge(
  expectation: Expectation,
  context: CheckContext,
  present: readonly MeasureRef[],
  isMeant: (measure: MeasureRef) => boolean,
): Finding[] {
  const { evidence } = context;
  const unmet = (message: string, hint: string, node?: NodeName): Finding[] => [
    { code: "expectation.unmet", severity: "error", ...(node && { node }), message, hint },
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
      const free = (name: string) => except.has(name) || isMeant(measureOf(name));
      return evidence.measuresBefore
        .filter((before) => !free(before.measure))
        .flatMap((before) => {
          const after = evidence.measuresAfter.find(
            (candidate) => candidate.measure === before.measure && !candidate.by,
          );
          if (!after || sameValues(before, after)) return [];
          return unmet(
            `${before.measure} was ${shown(before)} and is ${shown(after)}, which the plan does not say`,
            howToExplain(measureNode(measureOf(before.measure))),
            measureNode(measureOf(before.measure)),
          );
        });
    }
    case "renamed": {
      const [was, is] = [
        evidence.measuresBefore.find(({ measure }) => `measure:${measure}` === expectation.from),
        evidence.measuresAfter.find(({ measure, by }) => !by && `measure:${measure}` === expectation.to),
      ];
      if (!was || !is || sameValues(was, is) || isMeant(measureOf(was.measure))) return [];
      return unmet(
        `${was.measure} was ${shown(was)}, and under its new name ${is.measure} it is ${shown(is)}`,
        howToExplain(expectation.to),
        expectation.to,
      );
    }
    default:
      return [];
  }
}

function shown(preview: Preview): string {
  if (preview.unavailable !== undefined) return `not to be computed here (${preview.unavailable})`;
  return String(preview.rows[0]?.[0] ?? "blank");
}

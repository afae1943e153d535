import type { MeasureRef, Preview, ProjectFiles, ProjectLayout } from "@throughline/contracts";
import type { Engine, MeasureQuestion, SemanticModel } from "@throughline/semantic-model";
import { openModels } from "../releases/model-files.ts";

/** `Table[Measure]`, as people read it. */
export function measureName(measure: MeasureRef): string {
  return `${measure.table}[${measure.measure}]`;
}

/** The measure that `measureName` names. */
export function measureOf(name: string): MeasureRef {
  const at = name.indexOf("[");
  return { table: name.slice(0, at), measure: name.slice(at + 1, -1) };
}

/** The model that has a measure. */
export function modelWith(models: readonly SemanticModel[], measure: MeasureRef): SemanticModel | undefined {
  return models.find((model) =>
    model.tables.some(
      (table) => table.name === measure.table && table.measures.some((candidate) => candidate.name === measure.measure),
    ),
  );
}

/** The values of the measures asked for, or why there are none: one answer for each measure of each question. */
export async function evaluateMeasures(
  files: ProjectFiles,
  layout: ProjectLayout,
  questions: readonly MeasureQuestion[],
  engine: Engine,
): Promise<Preview[]> {
  return evaluateOn(openModels(files, layout), questions, engine);
}

/** The same on models that are open. */
export async function evaluateOn(
  models: readonly SemanticModel[],
  questions: readonly MeasureQuestion[],
  engine: Engine,
): Promise<Preview[]> {
  const previews: Preview[] = [];
  for (const question of questions) {
    for (const measure of question.measures) {
      const by = question.by.map((column) => `${column.table}[${column.column}]`);
      const head = { measure: measureName(measure), ...(by.length > 0 ? { by } : {}) };
      const model = modelWith(models, measure);
      if (!model) {
        previews.push({ ...head, columns: [], rows: [], unavailable: "the measure is not in the model" });
        continue;
      }
      const answer = await model.evaluate({ measures: [measure], by: question.by }, engine);
      previews.push(
        "cannotEvaluate" in answer
          ? { ...head, columns: [], rows: [], unavailable: answer.cannotEvaluate.reason }
          : { ...head, columns: [...answer.columns], rows: answer.rows.map((row) => [...row]) },
      );
    }
  }
  return previews;
}

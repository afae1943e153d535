import { Failure } from "@throughline/contracts";
import { compileMeasures, type MeasureQuery, type Model } from "@throughline/tabular";
import type { Engine, Evaluation, MeasureQuestion } from "../semantic-model.ts";

/** Asks the warehouse for measures of a Power BI model. What cannot be evaluated exactly is refused with the reason. */
export async function evaluateMeasures(model: Model, question: MeasureQuestion, engine: Engine): Promise<Evaluation> {
  const compiled = compileMeasures(model, question.measures, question.by);
  if ("cannotEvaluate" in compiled) return compiled;
  const { query } = compiled;
  try {
    const broken = await brokenGuard(query, engine);
    if (broken !== undefined) return { cannotEvaluate: { reason: broken } };
    const { rows } = await engine.query(query.sql);
    return readRows(query, rows);
  } catch (error) {
    // An engine that is in trouble says nothing of the model: the same question may have an answer later.
    if (error instanceof Failure && error.retry === "later") throw error;
    const answer = error instanceof Error ? error.message : String(error);
    return { cannotEvaluate: { reason: `the warehouse did not answer: ${answer}` } };
  }
}

async function brokenGuard(query: MeasureQuery, engine: Engine): Promise<string | undefined> {
  for (const guard of query.guards) {
    const { rows } = await engine.query(guard.sql);
    if (Number(rows[0]?.[0] ?? 0) !== 0) return guard.reason;
  }
  return undefined;
}

function readRows(query: MeasureQuery, rows: readonly (readonly unknown[])[]): Evaluation {
  const read: (string | number | boolean | null)[][] = [];
  for (const row of rows) {
    const values: (string | number | boolean | null)[] = [];
    for (const value of row) {
      if (value === null || value === undefined) values.push(null);
      else if (typeof value === "bigint") values.push(Number(value));
      else if (typeof value === "number") {
        if (!Number.isFinite(value)) return { cannotEvaluate: { reason: "a division by zero has no finite value" } };
        values.push(value);
      } else if (typeof value === "string" || typeof value === "boolean") values.push(value);
      else return { cannotEvaluate: { reason: `the warehouse answered with a value of type ${typeof value}` } };
    }
    read.push(values);
  }
  return { columns: query.columns, rows: read };
}

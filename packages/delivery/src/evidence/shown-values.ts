import {
  type ColumnRef,
  columnNode,
  isSensitiveName,
  type MeasureRef,
  measureNode,
  type NodeName,
  type Preview,
} from "@throughline/contracts";
import type { Engine, MeasureQuestion, SemanticModel } from "@throughline/semantic-model";
import type { Difference } from "./difference.ts";
import { evaluateOn, measureName, measureOf } from "./measures.ts";
import { sameValue, sameValues } from "./same-values.ts";

/** More groups than this are no picture that anybody looks at; rows beyond it are not compared. */
const MOST_GROUPS = 10_000;

/** Columns by which a changed formula is tried besides those that visuals show it by. */
const MOST_COLUMNS = 12;

/** Semantic models with the warehouse that they read. */
export interface Side {
  readonly models: readonly SemanticModel[];
  readonly engine: Engine;
}

/**
 * What visuals show, before and after: each measure by the columns it is shown by, and each changed formula by the columns of
 * the tables beside its own. A total can stay the same while every bar of a chart moves. `isMeant` says which may; what is
 * `renamed` is looked up under its new name.
 */
export async function compareShown(
  before: Side,
  after: Side,
  plan: {
    readonly changed: ReadonlySet<string>;
    readonly isMeant: (measure: MeasureRef) => boolean;
    readonly renamed: ReadonlyMap<NodeName, NodeName>;
  },
): Promise<Difference[]> {
  const called = ({ measure, by }: Shown): Shown => ({
    measure: measureOf(nameOf(plan.renamed, measureNode(measure))),
    by: by.map((column) => columnNamed(nameOf(plan.renamed, columnNode(column)))),
  });
  const tried = new Set([...plan.changed, ...[...plan.renamed.keys()].map(plainName)]);
  const questions = once([...shownBy(before.models), ...triedBy(before.models, tried)]).filter(
    (question) =>
      !plan.isMeant(question.measure) &&
      [called(question).measure, ...called(question).by].every((field) => has(after.models, field)),
  );
  const ask = ({ measure, by }: Shown): MeasureQuestion => ({ measures: [measure], by });
  const was = await answers(before, questions.map(ask));
  const is = await answers(after, questions.map(called).map(ask));
  return questions.flatMap(({ measure, by }, at): Difference[] => {
    const [old, now] = [was[at], is[at]];
    if (!old || !now || sameValues(old, now)) return [];
    const message = `${measureName(measure)} by ${by.map(inWords).join(" and ")}: ${differenceOf(old, now, by)}`;
    return [{ nodes: [measureNode(measure)], code: "measure.shown-otherwise", severity: "error", message }];
  });
}

/** How an answer says that a number is none. */
const NO_NUMBER: ReadonlySet<unknown> = new Set(["Infinity", "-Infinity", "NaN"]);

/**
 * New and changed formulas that give what is no number, in total or for one of the groups they are tried by: a division by zero
 * that `DIVIDE` would have left blank. By measure, where it happens.
 */
export async function brokenNumbers(
  after: Side,
  measures: ReadonlySet<string>,
): Promise<{ measure: MeasureRef; where: string }[]> {
  const tried = triedBy(after.models, measures);
  const totals = once(tried.map(({ measure }): Shown => ({ measure, by: [] })));
  const questions = [...totals, ...tried];
  const found = await answers(
    after,
    questions.map(({ measure, by }) => ({ measures: [measure], by })),
  );
  const broken = new Map<string, { measure: MeasureRef; where: string }>();
  for (const [at, { measure, by }] of questions.entries()) {
    const groups = (found[at]?.rows ?? []).filter((row) => NO_NUMBER.has(row.at(-1))).length;
    if (groups === 0 || broken.has(measureName(measure))) continue;
    const where = by.length === 0 ? "in total" : `in ${groups} groups by ${by.map(inWords).join(" and ")}`;
    broken.set(measureName(measure), { measure, where });
  }
  return [...broken.values()];
}

function nameOf(renamed: ReadonlyMap<NodeName, NodeName>, node: NodeName): string {
  return plainName(renamed.get(node) ?? node);
}

/** `Table[Name]` of a node. */
function plainName(node: NodeName): string {
  return node.slice(node.indexOf(":") + 1);
}

function columnNamed(name: string): ColumnRef {
  const { table, measure: column } = measureOf(name);
  return { table, column };
}

interface Shown {
  readonly measure: MeasureRef;
  readonly by: readonly ColumnRef[];
}

function shownBy(models: readonly SemanticModel[]): Shown[] {
  return models.flatMap(({ visuals }) =>
    visuals
      .filter(({ columns }) => columns.length > 0)
      .flatMap(({ measures, columns }) => measures.map((measure): Shown => ({ measure, by: columns }))),
  );
}

/** Changed formulas by columns that tell few things apart: texts and truth values of tables that filter the measure's own. */
function triedBy(models: readonly SemanticModel[], changed: ReadonlySet<string>): Shown[] {
  return models.flatMap((model) => {
    const measures = model.tables.flatMap((table) =>
      table.measures.map(({ name }): MeasureRef => ({ table: table.name, measure: name })),
    );
    const filtering = new Set(model.relationships.filter(({ active }) => active).map(({ to }) => to.table));
    const columns = model.tables
      .filter(({ name }) => filtering.has(name))
      .flatMap((table) =>
        table.columns
          .filter(({ type, calculated, key }) => !calculated && !key && (type === "string" || type === "boolean"))
          .map(({ name }): ColumnRef => ({ table: table.name, column: name })),
      )
      .slice(0, MOST_COLUMNS);
    return measures
      .filter((measure) => changed.has(measureName(measure)))
      .flatMap((measure) => columns.map((column): Shown => ({ measure, by: [column] })));
  });
}

function once(questions: readonly Shown[]): Shown[] {
  const key = ({ measure, by }: Shown) => JSON.stringify([measure, [...by].map(inWords).sort()]);
  return [...new Map(questions.map((question) => [key(question), question])).values()];
}

function has(models: readonly SemanticModel[], field: MeasureRef | ColumnRef): boolean {
  return models.some((model) =>
    model.tables.some(
      (table) =>
        table.name === field.table &&
        ("measure" in field
          ? table.measures.some(({ name }) => name === field.measure)
          : table.columns.some(({ name }) => name === field.column)),
    ),
  );
}

/** One answer for each question, with at most as many groups as are compared. */
function answers({ models, engine }: Side, questions: readonly MeasureQuestion[]): Promise<Preview[]> {
  const bounded: Engine = { query: (sql) => engine.query(`select * from (${sql}) limit ${MOST_GROUPS}`) };
  return evaluateOn(models, questions, bounded);
}

function inWords({ table, column }: ColumnRef): string {
  return `${table}[${column}]`;
}

/** The first group that differs, and how many do; groups of sensitive columns are not named. */
function differenceOf(old: Preview, now: Preview, by: readonly ColumnRef[]): string {
  if (old.unavailable !== undefined || now.unavailable !== undefined) {
    const said = (preview: Preview) =>
      preview.unavailable === undefined ? "there were numbers" : `it could not be computed (${preview.unavailable})`;
    return `before, ${said(old)}; now, ${said(now)}`;
  }
  const keyOf = (row: readonly unknown[]) => JSON.stringify(row.slice(0, by.length));
  const [was, is] = [old, now].map(({ rows }) => new Map(rows.map((row) => [keyOf(row), row.at(-1) ?? null])));
  const differing = [...new Set([...(was?.keys() ?? []), ...(is?.keys() ?? [])])].filter(
    (key) => !sameValue(was?.get(key), is?.get(key)),
  );
  const [first] = differing;
  if (first === undefined) return "the groups are in another order";
  const named = by.some(({ column }) => isSensitiveName(column.replaceAll(" ", "_")))
    ? "one group"
    : (JSON.parse(first) as unknown[]).map((value) => value ?? "(blank)").join(" and ");
  const value = (values: typeof was) => (values?.has(first) ? (values.get(first) ?? "blank") : "not there");
  const more = differing.length > 1 ? `, and ${differing.length - 1} more groups differ` : "";
  return `${named} was ${value(was)} and is ${value(is)}${more}`;
}

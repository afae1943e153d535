import { bindDax, type DaxReference, type DaxScope } from "../dax/bind.ts";
import { parseDax } from "../dax/parse.ts";
import type { DaxExpression } from "../dax/syntax.ts";
import type { JsonText } from "../pbir/json-text.ts";
import type { Report } from "../pbir/report.ts";
import type { ReportMeasure } from "../pbir/report-measures.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import { nameKey } from "../text/same-name.ts";
import type { Span } from "../text/span.ts";
import { indexModel, type ModelIndex } from "./model-index.ts";
import type { TabularProject } from "./open-model.ts";

/** A measure of a report with the meaning of its DAX. All spans but those of `tree` are places in its file. */
export interface BoundReportMeasure {
  readonly report: Report;
  readonly measure: ReportMeasure;
  readonly tree: DaxExpression;
  /** What it uses of the model. */
  readonly references: readonly DaxReference[];
  /** The other measures of the report that it uses. */
  readonly own: readonly ReportMeasure[];
  /** Names in brackets that may mean a field of the model. */
  readonly open: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

const known = new WeakMap<TabularProject, readonly BoundReportMeasure[]>();

/** The measures of all reports. Each sees the model and the measures of its own report, which hide the model's. */
export function bindReportMeasures(project: TabularProject): readonly BoundReportMeasure[] {
  const before = known.get(project);
  if (before) return before;
  const index = indexModel(project.model);
  const made = project.reports.flatMap((report) =>
    report.measures.flatMap((measure) =>
      measure.expression ? [bindOne(index, report, measure, measure.expression)] : [],
    ),
  );
  known.set(project, made);
  return made;
}

function bindOne(index: ModelIndex, report: Report, measure: ReportMeasure, dax: JsonText): BoundReportMeasure {
  const { expression: tree, diagnostics } = parseDax(dax.text);
  const bound = bindDax(tree, scopeOf(index, report, measure.table), { wants: "value", hasRow: false });
  const own = ownMeasures(report);
  const inFile = (span: Span): Span => placeOf(dax, span);
  const isOwn = (reference: DaxReference): boolean =>
    reference.kind === "measure" && own.get(nameKey(reference.name))?.table === reference.table;
  return {
    report,
    measure,
    tree,
    references: bound.references
      .filter((reference) => !isOwn(reference))
      .map((reference) =>
        reference.kind !== "table" && reference.tableSpan
          ? { ...reference, span: inFile(reference.span), tableSpan: inFile(reference.tableSpan) }
          : { ...reference, span: inFile(reference.span) },
      ),
    own: bound.references.flatMap((reference) =>
      isOwn(reference) && reference.kind === "measure" ? (own.get(nameKey(reference.name)) ?? []) : [],
    ),
    open: bound.open.map(({ name }) => name),
    diagnostics: [...diagnostics, ...bound.diagnostics].map((found) => ({ ...found, span: inFile(found.span) })),
  };
}

/** Where a part of the DAX is in the file; what is empty there is shown by the next character. */
function placeOf(dax: JsonText, { start, end }: Span): Span {
  return { start: dax.place(start), end: dax.place(end) };
}

function ownMeasures(report: Report): ReadonlyMap<string, ReportMeasure> {
  return new Map(report.measures.map((measure) => [nameKey(measure.name), measure]));
}

function scopeOf(index: ModelIndex, report: Report, table: string): DaxScope {
  const scope = index.scope(table);
  const own = ownMeasures(report);
  const tables = new Map(report.measures.map((measure) => [nameKey(measure.table), measure.table]));
  return {
    ...scope,
    findTable: (name) => scope.findTable(name) ?? tables.get(nameKey(name)),
    findMeasure: (name) => own.get(nameKey(name)) ?? scope.findMeasure(name),
    measureNames: () => [...[...own.values()].map(({ name }) => name), ...scope.measureNames()],
  };
}

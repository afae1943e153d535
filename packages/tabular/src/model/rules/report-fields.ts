import type { FieldReference } from "../../pbir/field-reference.ts";
import type { Report as PbirReport } from "../../pbir/report.ts";
import { closestName } from "../../text/closest-name.ts";
import { sameName } from "../../text/same-name.ts";
import { indexModel, type ModelIndex } from "../model-index.ts";
import { finding, type Rule } from "./rule.ts";

/** A visual, filter or bookmark that shows a field the model does not have shows an error to every reader. */
export const reportFields: Rule = {
  kinds: [
    { code: "report-broken-field", severity: "error", why: "The visual shows an error to every reader." },
    {
      code: "report-stale-field",
      severity: "warning",
      why: "What Power BI left behind confuses, and breaks when it is used.",
    },
  ],
  check({ model, reports }, report) {
    const index = indexModel(model);
    for (const pbir of reports) {
      for (const file of pbir.files) {
        for (const field of file.uses.fields) {
          const missing = whatIsMissing(index, pbir, field);
          if (!missing) continue;
          const { span, message, hint } = missing;
          const found =
            field.use === "shown"
              ? finding("report-broken-field", span, message, hint)
              : finding("report-stale-field", span, `${message}, which ${remnants[field.use]} names`, hint);
          report(file.path, found);
        }
      }
    }
  },
};

const remnants = { formatting: "a formatting rule", "idle-filter": "a filter without a condition" };

interface Missing {
  readonly span: { readonly start: number; readonly end: number };
  readonly message: string;
  readonly hint?: string;
}

function whatIsMissing(index: ModelIndex, pbir: PbirReport, field: FieldReference): Missing | undefined {
  if (field.kind === "report-measure") return whichOwnIsMissing(pbir, field);
  const table = index.table(field.table);
  if (!table) {
    if (pbir.measures.some((measure) => sameName(measure.table, field.table))) return undefined;
    const names = index.model.tables.map(({ name }) => name);
    return missing(field.tableSpan, `the model has no table '${field.table}'`, closestName(field.table, names));
  }
  if (field.kind === "hierarchy" || field.kind === "level") {
    const hierarchy = table.hierarchies.find(({ name }) => sameName(name, field.name));
    // The hierarchies of automatic date tables are in tables Power BI makes and hides.
    if (!hierarchy)
      return missing(field.nameSpan, `table '${table.name}' has no hierarchy \`${field.name}\``, undefined);
    if (field.kind === "hierarchy" || hierarchy.levels.some(({ name }) => sameName(name, field.level ?? "")))
      return undefined;
    const levels = hierarchy.levels.map(({ name }) => name);
    return missing(
      field.levelSpan ?? field.nameSpan,
      `hierarchy \`${hierarchy.name}\` has no level \`${field.level ?? ""}\``,
      closestName(field.level ?? "", levels),
    );
  }
  const own = field.kind === "column" ? table.columns : table.measures;
  if (own.some(({ name }) => sameName(name, field.name))) return undefined;
  if (pbir.measures.some((measure) => sameName(measure.table, field.table) && sameName(measure.name, field.name))) {
    return undefined;
  }
  const names = own.map(({ name }) => name);
  return missing(
    field.nameSpan,
    `table '${table.name}' has no ${field.kind} [${field.name}]`,
    closestName(field.name, names),
  );
}

/** What the report's own measures cannot be read from says nothing of what they are. */
function whichOwnIsMissing({ measures, diagnostics }: PbirReport, field: FieldReference): Missing | undefined {
  if (diagnostics.some(({ file }) => file.endsWith("/reportExtensions.json"))) return undefined;
  if (measures.some(({ name }) => sameName(name, field.name))) return undefined;
  const names = measures.map(({ name }) => name);
  return missing(
    field.nameSpan,
    `this report has no measure [${field.name}] of its own`,
    closestName(field.name, names),
  );
}

function missing(span: Missing["span"], message: string, suggestion: string | undefined): Missing {
  const hint = suggestion === undefined ? "Show another field, or remove it here." : `Did you mean ${suggestion}?`;
  return { span, message, hint };
}

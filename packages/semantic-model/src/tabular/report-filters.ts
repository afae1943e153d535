import { canonical, type ProjectFiles } from "@throughline/contracts";
import type { TabularProject } from "@throughline/tabular";
import type { ReportFilter } from "../semantic-model.ts";

/** Names of what is filtered, and of the filter itself: a rename changes them, and nothing that a report shows. */
const NAMES: ReadonlySet<string> = new Set(["Entity", "Property", "Source", "Name", "name", "displayName", "ordinal"]);

/** The conditions that a project's reports filter by, file by file: of a report, a page, or a visual. */
export function describeFilters(files: ProjectFiles, project: TabularProject): readonly ReportFilter[] {
  return project.reports.flatMap((report) =>
    report.files.flatMap(({ path }) => {
      const conditions = conditionsIn(files.get(path) ?? "");
      return conditions.length > 0 ? [{ report: report.folder, file: path, conditions }] : [];
    }),
  );
}

function conditionsIn(text: string): string[] {
  let root: unknown;
  try {
    root = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    // The checks of the report say that it cannot be read.
    return [];
  }
  const config = (root as { filterConfig?: { filters?: unknown } } | null)?.filterConfig?.filters;
  const filters = Array.isArray(config) ? (config as { filter?: unknown; type?: unknown }[]) : [];
  return filters
    .filter((filter) => filter?.filter !== undefined)
    .map((filter) => canonical([filter.type ?? null, withoutNames(filter.filter)]))
    .sort();
}

function withoutNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNames);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !NAMES.has(key))
      .map(([key, inner]) => [key, withoutNames(inner)]),
  );
}

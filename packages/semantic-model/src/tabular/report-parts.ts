import type { ProjectFiles } from "@throughline/contracts";
import { folderPrefix, type TabularProject } from "@throughline/tabular";
import type { ReportPart } from "../semantic-model.ts";

/** Names of what is shown or filtered, and of the part itself: a rename changes them, and nothing that a report shows. */
const NAMES: ReadonlySet<string> = new Set([
  "Entity",
  "Property",
  "Source",
  "Name",
  "name",
  "displayName",
  "queryRef",
  "nativeQueryRef",
  "metadata",
]);

/** Where a part is on its page, how tools order it, and by which version of the schema it is written. */
const LAYOUT: ReadonlySet<string> = new Set([
  "position",
  "ordinal",
  "tabOrder",
  "$schema",
  "howCreated",
  "annotations",
]);

/** Deeper than any report is nested; beyond it nothing is compared. */
const DEEPEST = 100;

/** What each file of a project's reports says, whatever its layout. */
export function describeReportParts(files: ProjectFiles, project: TabularProject): readonly ReportPart[] {
  return project.reports.flatMap(({ folder }) => {
    const prefix = folderPrefix(folder);
    return [...files].flatMap(([file, text]) => {
      const isPart = file.startsWith(`${prefix}definition/`) || file === `${prefix}definition.pbir`;
      return isPart && /\.(json|pbir)$/.test(file) ? [{ file, says: wordsOf(text) }] : [];
    });
  });
}

function wordsOf(text: string): ReadonlyMap<string, string> {
  const says = new Map<string, string>();
  let root: unknown;
  try {
    root = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    // That it cannot be read is a finding of the checks.
    return says;
  }
  visit(root, "", 0, says);
  return says;
}

function visit(value: unknown, place: string, depth: number, says: Map<string, string>): void {
  if (depth > DEEPEST) return;
  if (typeof value !== "object" || value === null) {
    says.set(place, JSON.stringify(value));
    return;
  }
  for (const [key, inner] of Object.entries(value)) {
    if (NAMES.has(key) || LAYOUT.has(key)) continue;
    visit(inner, place === "" ? key : `${place}.${key}`, depth + 1, says);
  }
}

import type { Diagnostic } from "../text/diagnostic.ts";
import { lineIndex } from "../text/line-index.ts";
import { acceptedFindings } from "./accepted-findings.ts";
import { checkQueries, queryKinds } from "./check-queries.ts";
import type { TabularProject } from "./open-model.ts";
import { rules } from "./rules/all-rules.ts";
import { practices } from "./rules/best-practice/all-practices.ts";
import type { FindingKind, Found, Severity } from "./rules/rule.ts";
import { sourceFiles } from "./source-files.ts";

/** What a rule saw, at the line and column where people look for it. */
export interface ModelFinding extends Omit<Diagnostic, "span"> {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The objects it is inside of, outermost first: `table Sales › measure Total`. Empty outside of any object. */
  readonly object: string;
}

/** How a project wants to be checked. */
export interface CheckSettings {
  /** By code: another severity than the kind's own, or `off`. */
  readonly severities?: Readonly<Record<string, Severity | "off">>;
  /** Fingerprints of findings that were there before and are not shown. */
  readonly baseline?: ReadonlySet<string>;
  /** Whether Microsoft's best-practice rules run as well. They judge how a model is made, not whether it works. */
  readonly bestPractices?: boolean;
}

const tooManyFindings: FindingKind = {
  code: "too-many-findings",
  severity: "info",
  why: "What comes after them is not shown.",
};

/** Every kind of finding there is, by its code. */
export const findingKinds: ReadonlyMap<string, FindingKind> = new Map(
  [...[...rules, ...practices].flatMap((rule) => rule.kinds), ...queryKinds, tooManyFindings].map((kind) => [
    kind.code,
    kind,
  ]),
);

/**
 * Runs every rule on a model and its reports. Findings are in the order of files and places; those that an object's
 * annotation accepts with a reason, that the settings switch off, or that the baseline knows are left out.
 */
export function checkProject(project: TabularProject, settings: CheckSettings = {}): readonly ModelFinding[] {
  const byFile = new Map<string, Found[]>();
  const add = (file: string, found: Found): void => {
    const list = byFile.get(file);
    if (list) list.push(found);
    else byFile.set(file, [found]);
  };
  for (const rule of settings.bestPractices ? [...rules, ...practices] : rules) {
    if (rule.kinds.every(({ code }) => settings.severities?.[code] === "off")) continue;
    rule.check(project, add);
  }
  return settle(project, byFile, settings);
}

/** What is wrong with the model's queries in Power Query M, whose parser answers later. */
export async function checkProjectQueries(
  project: TabularProject,
  settings: CheckSettings = {},
): Promise<readonly ModelFinding[]> {
  const byFile = new Map<string, Found[]>();
  await checkQueries(project, (file, found) => {
    byFile.set(file, [...(byFile.get(file) ?? []), found]);
  });
  return settle(project, byFile, settings);
}

/** Gives findings their severity and place, without those that somebody accepted, switched off or knew before. */
function settle(
  project: TabularProject,
  byFile: ReadonlyMap<string, Found[]>,
  settings: CheckSettings,
): readonly ModelFinding[] {
  const accepted = acceptedFindings(project);
  const sources = sourceFiles(project);
  const findings: ModelFinding[] = [];
  for (const file of [...byFile.keys()].sort()) {
    const source = sources.get(file);
    const lines = lineIndex(source?.text ?? "");
    const shown = { error: 0, warning: 0, info: 0 };
    for (const { span, code, message, hint } of (byFile.get(file) ?? []).sort((a, b) => a.span.start - b.span.start)) {
      const severity = settings.severities?.[code] ?? findingKinds.get(code)?.severity ?? "error";
      if (severity === "off" || shown[severity] > mostInOneFile) continue;
      const object = source?.objectAt(span.start) ?? [];
      if (accepted(code, object)) continue;
      const place = { file, ...lines.position(source?.place(span.start) ?? span.start) };
      const found = {
        code,
        severity,
        message,
        ...(hint !== undefined && { hint }),
        ...place,
        object: object.map(({ label }) => label).join(" › "),
      };
      if (settings.baseline?.has(fingerprint(found))) continue;
      shown[severity]++;
      const isTooMany = shown[severity] > mostInOneFile;
      findings.push(isTooMany ? { ...found, ...leftOut(severity) } : found);
    }
  }
  return findings;
}

/** One file says no more after this many findings of one severity: a thousand hints do not hide an error. */
const mostInOneFile = 1000;

function leftOut(severity: Severity): Pick<ModelFinding, "code" | "severity" | "message"> {
  return { code: tooManyFindings.code, severity: "info", message: `further findings (${severity}) are left out` };
}

/** Names a finding whatever line it stands on, so that edits elsewhere do not bring back what a baseline knows. */
export function fingerprint({ file, code, object, message }: ModelFinding): string {
  return [file, code, object, message].join("\n");
}

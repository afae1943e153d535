import type { Diagnostic } from "../text/diagnostic.ts";
import { lineIndex } from "../text/line-index.ts";
import type { TabularProject } from "./open-model.ts";
import { cycles } from "./rules/cycles.ts";
import { names } from "./rules/names.ts";
import { references } from "./rules/references.ts";
import { relationships } from "./rules/relationships.ts";
import { reportFields } from "./rules/report-fields.ts";
import type { Rule } from "./rules/rule.ts";
import { syntax } from "./rules/syntax.ts";

const rules: readonly Rule[] = [syntax, names, references, relationships, cycles, reportFields];

/** What a rule saw, at the line and column where people look for it. */
export interface ModelFinding extends Omit<Diagnostic, "span"> {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Runs every rule on a model and its reports. Findings are in the order of files and places. */
export function checkProject(project: TabularProject): readonly ModelFinding[] {
  const byFile = new Map<string, Diagnostic[]>();
  for (const rule of rules) {
    rule.check(project, (file, found) => {
      const list = byFile.get(file);
      if (list) list.push(found);
      else byFile.set(file, [found]);
    });
  }
  return [...byFile.keys()].sort().flatMap((file) => {
    const lines = lineIndex(textOf(project, file));
    return (byFile.get(file) ?? [])
      .sort((a, b) => a.span.start - b.span.start)
      .map(({ span, ...found }) => ({ ...found, file, ...lines.position(span.start) }));
  });
}

function textOf(project: TabularProject, path: string): string {
  const tmdl = project.model.files.find((file) => file.path === path);
  if (tmdl) return tmdl.document.text;
  for (const report of project.reports) {
    const found =
      report.files.find((file) => file.path === path) ?? report.diagnostics.find(({ file }) => file === path);
    if (found) return found.text;
  }
  return "";
}

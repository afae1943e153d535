import { bindModel } from "../bind-model.ts";
import { parseExpression } from "../dax-text.ts";
import type { Rule } from "./rule.ts";

/** Files must be TMDL, expressions DAX, report files JSON, and every name in DAX must mean something. */
export const syntax: Rule = {
  name: "syntax",
  check(project, report) {
    for (const file of project.model.files) {
      for (const found of file.document.diagnostics) report(file.path, found);
    }
    for (const { expression, bound } of bindModel(project.model)) {
      const { path } = expression.file;
      const { diagnostics } = parseExpression(expression);
      for (const found of diagnostics) {
        report(path, found.code === "dax-empty" ? { ...found, severity: "warning" } : found);
      }
      for (const found of bound.diagnostics) report(path, found);
    }
    for (const { diagnostics } of project.reports) {
      for (const { file, diagnostic } of diagnostics) report(file, diagnostic);
    }
  },
};
